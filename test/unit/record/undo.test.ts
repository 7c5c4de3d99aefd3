import assert from 'node:assert/strict';
import * as z from 'zod';
import { entryOf, type Entry } from '../../../src/record/entry.ts';
import { undo, undoPlan } from '../../../src/record/undo.ts';
import type { RecordedCall } from '../../../src/tools/core/recorder.ts';
import { SignedIn } from '../../support/signed-in.ts';

const Shown = z.object({
	incident: z.looseObject({
		status: z.string(),
		urgency: z.string(),
		priority: z.string().optional(),
		title: z.string(),
		assignee_ids: z.array(z.string()).default([]),
	}),
});

describe('undo', () => {
	let account: SignedIn;
	let entries: Entry[];

	const ask = (tool: string, input: unknown) =>
		account.toolbox.call(tool, input, { signal: new AbortController().signal, priority: 'person' });
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
		const recorder = { record: (call: RecordedCall) => void entries.push(entryOf(call)) };
		// Whoever takes something back does so themselves.
		account = await SignedIn.open({ recorder, consent: { own: true } });
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

	it('gives an incident back to whom it belonged', async () => {
		const { before, changed, after } = await thereAndBack('reassign_incidents', {
			incidents: ['#4260'],
			users: ['Diego Fuentes'],
		});
		assert.notDeepEqual(changed.assignee_ids, before.assignee_ids);
		assert.deepEqual(after.assignee_ids, before.assignee_ids);
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
		await account.call('snooze_incidents', { incidents: ['#4260'], duration: '1h' });
		await assert.rejects(undo(last(), ask), /nothing in PagerDuty that takes this back/);
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
});
