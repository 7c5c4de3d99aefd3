// The report's page, as it starts in a panel of the editor or in a chat.
import type { Fields } from '../shared/fields.ts';
import { pageRoot } from '../shared/page-root.tsx';
import { ReportPage } from './page.tsx';
import { ReportReader } from './reader.ts';

/** An answer follows what its tool was called with at once. In a panel there is none. */
const answerMs = 100;

let asked: Fields = {};
let waiting: ReturnType<typeof setTimeout> | undefined;

const root = pageRoot(() => ({
	name: 'report',
	input: (input) => {
		asked = input;
		waiting = setTimeout(() => reader.begin(asked), answerMs);
	},
	result: (answer) => {
		clearTimeout(waiting);
		reader.take(answer, asked);
	},
	draw: () => <ReportPage reader={reader} />,
	// Its figures change once a day.
	look: () => undefined,
}));
const reader = new ReportReader({
	call: root.call,
	now: () => Date.now(),
	// The tools must count the same days as the page, also where the host does not say where the person is.
	zone: () => root.place().timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
	changed: () => root.changed(),
});

await root.start();
