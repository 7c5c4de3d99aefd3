import assert from 'node:assert/strict';
import * as z from 'zod';
import { entryOf, type Entry } from '../../../src/record/entry.ts';
import { isElsewhere, undoAsOne as takeBackAsOne } from '../../../src/record/one-undo.ts';
import { undoneBy } from '../../../src/record/words.ts';
import type { RecordedCall, Recorder } from '../../../src/tools/core/recorder.ts';
import { undo as takeBack, undoPlan } from '../../../src/record/undo.ts';
import type { Ask } from '../../../src/record/undo-plan.ts';
import { inEnglish } from '../../../src/tools/text/said.ts';
import { SignedIn } from '../../support/signed-in.ts';

const Shown = z.object({
	incident: z.looseObject({
		status: z.string(),
		urgency: z.string(),
		priority: z.string().optional(),
		title: z.string(),
		next_steps: z.array(z.string()).optional(),
		assignee_ids: z.array(z.string()).default([]),
	}),
});

describe('undo', () => {
	let account: SignedIn;
	let entries: Entry[];
	/** Keeps changes instead of `entries`. */
	let other: Recorder | undefined;

	const ask = (tool: string, input: unknown) =>
		account.toolbox.call(tool, input, { signal: new AbortController().signal, priority: 'person' });
	const undo = (entry: Entry, how: Ask) => takeBack(entry, how, account.clock);
	const undoAsOne = (entry: Entry, via: (recorder: Recorder) => Ask, keep: Recorder) =>
		takeBackAsOne(entry, via, keep, account.clock);
	const incident = async (which = '#4260') =>
		Shown.parse(await account.call('get_incident', { incident: which, fields: ['all'] })).incident;
	const last = () => {
		const entry = entries.at(-1);
		assert.ok(entry);
		return entry;
	};
	/** Makes a change, takes it back, and gives the incident before, changed and after. */
	const thereAndBack = async (tool: string, input: Readonly<Record<string, unknown>>) => {
		const before = await incident();
		await account.call(tool, input);
		const changed = await incident();
		await undo(last(), ask);
		return { before, changed, after: await incident() };
	};

	beforeEach(async () => {
		entries = [];
		other = undefined;
		// Whoever takes something back does so themselves.
		account = await SignedIn.open({
			recorder: {
				record(call) {
					if (other) other.record(call);
					else entries.push(entryOf(call));
				},
			},
			consent: { own: true },
		});
	});
	afterEach(() => account.close());

	it('reopens what was resolved, and resolves what was reopened', async () => {
		const { changed, after } = await thereAndBack('resolve_incidents', { incidents: ['#4260'] });
		assert.deepEqual([changed.status, after.status], ['resolved', 'triggered']);
		await account.call('resolve_incidents', { incidents: ['#4260'] });
		const again = await thereAndBack('reopen_incidents', { incidents: ['#4260'] });
		assert.deepEqual([again.changed.status, again.after.status], ['triggered', 'resolved']);
		assert.deepEqual(
			entries.map(({ tool }) => tool),
			['resolve_incidents', 'reopen_incidents', 'resolve_incidents', 'reopen_incidents', 'resolve_incidents'],
		);
	});

	it('gives an incident back to the person to whom it had been given', async () => {
		await account.call('reassign_incidents', { incidents: ['#4260'], users: ['Priya Raghunathan'] });
		const { before, changed, after } = await thereAndBack('reassign_incidents', {
			incidents: ['#4260'],
			users: ['Diego Fuentes'],
		});
		assert.notDeepEqual(changed.assignee_ids, before.assignee_ids);
		assert.deepEqual(after.assignee_ids, before.assignee_ids);
	});

	it('gives an incident back to the escalation policy that had assigned it, which it had before', async () => {
		for (const change of [{ users: ['Diego Fuentes'] }, { escalation_policy: 'Storefront' }]) {
			const { before, changed, after } = await thereAndBack('reassign_incidents', { incidents: ['#4260'], ...change });
			assert.notDeepEqual(changed.assignee_ids, before.assignee_ids);
			assert.deepEqual([after.assignee_ids, after.escalation_policy], [before.assignee_ids, before.escalation_policy]);
		}
		const plan = undoPlan(last());
		assert.ok(plan.possible && plan.warning);
		assert.match(inEnglish(plan.warning), /pages people/);
	});

	it('gives several back, one to a person and one to its escalation policy', async () => {
		await account.call('reassign_incidents', { incidents: ['#4260'], users: ['Priya Raghunathan'] });
		const { id } = await account.sandbox.trigger({ service: 'Payments Gateway' });
		const assigned = async () => [(await incident('#4260')).assignee_ids, (await incident(id)).assignee_ids];
		const before = await assigned();
		await account.call('reassign_incidents', { incidents: ['#4260', id], users: ['Diego Fuentes'] });
		const entry = last();
		await undo(entry, ask);
		assert.deepEqual(await assigned(), before);
		const old = entry.incidents.map(({ before: was, after: is }) => ({
			before: was && { ...was, assigned_via: undefined },
			after: is,
		}));
		await assert.rejects(undo({ ...entry, incidents: old }, ask), /not known how all of the incidents were assigned/);
	});

	it('takes nothing from another policy that has given it to the same person since', async () => {
		await account.call('reassign_incidents', { incidents: ['#4260'], escalation_policy: 'Storefront' });
		const { assignee_ids: users } = await incident();
		await account.call('reassign_incidents', { incidents: ['#4260'], escalation_policy: 'Payments' });
		await account.call('reassign_incidents', { incidents: ['#4260'], users });
		const entry = last();
		await account.call('reassign_incidents', { incidents: ['#4260'], escalation_policy: 'Storefront' });
		assert.deepEqual((await incident()).assignee_ids, users);
		await assert.rejects(undo(entry, ask), /changed escalation policy of #4260/);
	});

	it('leaves an incident with another policy that somebody had given to people', async () => {
		await account.call('reassign_incidents', { incidents: ['#4260'], users: ['Diego Fuentes'] });
		await account.call('reassign_incidents', { incidents: ['#4260'], escalation_policy: 'Storefront' });
		await assert.rejects(undo(last(), ask), /also changed the escalation policy/);
	});

	it('puts the end of an acknowledgement back that a snooze had put off, unless somebody has snoozed it since', async () => {
		for (const service of account.sandbox.store.services.values()) service.acknowledgementTimeout = 1_800_000;
		await account.call('acknowledge_incidents', { incidents: ['#4260'] });
		const { before, changed, after } = await thereAndBack('snooze_incidents', { incidents: ['#4260'], duration: '4h' });
		assert.match(String(before.next_steps), /unacknowledge at/);
		assert.notDeepEqual(changed.next_steps, before.next_steps);
		assert.deepEqual(after.next_steps, before.next_steps);
		await account.call('snooze_incidents', { incidents: ['#4260'], duration: '1h' });
		const entry = last();
		await account.call('snooze_incidents', { incidents: ['#4260'], duration: '2h' });
		await assert.rejects(undo(entry, ask), /somebody has changed end of the acknowledgement/);
		const endless = entry.incidents.map(({ before: was, after: is }) => ({
			before: was && { ...was, triggers_again: undefined },
			after: is,
		}));
		await assert.rejects(undo({ ...entry, incidents: endless }, ask), /no way to end a snooze/);
	});

	it('says what to do where the acknowledgement would be over by now without the snooze', async () => {
		for (const service of account.sandbox.store.services.values()) service.acknowledgementTimeout = 1_800_000;
		await account.call('acknowledge_incidents', { incidents: ['#4260'] });
		await account.call('snooze_incidents', { incidents: ['#4260'], duration: '4h' });
		account.sandbox.clock.advance(3_600_000);
		await assert.rejects(
			undo(last(), ask),
			/^NotUndone: Without the snooze #4260 would have triggered again by now, .* Snooze it for a few minutes instead\. Nothing was done\.$/,
		);
	});

	it('gives back titles as long as PagerDuty allows', async () => {
		const title = 'Checkout is slow '.repeat(60).trim();
		await account.call('update_incidents', { incidents: ['#4260'], title });
		await account.call('update_incidents', { incidents: ['#4260'], title: 'Slow' });
		await undo(last(), ask);
		const [stored] = [...account.sandbox.store.incidents.values()].filter(({ number }) => number === 4260);
		assert.equal(stored?.title, title);
	});

	it('says that raising the urgency again pages people', async () => {
		await account.call('update_incidents', { incidents: ['#4260'], urgency: 'low' });
		const lowered = undoPlan(last());
		assert.ok(lowered.possible && lowered.warning);
		assert.match(inEnglish(lowered.warning), /pages people/);
		await account.call('update_incidents', { incidents: ['#4260'], priority: 'P3' });
		const harmless = undoPlan(last());
		assert.ok(harmless.possible);
		assert.equal(harmless.warning, undefined);
	});

	it('sees a change at the end of a long note, and of when a window begins or why', async () => {
		const end = 'x'.repeat(1000);
		await account.call('add_incident_note', { incident: '#4260', note: `Looking. ${end}` });
		const noting = last();
		const { note } = z.object({ note: z.object({ id: z.string() }) }).parse(noting.result);
		const content = `Looking. ${end.slice(5)} Done`;
		await account.call('update_incident_note', { incident: '#4260', note: note.id, content });
		await assert.rejects(undo(noting, ask), /changed the note since/);
		await account.call('add_incident_note', { incident: '#4260', note: end.repeat(6) });
		await assert.rejects(undo(last(), ask), /too long to tell/);

		for (const change of [{ start: '+2h' }, { description: 'Something else' }]) {
			const window = { services: ['Checkout'], start: '+1h', end: '+4h', description: 'Move' };
			await account.call('set_maintenance_window', window);
			const maintaining = last();
			const made = z.object({ maintenance_window: z.object({ id: z.string() }) }).parse(maintaining.result);
			await account.call('set_maintenance_window', { maintenance_window: made.maintenance_window.id, ...change });
			await assert.rejects(undo(maintaining, ask), /changed the maintenance window since/);
		}
	});

	describe('of several steps', () => {
		/** Overrides of two times, each of which is removed by a step of its own. */
		const overridden = async () => {
			await account.call('create_overrides', {
				schedule: 'Payments Primary',
				user: 'me',
				start: '+24h',
				end: '+26h',
				repeat: 'daily',
				times: 2,
			});
			return last();
		};
		const kept = () => {
			const all: Entry[] = [];
			return {
				all,
				recorder: (undoes: string) => ({ record: (call: RecordedCall) => void all.push(entryOf(call, { undoes })) }),
			};
		};
		const askVia = (recorder: Recorder, stopsAfter = Infinity) => {
			let asked = 0;
			other = recorder;
			return async (tool: string, input: unknown) => {
				if (tool.startsWith('delete_') && asked++ >= stopsAfter) throw new Error('Cancelled');
				return ask(tool, input);
			};
		};

		it('is one change in the record', async () => {
			const entry = await overridden();
			const { all, recorder } = kept();
			await undoAsOne(entry, askVia, recorder(entry.id));
			assert.deepEqual(
				all.map(({ tool, outcome, undoes }) => [tool, outcome, undoes]),
				[['delete_override', 'done', entry.id]],
			);
			assert.equal(z.array(z.string()).parse(all[0]?.arguments['override']).length, 2);
			assert.equal(undoneBy([entry, ...all]).get(entry.id), all[0]?.id);
		});

		it('is not done where only a part was, and says which', async () => {
			const entry = await overridden();
			const { all, recorder } = kept();
			await assert.rejects(
				undoAsOne(entry, (via) => askVia(via, 1), recorder(entry.id)),
				/Only a part was undone: 1 of 2 steps\. It was cancelled\./,
			);
			assert.deepEqual(
				all.map(({ outcome }) => outcome),
				['failed'],
			);
			assert.match(all[0]?.problem ?? '', /1 of 2 steps/);
			assert.equal(undoneBy([entry, ...all]).size, 0);
		});
	});

	it('tells which incidents it has left as they were', async () => {
		await account.call('resolve_incidents', { incidents: ['#4260', '#4256'] });
		const row = { id: 'Q1', number: 4256, title: 'x', status: 'resolved', reason: 'locked' };
		await assert.rejects(
			undo(last(), async (tool, input) => {
				const result = await ask(tool, input);
				if (tool !== 'reopen_incidents' || !result.ok) return result;
				return { ...result, output: { ...result.output, changed: 1, failed: [row] } };
			}),
			/Only a part was undone.*changed 1 of its incidents.*#4256 \(locked\)/,
		);
	});

	it('lifts the mark of what was undone when the undoing is undone', () => {
		const entry = (undoes?: string) =>
			entryOf(
				{
					at: new Date(0),
					tool: 'resolve_incidents',
					outcome: 'done',
					incidents: [],
					requestIds: [],
					account: undefined,
					arguments: {},
				},
				{ undoes },
			);
		const first = entry();
		const second = entry(first.id);
		const third = entry(second.id);
		assert.deepEqual([...undoneBy([first, second])], [[first.id, second.id]]);
		assert.deepEqual([...undoneBy([first, second, third])], [[second.id, third.id]]);
		assert.deepEqual([...undoneBy([third, second, first])], [[second.id, third.id]]);
	});

	it('knows an account in which the change was not made', () => {
		const here = { account: 'https://api.pagerduty.com', subdomain: 'acme' };
		const now = { apiUrl: 'https://api.pagerduty.com', subdomain: 'acme' };
		assert.equal(isElsewhere(here, now), false);
		assert.equal(isElsewhere(here, { ...now, subdomain: 'acme-staging' }), true);
		assert.equal(isElsewhere(here, { ...now, apiUrl: 'https://api.eu.pagerduty.com' }), true);
		assert.equal(isElsewhere(here, undefined), true);
		assert.equal(isElsewhere({}, now), false);
	});

	it('gives back title, urgency and priority, also that there was none', async () => {
		const { before, changed, after } = await thereAndBack('update_incidents', {
			incidents: ['#4260'],
			title: 'Something else',
			urgency: 'low',
			priority: 'P3',
		});
		assert.deepEqual([changed.title, changed.urgency, changed.priority], ['Something else', 'low', 'P3']);
		assert.deepEqual(after.title, before.title);
		assert.deepEqual([after.urgency, after.priority], [before.urgency, before.priority]);
	});

	it('removes a note, an override and a maintenance window that were made', async () => {
		const state = async () => [
			await account.call('list_incident_notes', { incident: '#4260' }),
			(await account.call('get_schedule', { schedule: 'Payments Primary', include: ['overrides'] }))['overrides'],
			await account.call('list_maintenance_windows', {}),
		];
		const before = await state();
		for (const [tool, input] of [
			['add_incident_note', { incident: '#4260', note: `Looking. ${'x'.repeat(1000)}` }],
			['create_overrides', { schedule: 'Payments Primary', user: 'me', start: '+24h', end: '+26h' }],
			['set_maintenance_window', { services: ['Checkout'], start: '+1h', end: '+2h' }],
		] as const) {
			await account.call(tool, input);
			assert.notDeepEqual(await state(), before, tool);
			await undo(last(), ask);
			assert.deepEqual(await state(), before, tool);
		}
	});

	it('refuses where somebody has changed it since, and does nothing then', async () => {
		await account.call('update_incidents', { incidents: ['#4260'], priority: 'P3' });
		const changing = last();
		await account.call('update_incidents', { incidents: ['#4260'], urgency: 'low' });
		await assert.rejects(undo(changing, ask), /somebody has changed urgency of #4260\. Nothing was done\./);
		assert.equal((await incident()).priority, 'P3');

		await account.call('add_incident_note', { incident: '#4256', note: 'Looking.' });
		const noting = last();
		const note = z.object({ note: z.object({ id: z.string() }) }).parse(noting.result).note.id;
		await account.call('update_incident_note', { incident: '#4256', note, content: 'Found.' });
		await assert.rejects(undo(noting, ask), /changed the note since/);
		await account.call('delete_incident_note', { incident: '#4256', note });
		await assert.rejects(undo(noting, ask), /no longer there/);

		await account.call('create_overrides', { schedule: 'Payments Primary', user: 'me', start: '+24h', end: '+26h' });
		const overriding = last();
		await undo(overriding, ask);
		await assert.rejects(undo(overriding, ask), /removed the override since/);

		await account.call('set_maintenance_window', { services: ['Checkout'], end: '+2h' });
		const maintaining = last();
		const window = z.object({ maintenance_window: z.object({ id: z.string() }) }).parse(maintaining.result);
		await account.call('set_maintenance_window', { maintenance_window: window.maintenance_window.id, end: '+3h' });
		await assert.rejects(undo(maintaining, ask), /changed the maintenance window since/);
	});

	it('says why something cannot be taken back', async () => {
		await account.call('acknowledge_incidents', { incidents: ['#4260'] });
		await assert.rejects(undo(last(), ask), /no way to take an acknowledgement back/);
		await account.call('create_incident', { title: 'Test', service: 'Checkout' });
		await assert.rejects(undo(last(), ask), /cannot be undone from here/);
		await account.call('update_incidents', {
			incidents: ['#4260'],
			urgency: 'low',
			conference_url: 'https://meet.example',
		});
		await assert.rejects(undo(last(), ask), /What conference_url was before is not known/);
		for (const outcome of ['failed', 'unclear', 'cancelled'] as const)
			assert.deepEqual(undoPlan({ ...last(), outcome }).possible, false);
		await account.call('resolve_incidents', { incidents: ['#4260'] });
		const unknown = { ...last(), incidents: last().incidents.map(({ after }) => ({ after })) };
		await assert.rejects(undo(unknown, ask), /before is not known/);
	});

	it('takes a member of a team out again, and gives back roles, unless somebody has changed them since', async () => {
		const team = 'Storefront';
		const members = async () => {
			const { teams } = await account.call('list_teams', { query: team, include: ['members'], limit: 100 });
			return JSON.stringify(teams);
		};
		const own = async () => {
			const entry = last();
			await undo(entry, ask);
		};
		await account.call('set_team_member', { team, user: 'Diego Fuentes', role: 'responder' });
		assert.match(await members(), /Diego Fuentes \(responder\)/);
		await own();
		assert.doesNotMatch(await members(), /Diego Fuentes/);
		await account.call('set_team_member', { team, user: 'Diego Fuentes', role: 'responder' });
		await account.call('set_team_member', { team, user: 'Diego Fuentes', role: 'manager' });
		await own();
		assert.match(await members(), /Diego Fuentes \(responder\)/);
		await account.call('set_team_member', { team, user: 'Diego Fuentes', role: 'manager' });
		const entry = last();
		await account.call('set_team_member', { team, user: 'Diego Fuentes', role: 'responder' });
		await assert.rejects(undo(entry, ask), /Somebody has changed the member since/);
	});

	it('gives a rotation its people back, and ends one that was added', async () => {
		const schedule = 'Payments Primary';
		const people = async () => {
			const { rotations } = await account.call('get_schedule', { schedule, include: ['rotations'], limit: 1 });
			return z
				.array(z.object({ users: z.array(z.string()) }))
				.parse(rotations)
				.map(({ users }) => users.join());
		};
		const before = await people();
		await account.call('set_rotation', { schedule, add_users: ['Hannah Weiss'] });
		assert.notDeepEqual(await people(), before);
		const entry = last();
		await undo(entry, ask);
		assert.deepEqual(await people(), before);
		await assert.rejects(undo(entry, ask), /Somebody has changed the rotation since/);
		const extra = { schedule, new_rotation: 'Extra', users: ['Hannah Weiss'], turn: 'weekly' };
		await account.call('set_rotation', extra);
		assert.equal((await people()).length, before.length + 1);
		await undo(last(), ask);
		assert.deepEqual(await people(), before);
		const at = undoPlan({ ...entry, arguments: { ...entry.arguments, start: '+2d' } });
		assert.ok(!at.possible);
	});

	for (const [schedule, rotation] of [
		['Payments Primary', 'Payments Primary'],
		['Incident Command', 'Incident Command'],
	] as const) {
		it(`puts the turns and hours of a rotation of ${schedule} back, unless somebody has changed them since`, async () => {
			const shown = async () =>
				z
					.object({
						rotations: z.array(z.looseObject({ name: z.string() })),
						shifts: z.array(z.object({ user: z.string(), end: z.string() })),
					})
					.parse(
						await account.call('get_schedule', {
							schedule,
							include: ['rotations'],
							since: '+3d',
							until: '+45d',
							limit: 100,
						}),
					);
			const before = await shown();
			const asked = { schedule, turn: '2d', handoff: '08:00', hours: ['08:00-20:00'] };
			const later = () => account.sandbox.clock.advance(600_000);
			await account.call('set_rotation', asked);
			const changed = last();
			assert.notDeepEqual((await shown()).shifts, before.shifts, rotation);
			later();
			await undo(changed, ask);
			assert.deepEqual((await shown()).shifts, before.shifts);
			// And that again.
			const undone = last();
			later();
			await undo(undone, ask);
			assert.notDeepEqual((await shown()).shifts, before.shifts);
			later();
			await undo(last(), ask);
			assert.deepEqual((await shown()).shifts, before.shifts);
			later();
			await assert.rejects(undo(changed, ask), /Somebody has changed the rotation since/);
			await account.call('set_rotation', { ...asked, turn: '3d' });
			const again = last();
			later();
			await account.call('set_rotation', { schedule, hours: ['06:00-18:00'] });
			await assert.rejects(undo(again, ask), /Somebody has changed the rotation since/);
		});
	}

	it('leaves another rotation of the same name alone', async () => {
		const schedule = 'Payments Primary';
		const people = async () => {
			const { rotations } = await account.call('get_schedule', { schedule, include: ['rotations'], limit: 1 });
			return z.array(z.object({ id: z.string(), name: z.string(), users: z.array(z.string()) })).parse(rotations);
		};
		const [only] = await people();
		assert.ok(only);
		await account.call('set_rotation', { schedule, new_rotation: only.name, users: ['me'], turn: 'weekly' });
		const adding = last();
		const before = await people();
		for (const { id } of before) {
			account.sandbox.clock.advance(600_000);
			await account.call('set_rotation', { schedule, rotation: id, turn: '3d' });
			account.sandbox.clock.advance(600_000);
			await undo(last(), ask);
			assert.deepEqual(
				(await people()).map(({ users }) => users.join()),
				before.map(({ users }) => users.join()),
			);
		}
		await assert.rejects(undo(adding, ask), /Somebody has changed the rotation since/);
		await account.call('set_rotation', { schedule, new_rotation: only.name, users: ['me'], turn: 'weekly' });
		await undo(last(), ask);
		assert.equal((await people()).length, before.length);
	});
});
