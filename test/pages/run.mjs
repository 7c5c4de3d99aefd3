// `npm run test:pages`: pages in a real browser, on an account of their own.
//   *.pages.test.mjs    the suites
//   shown-page.mjs      a page as a person sees it
//   in-browser.mjs      opens pages for the tests of a suite, in one browser for all
//   host.main.ts        the editor's side of it, and the account
//   scenes.mjs          states of pages whose pictures are compared with those in pictures/
// HOST_TEST_GREP picks tests by their titles. UPDATE_PICTURES=1 keeps what differs as the new picture.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { drawsAlike } from '../../tools/vscode-host/browser.mjs';
import { runWindowSuites } from '../support/run-window-suites.mjs';

const suites = readdirSync(import.meta.dirname)
	.filter((file) => file.endsWith('.pages.test.mjs'))
	// Any other browser draws a little differently.
	.filter((file) => drawsAlike || !file.startsWith('pictures'));
await runWindowSuites(
	'pages',
	suites.map((file) => join(import.meta.dirname, file)),
);
