// The page of who is on call, as it starts in a panel of the editor or in a chat.
import { usePage } from '../shared/context.ts';
import { pageRoot } from '../shared/page-root.tsx';
import { answerOf } from '../shared/reading.ts';
import { minuteMs } from '../shared/time.ts';
import { OncallPage } from './page.tsx';
import { doneInWords, problemOf, stepOf, type Plan } from './plan.ts';
import { OncallReader } from './reader.ts';

/** A chat pushes nothing, and a panel is told only of what is changed here: while somebody looks at it, the page asks. */
const lookMs = 10 * minuteMs;

const root = pageRoot(() => ({
	name: 'oncall',
	input: (input) => reader.begin(input),
	result: (answer) => reader.take(answer),
	draw: () => <Page />,
	look: () => {
		const { readAt, closed, reading } = reader.known;
		if (closed === undefined && !reading && readAt !== undefined && Date.now() - readAt >= lookMs) void reader.read();
	},
}));
const reader = new OncallReader({
	call: root.call,
	now: () => Date.now(),
	zone: () => root.place().timeZone,
	changed: () => root.changed(),
});

function Page() {
	const { place } = usePage();
	const send = async (plan: Plan, row: string) => {
		const { tool, input } = stepOf(plan, Date.now());
		const answer = await answerOf(root.call, tool, input);
		// Also where it failed: somebody else may have been faster.
		void reader.again(row);
		const problem = problemOf(answer, place.l10n);
		return problem === undefined ? { done: doneInWords(plan, answer.output, place) } : { problem };
	};
	return <OncallPage reader={reader} send={send} />;
}

await root.start();
