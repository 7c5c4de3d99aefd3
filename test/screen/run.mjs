// `npm run test:screen`: what a person sees and reaches in a real VS Code, by real clicks and keys.
//   *.screen.test.mjs   the suites
//   demo-window.mjs     a window on a demo account: its side bar, status bar and toasts, as they are read
//   stopped-clock/      an extension for which time stands still, where pictures are compared with those in pictures/
//   colleague.mjs       what others do in PagerDuty meanwhile
//   legibility.mjs      what can be read of a row: how much of it is shown, and its contrast
// HOST_TEST_GREP picks tests by their titles. Counts stand in out/results/screen.json; a failed test leaves a picture there.
// UPDATE_PICTURES=1 keeps what differs as the new picture.
import { join } from 'node:path';
import { runWindowSuites } from '../support/run-window-suites.mjs';

await runWindowSuites(
	'screen',
	['looks', 'keyboard', 'states', 'page', 'other-pages', 'german'].map((suite) =>
		join(import.meta.dirname, `${suite}.screen.test.mjs`),
	),
);
