import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { consentKinds, fewIncidents } from '../../../src/tools/core/consent.ts';
import type { CallResult } from '../../../src/tools/toolbox.ts';
import { english, inWords } from '../../../src/tools/text/said.ts';
import { saidTime } from '../../../src/tools/time/show-time.ts';
import { Asked, kindsOf, selectsByFilter } from '../../support/needs-consent.ts';
import { samplesAlone, samplesOf, type Input } from '../../support/sample-calls.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';
import { stateReader } from '../../support/state-of.ts';

const changing = catalogue.filter(({ access }) => access !== 'read');
const asking = changing.filter(({ consent }) => consent !== undefined);

const Made = z.object({ overrides: z.tuple([z.object({ end: z.string() })]) });
const Window = z.object({ maintenance_window: z.object({ end: z.string() }) });

/** A time as people are told it. */
const told = (time: string, zone: string) => inWords(saidTime(time, zone), english);

describe('consent', () => {
	let account: SignedIn;
	let client: Asked;
	const open = async (options: SignedInOptions = {}) => {
		client = new Asked();
		account = await SignedIn.open({ consent: {}, ...options });
	};
	afterEach(() => account.close());

	const call = (name: string, input: Input, elicits = true): Promise<CallResult> => {
		account.toolbox.forget();
		const signal = new AbortController().signal;
		return account.toolbox.call(name, input, {
			signal,
			priority: 'person',
			client: 'Test',
			...(elicits && { person: client }),
		});
	};
	/** What samples need is made by somebody who has agreed to everything. */
	const samplesFor = async (name: string) => {
		const made = samplesAlone({ sandbox: account.sandbox, call: (...one) => agreed(...one) }, name);
		const found = await made;
		client.questions.length = 0;
		return found;
	};
	const agreed = async (name: string, input: Input) => {
		const { answer } = client;
		client.answer = 'yes';
		const result = await call(name, input);
		client.answer = answer;
		assert.ok(result.ok, JSON.stringify(result));
		return result.output;
	};
	const writesSince = (mark: number) => account.sandbox.requests.slice(mark).filter(({ method }) => method !== 'GET');
	const pagedSince = (mark: number) =>
		account.sandbox.store.logEntries.slice(mark).filter(({ type }) => type === 'notify_log_entry').length;

	for (const { name, consent = [] } of changing) {
		it(`${name}: asks once for each call that needs it, before its first change, and for no other`, async () => {
			await open();
			const kinds = new Set<string>();
			let asked = 0;
			for (const input of await samplesFor(name)) {
				const { requests, store } = account.sandbox;
				const [mark, lines] = [requests.length, store.logEntries.length];
				client.questions.length = 0;
				await call(name, input);
				const needed = writesSince(mark).flatMap((request) => kindsOf(request, { isNew: name === 'create_schedule' }));
				for (const kind of needed) kinds.add(kind);
				asked += client.questions.length;
				const text = `${JSON.stringify(input)}\n${client.questions.join('\n')}`;
				const shown = selectsByFilter(name, input) && writesSince(mark).length > 0;
				assert.equal(client.questions.length, needed.length > 0 || shown ? 1 : 0, text);
				const tells = pagedSince(lines) > 0;
				assert.ok(!tells || client.questions.length === 1, `pages without a question: ${text}`);
			}
			assert.deepEqual(
				[...kinds].filter((kind) => !consent.some((one) => one === kind)),
				[],
				'does what it does not declare',
			);
			if (consent.join() !== 'many') assert.equal(asked > 0, consent.length > 0, 'declares what no sample does');
		});
	}

	for (const { name, consent = [] } of asking) {
		it(`${name}: leaves everything as it was without a yes`, async () => {
			await open();
			const samples = await samplesFor(name);
			let declinedOnce = false;
			for (const input of samples) {
				client.answer = 'no';
				client.questions.length = 0;
				const state = stateReader(account.sandbox);
				const [before, mark] = [state(), account.sandbox.requests.length];
				const declined = await call(name, input);
				if (client.questions.length === 0 || selectsByFilter(name, input)) continue;
				declinedOnce = true;
				assert.ok(!declined.ok);
				assert.match(declined.failure.message, /^Nothing was changed: the person was asked and said no\. /);
				client.answer = 'dismissed';
				const dismissed = await call(name, input);
				assert.ok(!dismissed.ok);
				assert.match(dismissed.failure.message, /^Nothing was changed: the person closed the question/);
				for (const elicits of [true, false]) {
					client.answer = 'unasked';
					const refused = await call(name, input, elicits);
					assert.ok(!refused.ok);
					assert.match(
						refused.failure.message,
						/^Nothing was changed\. The person must agree first, because it .*could not be asked: .+\. /,
					);
					assert.ok(refused.failure.next);
				}
				assert.equal(client.questions.length, 2, 'asked once each time');
				assert.deepEqual(writesSince(mark), []);
				assert.equal(state(), before);
			}
			assert.ok(declinedOnce || consent.join() === 'many', 'no sample was declined');
		});

		it(`${name}: asks nobody where the person agreed to all that in advance, and only then`, async () => {
			await open({ consent: { given: consent } });
			for (const [index, input] of (await samplesFor(name)).entries()) await call(name, input, index % 2 === 1);
			assert.deepEqual(client.questions, []);
			const refused = account.logged.filter((line) => line.startsWith(`${name}: failed`));
			assert.deepEqual(refused, []);
		});

		it(`${name}: asks on the screen where the client cannot`, async () => {
			const screen = new Asked();
			const shown: (string | undefined)[] = [];
			await open({
				consent: {
					screen: (who) => {
						shown.push(who);
						return screen;
					},
				},
			});
			const samples = await samplesFor(name);
			let asked = 0;
			for (const input of samples) {
				for (const elicits of [true, false]) {
					client.answer = 'unasked';
					screen.answer = 'no';
					screen.questions.length = 0;
					const mark = account.sandbox.requests.length;
					const declined = await call(name, input, elicits);
					if (screen.questions.length === 0) continue;
					asked += 1;
					assert.ok(!declined.ok);
					assert.match(declined.failure.message, /said no/);
					assert.equal(screen.questions.length, 1);
					assert.deepEqual(writesSince(mark), []);
					assert.equal(shown.at(-1), 'Test');
				}
			}
			assert.ok(asked > 0 || consent.join() === 'many', 'no sample was asked about');
		});
	}

	it('is asked of the person for many incidents, by service and title, and not for a few', async () => {
		await open();
		for (const tool of asking.filter((one) => one.consent?.includes('many') === true).map(({ name }) => name)) {
			for (const count of [fewIncidents, fewIncidents + 1]) {
				account.pause();
				const ids: string[] = [];
				for (let at = 0; at < count; at++)
					ids.push((await account.sandbox.trigger({ title: `Many ${at}`, service: 'Checkout' })).id);
				if (tool === 'snooze_incidents') await agreed('acknowledge_incidents', { incidents: ids });
				if (tool === 'reopen_incidents') await agreed('resolve_incidents', { incidents: ids });
				client.questions.length = 0;
				client.answer = 'no';
				await call(tool, inputOf(tool, ids, (await account.sandbox.trigger()).id));
				const [question = ''] = client.questions;
				const pages =
					catalogue.find(({ name }) => name === tool)?.consent?.includes('pages') === true &&
					tool !== 'update_incidents';
				assert.equal(client.questions.length, count > fewIncidents || pages ? 1 : 0, `${tool} ${count}`);
				if (count > fewIncidents)
					assert.match(
						question,
						/6 incidents of "Checkout" \(#\d+ "Many 0", #\d+ "Many 1", #\d+ "Many 2" and 3 more\)/,
					);
				client.answer = 'yes';
			}
		}
	});

	it('is asked in words that name who is paged, and taken off call', async () => {
		await open();
		client.answer = 'no';
		const { id } = await account.sandbox.trigger({ title: 'Payment errors', service: 'Checkout' });
		for (const [tool, input, question] of [
			[
				'request_responders',
				{ incident: id, users: 'Diego Fuentes' },
				/^Page "Diego Fuentes" now and ask for help with #\d+ "Payment errors"\?$/,
			],
			['escalate_incidents', { incidents: id, level: 2 }, /^Escalate #\d+ "Payment errors" and page "[^"]+" now\?$/],
			[
				'reassign_incidents',
				{ incidents: id, users: 'Diego Fuentes' },
				/^Reassign #\d+ "Payment errors" and page "Diego Fuentes" now\?$/,
			],
			[
				'create_incident',
				{ title: 'Down', service: 'Checkout' },
				/^Open the incident "Down" on "Checkout" and page "[^"]+"(, "[^"]+")* now\?$/,
			],
			[
				'create_overrides',
				{ schedule: 'Payments Primary', user: 'Ben Ostrowski', start: 'now', end: '+4h' },
				/^Take "Maya Okafor" off "Payments Primary" until Tue, Mar 10, 2026, 7:00\sAM PDT \(America\/Los_Angeles\), and put "Ben Ostrowski" on call instead\?$/,
			],
			[
				'update_service',
				{ service: 'Checkout', status: 'disabled' },
				/^Change the service "Checkout": status "disabled"\? It then opens no incidents and pages nobody\.$/,
			],
			[
				'delete_service',
				{ service: 'Checkout' },
				/^Delete the service "Checkout" for good\? This cannot be undone, and affects: \d+ open incidents?; /,
			],
		] as const) {
			client.questions.length = 0;
			await call(tool, input);
			assert.equal(client.questions.length, 1, tool);
			assert.match(client.questions[0] ?? '', question);
		}
	});

	it('counts for what is there after the answer: what has changed meanwhile is left alone', async () => {
		await open();
		const { id } = await account.sandbox.trigger({ title: 'Payment errors' });
		const { choose } = client;
		client.choose = async (...question) => {
			client.choose = choose;
			await agreed('resolve_incidents', { incidents: id });
			return choose(...question);
		};
		const result = await call('reassign_incidents', { incidents: id, users: 'Diego Fuentes' });
		assert.ok(result.ok);
		assert.deepEqual([result.output['changed'], client.questions.length], [0, 1]);
	});

	it('is asked for the shifts that are swapped: another time is another question', async () => {
		await open();
		const input = {
			schedule: 'Payments Primary',
			user: 'me',
			with_user: 'Diego Fuentes',
			shift: '2026-03-10T11:00:00Z',
			with_shift: '2026-03-19T10:00:00Z',
		};
		const { choose } = client;
		client.choose = async (...question) => {
			client.choose = choose;
			const part = { start: '2026-03-20T00:00:00Z', end: '2026-03-21T00:00:00Z' };
			await agreed('create_overrides', { schedule: 'Payments Primary', user: 'Naomi Sato', ...part });
			client.questions.length = 0;
			client.questions.push(question[0]);
			return 'yes';
		};
		client.answer = 'yes';
		const result = await call('swap_shifts', input);
		assert.ok(result.ok, JSON.stringify(result));
		const [first = '', second = '', ...more] = client.questions;
		assert.deepEqual(more, []);
		assert.match(first, /^Swap shifts on "Payments Primary": /);
		assert.notEqual(second, first);
		const made = z.array(z.object({ start: z.string(), end: z.string() })).parse(result.output['overrides']);
		for (const { start, end } of made)
			for (const time of [start, end])
				assert.ok(second.includes(told(time, 'America/Los_Angeles')), `${time}: ${second}`);
	});

	it('leaves out of a snooze what was resolved while the person thought, and ends it when it was said', async () => {
		await open();
		const ids: string[] = [];
		for (let at = 0; at <= fewIncidents; at++) ids.push((await account.sandbox.trigger({ service: 'Checkout' })).id);
		await agreed('acknowledge_incidents', { incidents: ids });
		client.questions.length = 0;
		const { choose } = client;
		client.choose = async (...question) => {
			client.choose = choose;
			await agreed('resolve_incidents', { incidents: ids.slice(0, 1) });
			account.sandbox.clock.advance(300_000);
			client.answer = 'yes';
			return choose(...question);
		};
		const result = await call('snooze_incidents', { incidents: ids, duration: '2h' });
		assert.ok(result.ok, JSON.stringify(result));
		assert.deepEqual([result.output['changed'], client.questions.length], [fewIncidents, 1]);
		const until = String(result.output['until']);
		assert.ok(
			client.questions[0]?.endsWith(` until ${told(until, 'America/Los_Angeles')}?`),
			`${client.questions[0] ?? ''} ${until}`,
		);
		assert.equal(account.sandbox.store.incidents.find(({ id }) => id === ids[0])?.status, 'resolved');
	});

	it('is asked once where the person says no, although the act has grown meanwhile', async () => {
		await open();
		const input = { schedule: 'Payments Primary', user: 'Ben Ostrowski', start: 'now', end: '+4h' };
		const { choose } = client;
		client.choose = async (...question) => {
			client.choose = choose;
			await agreed('create_overrides', { ...input, user: 'Diego Fuentes', start: '+1h', end: '+2h' });
			client.questions.length = 0;
			client.answer = 'no';
			return choose(...question);
		};
		const result = await call('create_overrides', input);
		assert.ok(!result.ok);
		assert.match(result.failure.message, /said no/);
		assert.equal(client.questions.length, 1, client.questions.join('\n'));
	});

	it('shows all that a status update says, or says that it does not', async () => {
		await open();
		const { id } = await account.sandbox.trigger({ title: 'Payment errors' });
		const input = { incident: id, message: 'Short', subject: 'Payments fail', html_message: '<p>Call <b>555</b></p>' };
		client.answer = 'no';
		await call('post_status_update', input);
		await call('post_status_update', { incident: id, message: `${'x'.repeat(800)}The end` });
		const [mail = '', long = ''] = client.questions;
		assert.match(
			mail,
			/subscribed to it\?\n"Short"\nThe subject of the e-mail is "Payments fail"\.\nThe e-mail is HTML and reads: "Call 555"$/,
		);
		assert.match(long, /\n\(only the first 800 of 807 characters\) "x{800}…"$/);
	});

	it('names whom it invites, whose note goes, and what takes its place', async () => {
		await open();
		const { id } = await account.sandbox.trigger({ title: 'Payment errors' });
		await agreed('add_incident_note', { incident: id, note: 'Looking' });
		const note = account.sandbox.store.notes.of(id)[0]?.id ?? '';
		client.answer = 'no';
		await call('create_user', { name: 'Eve Hall', email: 'eve@else.example', role: 'admin' });
		await call('delete_incident_note', { incident: id, note });
		await call('update_incident_note', { incident: id, note, content: 'Gone' });
		const [invited = '', deleted = '', replaced = ''] = client.questions;
		assert.match(invited, /^Invite "Eve Hall" \("eve@else\.example"\) to the account as admin\? /);
		assert.match(deleted, /^Delete the note "Looking" of "[^"]+" from #\d+ "Payment errors" for everybody\? /);
		assert.match(replaced, /^Replace the note "Looking" of "[^"]+" on #\d+ "Payment errors" by "Gone"\?$/);
	});

	it('counts for the time that was shown, however long the person thinks', async () => {
		await open();
		const { choose } = client;
		const shown: string[] = [];
		client.choose = (question, choices, safe) => {
			shown.push(question);
			account.sandbox.clock.advance(300_000);
			return choose(question, choices, safe);
		};
		const input = { schedule: 'Payments Primary', user: 'Ben Ostrowski', start: '+1h', end: '+4h' };
		const made = Made.parse(await agreed('create_overrides', input)).overrides[0];
		const window = await agreed('set_maintenance_window', { services: ['Checkout'], end: '+2h' });
		assert.equal(shown.length, 2, shown.join('\n'));
		assert.ok(shown[0]?.includes(`until ${told(made.end, 'America/Los_Angeles')}`), shown[0]);
		assert.ok(
			shown[1]?.includes(`to ${told(Window.parse(window).maintenance_window.end, 'America/Los_Angeles')}`),
			shown[1],
		);
	});

	it('names those whom a repetition in months takes off call, and what becomes of a replaced override', async () => {
		await open();
		const far = { schedule: 'Payments Primary', user: 'Naomi Sato', start: '+100d', end: '+101d' };
		await agreed('create_overrides', far);
		const near = { ...far, start: '+2d', end: '+3d' };
		const { overrides } = await agreed('create_overrides', near);
		const id = z.array(z.object({ id: z.string() })).parse(overrides)[0]?.id;
		client.questions.length = 0;
		client.answer = 'no';
		await call('create_overrides', {
			...far,
			user: 'Ben Ostrowski',
			start: '+9d',
			end: '+10d',
			repeat: 'weekly',
			times: 14,
		});
		await call('create_overrides', { ...near, end: '+60h', replaces: id });
		const [many = '', replaced = ''] = client.questions;
		assert.match(many, /^Take .*"Naomi Sato".* off "Payments Primary"/);
		assert.match(
			replaced,
			/\? The rest of the old override goes back to the rotation: Thu, Mar 12, 2026, 3:00\sPM PDT \(\S+\) to Fri, Mar 13, 2026, 3:00\sAM PDT \(\S+\)\.$/,
		);
	});

	it('says what decides: how somebody is reached, new values, and the state on a status page', async () => {
		await open();
		const { id } = await account.sandbox.trigger({ title: 'Payment errors', service: 'Checkout' });
		client.answer = 'no';
		const first = async (name: string) => (await samplesFor(name))[0] ?? assert.fail();
		for (const [tool, input, question] of [
			['delete_contact_method', await first('delete_contact_method'), /^Delete these ways to reach /],
			[
				'set_notification_rule',
				(await samplesOf({ sandbox: account.sandbox, call: agreed }, 'set_notification_rule'))[0] ?? {},
				/after \d+ min, by ".+ \(\w+\)"\?/,
			],
			['create_status_page_post', await first('create_status_page_post'), /\nIt shows the status ".+", the severity "/],
			['add_status_page_update', await first('add_status_page_update'), /\nIt shows the status ".+", the severity "/],
			['set_alert_grouping', { services: ['Checkout'], type: 'off' }, /^Stop grouping the alerts of "Checkout"\?$/],
		] as const) {
			client.questions.length = 0;
			await call(tool, input);
			assert.equal(client.questions.length, 1, tool);
			assert.match(client.questions[0] ?? '', question, tool);
		}
		const ids = [id];
		for (let at = 0; at < fewIncidents; at++) ids.push((await account.sandbox.trigger({ service: 'Checkout' })).id);
		client.questions.length = 0;
		await call('update_incidents', { incidents: ids, priority: 'P1' });
		assert.match(client.questions[0] ?? '', /: priority "P1"\?$/);
	});

	it('says that the catch-all of event rules changes, and nothing else', async () => {
		await open();
		const place = { orchestration: 'Shop events', part: 'unrouted' };
		const { raw, version } = z
			.object({ raw: z.string(), version: z.string() })
			.parse(await agreed('list_event_orchestrations', { ...place, raw: true }));
		const catchAll = JSON.stringify({ actions: { annotate: 'Nobody knows this one' } });
		client.questions.length = 0;
		await call('update_event_orchestration', { ...place, version, catch_all: catchAll });
		assert.deepEqual(
			client.questions,
			['Replace the unrouted rules of "Shop events"? This changes the catch-all.'],
			raw,
		);
	});

	it('needs all kinds of an act to be agreed to in advance', async () => {
		await open({ consent: { given: ['many'] } });
		const { id } = await account.sandbox.trigger();
		const refused = await call('reassign_incidents', { incidents: id, users: 'Diego Fuentes' }, false);
		assert.ok(!refused.ok);
		assert.match(refused.failure.message, /because it pages people, and they could not be asked/);
	});

	it('is not asked of people who do it themselves', async () => {
		await open();
		const { createIncident } = await import('../../../src/tools/incidents/create-incident.ts');
		const { signal } = new AbortController();
		await account.toolbox.run(
			createIncident,
			{ title: 'Down', service: 'Checkout' },
			{ signal, priority: 'person', person: client },
		);
		assert.deepEqual(client.questions, []);
	});

	it('is declared by every tool that takes away what is configured', () => {
		const silent = changing.filter(
			({ access, effect, consent }) => access === 'administer' && effect?.destructive === true && consent === undefined,
		);
		assert.deepEqual(
			silent.map(({ name }) => name),
			[],
		);
		for (const kind of consentKinds)
			assert.ok(
				asking.some(({ consent }) => consent?.includes(kind) === true),
				kind,
			);
	});
});

function inputOf(tool: string, ids: readonly string[], other: string): Input {
	if (tool === 'merge_incidents') return { target: other, sources: ids };
	const more: Record<string, Input> = {
		snooze_incidents: { duration: '1h' },
		reassign_incidents: { users: 'Diego Fuentes' },
		update_incidents: { priority: 'P3' },
		escalate_incidents: { level: 2 },
	};
	return { incidents: ids, ...more[tool] };
}
