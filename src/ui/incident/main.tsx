// The page of an incident, as it starts in a panel of the editor or in a chat.
import { render } from 'preact';
import { Connection } from '../shared/connection.ts';
import { PageContextProvider } from '../shared/context.ts';
import { textOf } from '../shared/fields.ts';
import { placeOf, variablesOf } from '../shared/place-of.ts';
import { minuteMs } from '../shared/time.ts';
import { reportHeight, wear, windowDoor } from '../shared/window-door.ts';
import type { Step } from './actions.ts';
import { IncidentPage } from './page.tsx';
import { IncidentReader } from './reader.ts';
import { runSteps } from './run.ts';

/** Ages are told in minutes. */
const tickMs = 30_000;
/** A chat pushes nothing, and no list tells of notes: while somebody looks at it, the page asks. */
const lookMs = minuteMs;

const root = document.body.appendChild(document.createElement('main'));
let place = placeOf({});
let visible = true;

const connection = new Connection(windowDoor(), {
	input: ({ incident }) => {
		const reference = textOf(incident);
		if (reference !== undefined) reader.begin(reference);
	},
	result: (answer) => reader.take(answer),
	context: (context) => {
		place = placeOf(context);
		document.documentElement.lang = place.language ?? 'en';
		wear(context['theme'], variablesOf(context));
		visible = context['visible'] !== false;
		draw();
		look();
	},
});
const reader = new IncidentReader({
	call: (name, input) => connection.callTool(name, input),
	now: () => Date.now(),
	changed: () => draw(),
});

async function run(steps: readonly Step[]): Promise<string | undefined> {
	const problem = await runSteps(steps, (tool, input) => connection.callTool(tool, input), place.l10n);
	// Also where it failed: somebody else may have been faster.
	void reader.read();
	return problem;
}

function openLink(url: string): void {
	connection.openLink(url).catch(() => undefined);
}

function draw(): void {
	render(
		<PageContextProvider value={{ place, now: Date.now(), visible, openLink }}>
			<IncidentPage known={reader.known} reader={reader} run={run} />
		</PageContextProvider>,
		root,
	);
}

/** Reads anew what may have changed while nobody told of it. */
function look(): void {
	const { readAt, details } = reader.known;
	if (!visible || document.visibilityState !== 'visible' || details?.incident.status === 'resolved') return;
	if (readAt !== undefined && Date.now() - readAt >= lookMs) void reader.read();
}

await connection.open('incident');
reportHeight((size) => connection.notify('ui/notifications/size-changed', size));
setInterval(() => visible && draw(), tickMs);
setInterval(look, tickMs);
document.addEventListener('visibilitychange', look);
