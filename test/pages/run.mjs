// `npm run test:pages`: pages in a real browser, on an account of their own.
//   *.pages.test.mjs    the suites
//   shown-page.mjs      a page as a person sees it
//   host.main.ts        the editor's side of it, and the account
// HOST_TEST_GREP picks tests by their titles.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runWindowSuites } from '../support/run-window-suites.mjs';

const suites = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.pages.test.mjs'));
await runWindowSuites(
	'pages',
	suites.map((file) => join(import.meta.dirname, file)),
);
