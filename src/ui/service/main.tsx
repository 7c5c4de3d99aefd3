// The page of a service, as it starts in a panel of the editor or in a chat.
import { pageRoot } from '../shared/page-root.tsx';
import { minuteMs } from '../shared/time.ts';
import { ServicePage } from './page.tsx';
import { ServiceReader } from './reader.ts';

/** A chat pushes nothing: while somebody looks at it, the page asks. */
const lookMs = 2 * minuteMs;

const root = pageRoot(() => ({
	name: 'service',
	input: (input) => reader.begin(input),
	result: (answer) => reader.take(answer),
	draw: () => <ServicePage reader={reader} />,
	look: () => reader.look(lookMs),
}));
const reader = new ServiceReader({ call: root.call, now: () => Date.now(), changed: () => root.changed() });

await root.start();
