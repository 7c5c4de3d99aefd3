// `npm run test:pages`: pages in a real browser, on an account of their own.
//   *.pages.test.mjs    the suites
//   incident-page.mjs   a page as a person sees it
//   host.main.ts        the editor's side of it, and the account
// HOST_TEST_GREP picks tests by their titles.
import { join } from 'node:path';
import { runWindowSuites } from '../support/run-window-suites.mjs';

await runWindowSuites('pages', [join(import.meta.dirname, 'incident.pages.test.mjs')]);
