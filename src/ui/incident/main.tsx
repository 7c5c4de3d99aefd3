// The page of an incident, as it starts in a panel of the editor or in a chat.
import { usePage } from '../shared/context.ts';
import { textOf } from '../shared/fields.ts';
import { pageRoot } from '../shared/page-root.tsx';
import { minuteMs } from '../shared/time.ts';
import type { Step } from './actions.ts';
import { IncidentPage } from './page.tsx';
import { IncidentReader } from './reader.ts';
import { runSteps } from './run.ts';

/** A chat pushes nothing, and no list tells of notes: while somebody looks at it, the page asks. */
const lookMs = minuteMs;

const root = pageRoot(() => ({
	name: 'incident',
	input: ({ incident }) => {
		const reference = textOf(incident);
		if (reference !== undefined) reader.begin(reference);
	},
	result: (answer) => reader.take(answer),
	draw: () => <Page />,
	look: () => {
		const { readAt, details } = reader.known;
		if (details?.incident.status === 'resolved') return;
		if (readAt !== undefined && Date.now() - readAt >= lookMs) void reader.read();
	},
}));
const reader = new IncidentReader({ call: root.call, now: () => Date.now(), changed: () => root.changed() });

function Page() {
	const { l10n } = usePage().place;
	const run = async (steps: readonly Step[]) => {
		const problem = await runSteps(steps, root.call, l10n);
		// Also where it failed: somebody else may have been faster.
		void reader.read();
		return problem;
	};
	return <IncidentPage known={reader.known} reader={reader} run={run} />;
}

await root.start();
