import assert from 'node:assert/strict';
import { actionsFor } from '../../../src/ui/incident/actions.ts';
import { detailsOf, readable, type Entry, type Incident } from '../../../src/ui/incident/data.ts';
import { incidentMarkdown } from '../../../src/ui/incident/markdown.ts';
import { IncidentReader } from '../../../src/ui/incident/reader.ts';
import { runSteps } from '../../../src/ui/incident/run.ts';
import { kindOf, timelineLines } from '../../../src/ui/incident/timeline.ts';
import type { ToolAnswer } from '../../../src/ui/shared/connection.ts';
import type { Fields } from '../../../src/ui/shared/fields.ts';
import { linkedParts, webAddress } from '../../../src/ui/shared/links.ts';
import { countdown, moment, span } from '../../../src/ui/shared/time.ts';
import { place } from './support.ts';

const { l10n } = place;
const at = (time: string) => Date.parse(`2026-03-10T${time}Z`);
const entry = (id: string, time: string | undefined, changes: Partial<Entry> = {}): Entry => ({
	id,
	at: time === undefined ? undefined : at(time),
	event: 'notify',
	by: undefined,
	summary: `Entry ${id}`,
	note: undefined,
	links: [],
	...changes,
});
const incident = (changes: Partial<Incident> = {}): Incident => ({
	id: 'PX',
	title: 'Disk full',
	status: 'triggered',
	number: 7,
	...changes,
});
const answer = (output: Fields, meta: Fields = {}): ToolAnswer => ({ failed: false, output, text: '', meta });

describe("The timeline of an incident's page", () => {
	it('is one, the newest first, with what was deployed in it and long gaps told', () => {
		const lines = timelineLines([
			entry('B', '10:20:00'),
			entry('A', '10:00:00'),
			entry('change', '09:00:00', { event: 'change' }),
			entry('C', '10:30:00'),
		]);
		assert.deepEqual(
			lines.map((line) => (line.kind === 'gap' ? line.ms / 60_000 : line.entry.id)),
			['C', 'B', 'A', 60, 'change'],
		);
	});

	it('keeps an entry without a time where it was', () => {
		const lines = timelineLines([entry('B', '10:20:00'), entry('?', undefined), entry('A', '10:00:00')]);
		assert.deepEqual(
			lines.flatMap((line) => (line.kind === 'entry' ? line.entry.id : [])),
			['B', '?', 'A'],
		);
	});

	it('tells what each entry is about, also of kinds that are new', () => {
		const kinds = ['annotate', 'acknowledge', 'notify', 'responder_request', 'responder_nudge', 'change', 'new'];
		assert.deepEqual(
			kinds.map((event) => kindOf(entry('A', undefined, { event }))),
			['note', 'state', 'page', 'responder', 'responder', 'change', 'other'],
		);
	});
});

describe("What an incident's page offers", () => {
	const labels = (one: Incident, offered?: ReadonlySet<string>, asksItself: readonly string[] = []) =>
		actionsFor(one, offered, new Set(asksItself), l10n).map(({ label, question }) =>
			question === undefined ? label : `${label}?`,
		);

	it('depends on its state, and asks before people are paged or it ends', () => {
		assert.deepEqual(labels(incident()), ['Acknowledge', 'Resolve?', 'Snooze', 'Escalate?']);
		assert.deepEqual(labels(incident({ status: 'acknowledged' })), ['Resolve?', 'Snooze', 'Escalate?']);
		assert.deepEqual(labels(incident({ status: 'resolved' })), ['Reopen?']);
		assert.deepEqual(labels(incident({ urgency: 'low' })), ['Acknowledge', 'Resolve?', 'Snooze']);
	});

	it('leaves a question to whoever runs the tools where they ask it, and asks the rest', () => {
		const kinds = ['pages', 'many', 'off-call'];
		assert.deepEqual(labels(incident(), undefined, kinds), ['Acknowledge', 'Resolve?', 'Snooze', 'Escalate']);
		assert.deepEqual(labels(incident({ status: 'resolved' }), undefined, kinds), ['Reopen']);
		// The person has agreed in advance to what pages people: nobody else asks.
		assert.deepEqual(labels(incident({ status: 'resolved' }), undefined, ['many', 'off-call']), ['Reopen?']);
	});

	it('is nothing that cannot be called', () => {
		assert.deepEqual(labels(incident(), new Set(['get_incident'])), []);
		// What waits is acknowledged before it is snoozed.
		assert.deepEqual(labels(incident(), new Set(['snooze_incidents'])), []);
		assert.deepEqual(labels(incident({ status: 'acknowledged' }), new Set(['snooze_incidents'])), ['Snooze']);
	});
});

describe("What an incident's page does", () => {
	const run = async (answers: readonly ToolAnswer[]) => {
		const called: string[] = [];
		const steps = ['acknowledge_incidents', 'snooze_incidents'].map((tool) => ({ tool, input: {} }));
		const call = (tool: string) =>
			Promise.resolve(answers[called.push(tool) - 1] ?? assert.fail('There is no answer to that.'));
		return { problem: await runSteps(steps, call, l10n), called: called.length };
	};
	const done = answer({ changed: 1, incidents: [{ id: 'PX' }] });

	it('is done when something changed', async () => {
		assert.deepEqual(await run([done, done]), { problem: undefined, called: 2 });
		// A note counts nothing.
		assert.deepEqual(await run([answer({ note: { id: 'N1' } }), done]), { problem: undefined, called: 2 });
	});

	it('says why nothing changed, and then does nothing more', async () => {
		const unchanged = answer({ changed: 0, unchanged: [{ id: 'PX', reason: 'somebody else was faster' }] });
		const refused = answer({ changed: 0, failed: [{ id: 'PX', reason: 'The level has nobody.' }], unchanged: [] });
		assert.deepEqual(await run([unchanged]), { problem: 'Nothing changed: somebody else was faster', called: 1 });
		assert.deepEqual(await run([refused]), { problem: 'Nothing changed: The level has nobody.', called: 1 });
		const settled = answer({ changed: 0, unchanged: [{ id: 'PX', reason: 'resolved' }] });
		assert.deepEqual(await run([done, settled]), { problem: 'Nothing changed: Resolved', called: 2 });
		assert.deepEqual(await run([{ failed: true, output: {}, text: 'Offline.', meta: {} }]), {
			problem: 'Offline.',
			called: 1,
		});
	});
});

describe("The reader of an incident's page", () => {
	/** Rows by tool; what a call gives is decided by the test. */
	const reading = (give: (tool: string, input: Fields) => Promise<ToolAnswer>) => {
		const calls: string[] = [];
		const reader = new IncidentReader({
			call: (tool, input) => {
				calls.push(tool);
				return give(tool, input);
			},
			now: () => 0,
			changed: () => undefined,
		});
		return { reader, calls };
	};
	const details = (status: string) => answer({ incident: { id: 'PX', title: 'Disk full', status } });

	it('reads with one call for each part, and what was deployed only once', async () => {
		const { reader, calls } = reading((tool) =>
			Promise.resolve(tool === 'get_incident' ? details('triggered') : answer({})),
		);
		reader.begin('PX');
		await reader.read();
		assert.deepEqual(calls.slice(0, 4).sort(), [
			'get_incident',
			'get_incident_timeline',
			'list_change_events',
			'list_incident_alerts',
		]);
		assert.equal(calls.filter((tool) => tool === 'list_change_events').length, 1);
	});

	it('does not read twice what the host tells of while it is read for the first time', async () => {
		const { reader, calls } = reading((tool) =>
			Promise.resolve(tool === 'get_incident' ? details('triggered') : answer({})),
		);
		reader.begin('PX');
		reader.take(details('triggered'));
		await new Promise(setImmediate);
		assert.equal(calls.length, 4);
		reader.take(details('acknowledged'));
		await new Promise(setImmediate);
		assert.equal(calls.length, 7);
	});

	it('shows at once what the host tells, and keeps what was read beside it', async () => {
		const { reader } = reading((tool) =>
			Promise.resolve(
				tool === 'get_incident'
					? answer({
							incident: { id: 'PX', title: 'Disk full', status: 'triggered' },
							responders: [{ name: 'Ada', state: 'joined' }],
						})
					: answer({}),
			),
		);
		reader.begin('PX');
		await new Promise(setImmediate);
		reader.take(details('acknowledged'));
		const { details: known } = reader.known;
		assert.equal(known?.incident.status, 'acknowledged');
		assert.deepEqual(known.responders, [{ name: 'Ada', state: 'joined' }]);
	});

	it('keeps what it knows when a part cannot be read, and says so', async () => {
		let works = true;
		const { reader } = reading((tool) =>
			Promise.resolve(
				works
					? tool === 'get_incident'
						? details('triggered')
						: answer({ log_entries: [{ id: 'L1', event: 'trigger', summary: 'Triggered' }] })
					: { failed: true, output: {}, text: 'Offline.', meta: {} },
			),
		);
		reader.begin('PX');
		await new Promise(setImmediate);
		works = false;
		await reader.read();
		assert.equal(reader.known.stale, 'Offline.');
		assert.equal(reader.known.timeline.problem, 'Offline.');
		assert.equal(reader.known.timeline.value?.rows.length, 1);
		assert.equal(reader.known.details?.incident.title, 'Disk full');
	});

	it('keeps earlier entries when the start of the timeline is read anew', async () => {
		let newest = 3;
		const { reader } = reading((tool, { cursor }) => {
			if (tool !== 'get_incident_timeline')
				return Promise.resolve(tool === 'get_incident' ? details('triggered') : answer({}));
			const ids = cursor === undefined ? [newest, newest - 1] : [newest - 2, newest - 3];
			return Promise.resolve(
				answer({
					log_entries: ids.map((id) => ({ id: `L${id}`, event: 'notify', summary: '' })),
					...(cursor === undefined && { next_cursor: 'more' }),
				}),
			);
		});
		const ids = () => reader.known.timeline.value?.rows.map(({ id }) => id);
		reader.begin('PX');
		await new Promise(setImmediate);
		await reader.earlier();
		assert.deepEqual(ids(), ['L3', 'L2', 'L1', 'L0']);
		newest = 4;
		await reader.read();
		assert.deepEqual(ids(), ['L4', 'L3', 'L2', 'L1', 'L0']);
	});

	/** Calls whose answers come when the test says so. */
	const heldReading = () => {
		const waiting: { readonly tool: string; readonly input: Fields; readonly give: (given: ToolAnswer) => void }[] = [];
		const { reader, calls } = reading(
			(tool, input) => new Promise((resolve) => waiting.push({ tool, input, give: resolve })),
		);
		/** Answers the first call of the tool that waits. */
		const give = async (tool: string, given: ToolAnswer, cursor?: string) => {
			const index = waiting.findIndex((one) => one.tool === tool && one.input['cursor'] === cursor);
			const [call] = index < 0 ? [] : waiting.splice(index, 1);
			assert.ok(call, `${tool} is not called.`);
			call.give(given);
			await new Promise(setImmediate);
		};
		const giveRest = async () => {
			for (const { give: settle } of waiting.splice(0)) settle(answer({}));
			await new Promise(setImmediate);
		};
		return { reader, calls, give, giveRest };
	};
	const entries = (ids: readonly string[], cursor?: string) =>
		answer({ log_entries: ids.map((id) => ({ id })), ...(cursor !== undefined && { next_cursor: cursor }) });

	it('keeps what the host told since a reading began', async () => {
		const { reader, give, giveRest } = heldReading();
		reader.begin('PX');
		await give('get_incident', details('triggered'));
		await giveRest();
		void reader.read();
		reader.take(details('acknowledged'));
		await give('get_incident', details('triggered'));
		assert.equal(reader.known.details?.incident.status, 'acknowledged');
		await giveRest();
		await give('get_incident', details('resolved'));
		assert.equal(reader.known.details.incident.status, 'resolved');
	});

	it('asks once more where the first that the host tells is not what was read', async () => {
		const { reader, give, giveRest } = heldReading();
		reader.begin('PX');
		reader.take(details('triggered'));
		await give('get_incident', details('resolved'));
		assert.equal(reader.known.details?.incident.status, 'resolved');
		await giveRest();
		await give('get_incident', details('resolved'));
	});

	it('loses no newer entries to earlier ones that come late', async () => {
		const { reader, give, giveRest } = heldReading();
		const ids = () => reader.known.timeline.value?.rows.map(({ id }) => id);
		reader.begin('PX');
		await give('get_incident', details('triggered'));
		await give('get_incident_timeline', entries(['L3', 'L2'], 'more'));
		await giveRest();
		void reader.earlier();
		void reader.read();
		await give('get_incident_timeline', entries(['L4', 'L3'], 'newer'));
		await give('get_incident_timeline', entries(['L1', 'L0']), 'more');
		assert.deepEqual(ids(), ['L4', 'L3', 'L2', 'L1', 'L0']);
	});

	it('keeps what came while a reading of the same part failed', async () => {
		const { reader, give, giveRest } = heldReading();
		reader.begin('PX');
		await give('get_incident', details('triggered'));
		await give('get_incident_timeline', entries(['L3'], 'more'));
		await giveRest();
		void reader.earlier();
		void reader.read();
		await give('get_incident_timeline', entries(['L4', 'L3'], 'newer'));
		await give('get_incident_timeline', { failed: true, output: {}, text: 'Offline.', meta: {} }, 'more');
		assert.deepEqual(
			reader.known.timeline.value?.rows.map(({ id }) => id),
			['L4', 'L3'],
		);
		assert.equal(reader.known.timeline.problem, 'Offline.');
	});

	it('reads again what could not be shown, when it is begun again', async () => {
		const { reader } = reading((tool) => Promise.resolve(tool === 'get_incident' ? details('triggered') : answer({})));
		reader.begin('PX');
		reader.take({ failed: true, output: {}, text: 'You are signed out.', meta: {} });
		await new Promise(setImmediate);
		reader.take({ failed: true, output: {}, text: 'You are signed out.', meta: {} });
		reader.begin('PX');
		await new Promise(setImmediate);
		assert.equal(reader.known.closed, undefined);
		assert.equal(reader.known.details?.incident.status, 'triggered');
	});

	it('shows nothing more once the host says that there is nothing to see', async () => {
		const { reader } = reading((tool) => Promise.resolve(tool === 'get_incident' ? details('triggered') : answer({})));
		reader.begin('PX');
		await new Promise(setImmediate);
		reader.take({ failed: true, output: {}, text: 'You are signed out.', meta: {} });
		assert.equal(reader.known.details, undefined);
		assert.equal(reader.known.closed, 'You are signed out.');
	});
});

describe("Texts of an incident's page", () => {
	it('link whole addresses of the web, and nothing else', () => {
		assert.deepEqual(
			linkedParts('see https://example.com/a?b=1. Or [x](command:y), javascript:z').filter(({ url }) => url),
			[{ text: 'https://example.com/a?b=1', url: 'https://example.com/a?b=1' }],
		);
		assert.equal(webAddress('https://раypal.com/'), 'https://xn--ypal-43d9g.com/');
		for (const text of ['command:x', 'vscode://a/b', 'https://a b', 'https://x… [5 more characters]', 'x'])
			assert.equal(webAddress(text), undefined, text);
	});

	it('show JSON with a line for each value, and everything else as it is', () => {
		assert.equal(readable('{"a":[1]}'), '{\n  "a": [\n    1\n  ]\n}');
		for (const text of ['plain', '{"a":', '', '5']) assert.equal(readable(text), text);
	});

	it('tell times as the person has them', () => {
		const now = at('12:00:00');
		assert.equal(moment(at('10:30:00'), now, place), '11:30');
		assert.equal(moment(now - 86_400_000, now, place), 'Mon 13:00');
		assert.equal(moment(Date.parse('2024-02-29T10:00:00Z'), now, place), '29 Feb 2024, 11:00');
		assert.deepEqual(
			[span(20_000, l10n), span(125 * 60_000, l10n), span(26 * 3_600_000, l10n)],
			['less than a minute', '2h 5m', '1d 2h'],
		);
		assert.deepEqual([countdown(249_000), countdown(3_849_000), countdown(-5)], ['4:09', '1:04:09', '0:00']);
	});

	it('are Markdown for a ticket, in which nothing from outside is markup', () => {
		const told = detailsOf({
			incident: {
				id: 'PX',
				number: 7,
				title: '[x](http://evil) <b>',
				status: 'resolved',
				url: 'https://example.com/PX',
			},
		});
		assert.ok(told);
		const text = incidentMarkdown(
			told,
			[entry('B', '10:20:00', { summary: '# later' }), entry('A', '10:00:00')],
			true,
			place,
		);
		assert.match(
			text,
			/^# \[#7 \\\[x\\\]\(http:\/\/evil\) \\<b\\>\]\(https:\/\/example\.com\/PX\)\n\n- Status: Resolved/,
		);
		assert.ok(text.indexOf('Entry A') < text.indexOf('# later'));
	});

	it('are Markdown that says what is missing, with links to the web only', () => {
		const told = detailsOf({ incident: { id: 'PX', title: 'x', url: 'https://example.com/a)[b](c' } });
		assert.ok(told);
		const links = ['https://example.com/?q=[x](y)', 'command:x'];
		const text = incidentMarkdown(told, [entry('A', undefined, { links })], false, place);
		assert.match(text, /^# \[x\]\(https:\/\/example\.com\/a%29%5Bb%5D%28c\)\n/);
		assert.match(
			text,
			/## Timeline\n\nEarlier entries are missing\.\n\n- Entry A https:\/\/example\.com\/\?q=%5Bx%5D%28y%29\n$/,
		);
	});

	it('are read from any answer, whatever stands in it', () => {
		for (const output of [{}, { incident: 5 }, { incident: { id: 5, title: 'x' } }, { incident: [] }])
			assert.equal(detailsOf(output), undefined);
		const odd = detailsOf({
			incident: { id: 'PX', title: 'x', assignees: [5, 'Ada'], alerts: '3' },
			responders: 'none',
		});
		assert.deepEqual([odd?.incident.assignees, odd?.incident.alerts, odd?.responders], [['Ada'], undefined, []]);
	});
});
