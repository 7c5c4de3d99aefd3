import assert from 'node:assert/strict';
import * as z from 'zod';
import { incidentsOf } from '../../support/incidents.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Entry = z.looseObject({ event: z.string(), summary: z.string(), note: z.string().optional() });
const Timeline = z.object({ log_entries: z.array(Entry) });
const Shown = z.looseObject({ incident: z.looseObject({ id: z.string() }), body: z.string().optional() });

describe('what PagerDuty really sends', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const { change } = incidentsOf(() => account);
	const note = (id: string, text: string) => account.call('add_incident_note', { incident: id, note: text });
	const fieldNamed = (name: string) =>
		[...account.sandbox.store.customFields.values()].find((field) => field.name === name) ?? assert.fail(name);

	describe('a note in the timeline', () => {
		it('is read with its text, wherever the timeline is', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			await note(id, 'Rolled back to 4.2');
			for (const input of [{ incident: id }, { incident: id, overview: false }]) {
				const { log_entries: rows } = Timeline.parse(await account.call('get_incident_timeline', input));
				assert.equal(rows.find(({ event }) => event === 'annotate')?.note, 'Rolled back to 4.2');
			}
			const all = Timeline.parse(await account.call('list_log_entries', { since: '-1h' }));
			assert.equal(all.log_entries.find(({ event }) => event === 'annotate')?.note, 'Rolled back to 4.2');
			const shown = Timeline.parse(await account.call('get_incident', { incident: id, include: 'timeline' }));
			assert.equal(shown.log_entries.find(({ event }) => event === 'annotate')?.note, 'Rolled back to 4.2');
		});

		it('is not left out of an overview, nor are assignments; notifications are', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			await note(id, 'Looking');
			const events = async (input: object) =>
				Timeline.parse(await account.call('get_incident_timeline', { incident: id, ...input })).log_entries.map(
					({ event }) => event,
				);
			const overview = await events({});
			assert.ok(['annotate', 'assign', 'trigger'].every((event) => overview.includes(event)));
			assert.ok(!overview.includes('notify'));
			assert.ok((await events({ overview: false })).includes('notify'));
			const asked = account.sandbox.requests.filter(({ path }) => path.endsWith('/log_entries'));
			assert.ok(asked.every(({ query }) => !query.includes('is_overview')));
		});
	});

	it('an incident whose alerts took its key over is named all the same', async () => {
		await open();
		const { id, number } = await account.sandbox.trigger({ service: 'Checkout' });
		const [alert] = account.sandbox.store.alerts.of(id);
		const wanted = { title: 'Again', service: 'Checkout', incident_key: alert?.key };
		const failure = await account.fail('create_incident', wanted);
		assert.match(failure.message, new RegExp(`Nothing was created: "#${number} `));
		assert.equal(failure.candidates?.[0]?.id, id);
		const shown = Shown.parse(await account.call('get_incident', { incident: id, fields: ['all'] }));
		assert.equal(shown.incident['incident_key'], undefined);
	});

	it('the body that an incident was opened with can be read', async () => {
		await open();
		const body = 'Cards from Germany are declined.\nSupport has 12 tickets.';
		const made = await account.call('create_incident', { title: 'Declined', service: 'Checkout', body });
		const { id } = Shown.parse(made).incident;
		assert.equal(Shown.parse(await account.call('get_incident', { incident: id })).body, body);
		const more = await account.call('get_incident', { incident: id, include: ['custom_fields', 'notes'] });
		assert.equal(Shown.parse(more).body, body);
	});

	it('notes are in the order of time, whatever their offsets', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		const { store, clock } = account.sandbox;
		const zones = ['Asia/Tokyo', 'America/New_York', 'Europe/Berlin', 'Etc/UTC', 'Asia/Kolkata', 'America/New_York'];
		const author = store.users.get([...store.users.values()].find(({ name }) => name === 'Maya Okafor')?.id ?? '');
		const others = [...store.users.values()].filter((user) => user !== author);
		for (const [index, timeZone] of zones.entries()) {
			await note(id, `note ${index}`);
			const written = store.notes.of(id).at(-1);
			const by = others[index];
			if (written && by) Object.assign(written, { userId: Object.assign(by, { timeZone }).id });
			clock.advance(60_000);
		}
		const Notes = z.object({ notes: z.array(z.looseObject({ content: z.string(), created_at: z.string() })) });
		const { notes } = Notes.parse(await account.call('list_incident_notes', { incident: id }));
		assert.ok(new Set(notes.map(({ created_at: at }) => at.slice(19))).size > 2);
		const order = zones.map((_, index) => `note ${zones.length - 1 - index}`);
		assert.deepEqual(
			notes.map(({ content }) => content),
			order,
		);
		const shown = Notes.parse(await account.call('get_incident', { incident: id, include: 'notes' }));
		assert.deepEqual(
			shown.notes.map(({ content }) => content),
			order.slice(0, 5),
		);
	});

	describe('a 404 for how unusual an incident is', () => {
		const Found = z.object({ outlier: z.string().optional(), incomplete: z.array(z.string()).optional() });

		it('says nothing about it', async () => {
			await open();
			const { id } = await account.sandbox.trigger({ title: 'Something is wrong', service: 'Checkout' });
			for (let count = 0; count < 30; count++) await account.sandbox.trigger({ service: 'Checkout' });
			const again = await account.sandbox.trigger({ title: 'Something is wrong', service: 'Checkout' });
			for (const input of [{ incident: again.id }, { incident: again.id, relations: 'outlier' }]) {
				const found = Found.parse(await account.call('find_related_incidents', input));
				assert.equal(found.outlier, undefined);
				assert.match(found.incomplete?.join() ?? '', /outlier: .*404/);
			}
			assert.ok(Found.parse(await account.call('find_related_incidents', { incident: id })));
		});
	});

	describe('an option of a custom field', () => {
		const set = (id: string, ...fields: string[]) =>
			change('update_incidents', { incidents: id, custom_fields: fields });
		const valueOf = (id: string, name: string) =>
			account.sandbox.store.incident(id)?.customFields.get(fieldNamed(name).id);

		it('is taken as it is written, comma and all, before its parts are', async () => {
			await open();
			fieldNamed('affected_regions').options = ['eu', 'Berlin', 'Berlin, Germany', 'Lyon, France', 'us'];
			const { id } = await account.sandbox.trigger();
			await set(id, 'affected_regions=Berlin, Germany');
			assert.deepEqual(valueOf(id, 'affected_regions'), ['Berlin, Germany']);
			await set(id, 'affected_regions=EU, Berlin, Germany, Berlin, lyon, france, us');
			assert.deepEqual(valueOf(id, 'affected_regions'), ['eu', 'Berlin, Germany', 'Berlin', 'Lyon, France', 'us']);
			fieldNamed('environment').options = ['production', 'staging, shared'];
			await set(id, 'environment=Staging, shared');
			assert.equal(valueOf(id, 'environment'), 'staging, shared');
		});

		it('that does not exist is named whole, with the nearest one', async () => {
			await open();
			fieldNamed('affected_regions').options = ['eu', 'Berlin, Germany', 'us'];
			const { id } = await account.sandbox.trigger();
			const wrong = (text: string) => account.fail('update_incidents', { incidents: id, custom_fields: [text] });
			const failure = await wrong('affected_regions=eu, Berlin, Germny, us');
			assert.match(failure.message, /affected_regions"? has no option "Berlin, Germny"/);
			assert.match(failure.next ?? '', /"Berlin, Germany"/);
			assert.match((await wrong('environment=prodction')).next ?? '', /"production"/);
			assert.equal(valueOf(id, 'affected_regions'), undefined);
		});

		it('is judged by PagerDuty where the token may not read the options', async () => {
			await open();
			account.sandbox.faults.scopeMissing = { match: /custom_fields\?/ };
			const { id } = await account.sandbox.trigger();
			await set(id, 'affected_regions=eu, us');
			assert.deepEqual(valueOf(id, 'affected_regions'), ['eu', 'us']);
		});
	});

	it('a moment in a custom field is the same however PagerDuty writes it', async () => {
		await open({
			replies: (content, { path }): unknown =>
				path.endsWith('/custom_fields/values')
					? JSON.parse(JSON.stringify(content).replaceAll('2026-03-10T09:00:00Z', '2026-03-10T10:00:00.000+01:00'))
					: content,
		});
		const field = fieldNamed('war_room');
		account.sandbox.store.customFields.set(field.id, { ...field, dataType: 'datetime' });
		const { id } = await account.sandbox.trigger();
		const set = () =>
			account.call('update_incidents', { incidents: id, custom_fields: 'war_room=2026-03-10T09:00:00Z' });
		assert.equal((await set())['changed'], 1);
		assert.deepEqual(await set().then(({ changed, note: told }) => [changed, told]), [0, 'Nothing changed.']);
		const later = { incidents: id, custom_fields: 'war_room=2026-03-10T09:00:01Z' };
		assert.equal((await account.call('update_incidents', later))['changed'], 1);
	});

	it('a name with a semicolon is one target of a level, and those beside it are others', async () => {
		await open();
		const named = [...account.sandbox.store.users.values()].find(({ name }) => name === 'Ben Ostrowski');
		if (named) named.name = 'Ostrowski; Ben';
		const Reply = z.object({ escalation_policy: z.looseObject({ levels: z.array(z.string()) }) });
		const levels = ['Ostrowski; Ben', 'Payments Primary; Ostrowski; Ben', 'Ostrowski; Ben; Payments Primary'];
		const made = await account.call('create_escalation_policy', { name: 'Odd', levels, delays: [5] });
		assert.deepEqual(
			Reply.parse(made).escalation_policy.levels.map((level) => level.replace(/, then.*/, '')),
			['1: Ostrowski; Ben', '2: Payments Primary, Ostrowski; Ben', '3: Ostrowski; Ben, Payments Primary'],
		);
		const failure = await account.fail('create_escalation_policy', {
			name: 'Odder',
			levels: ['Payments Primary; Nobody Known'],
		});
		assert.match(failure.message, /no schedule and no user "Nobody Known"/);
	});

	it('an incident without alerts that nobody opened by hand is not merged, and nothing is tried', async () => {
		await open();
		const service = [...account.sandbox.store.services.values()].find(({ name }) => name === 'Mobile API');
		if (service) service.alertCreation = 'create_incidents';
		const bare = await account.sandbox.trigger({ service: 'Mobile API' });
		const target = await account.sandbox.trigger({ service: 'Checkout' });
		const failure = await account.fail('merge_incidents', { target: target.id, sources: [bare.id] });
		assert.match(failure.message, new RegExp(`^#${bare.number} cannot be merged`));
		assert.deepEqual(failure.said?.values, [`#${bare.number}`]);
		const turned = await account.fail('merge_incidents', { target: bare.id, sources: [target.id] });
		assert.match(turned.message, new RegExp(`^#${bare.number} cannot be merged`));
		const byHand = await account.call('create_incident', { title: 'By hand', service: 'Checkout' });
		const sources = [Shown.parse(byHand).incident.id];
		assert.equal((await change('merge_incidents', { target: target.id, sources })).changed, 2);
		assert.ok(account.requests().every((request) => !request.includes(`${bare.id}/merge`)));
	});

	describe('a 404 for a shift-based schedule among the layered ones', () => {
		const notFound = () => Response.json({ error: { message: 'Not Found', code: 2100 } }, { status: 404 });
		/** By its id alone: nobody has listed it. */
		const shiftBased = async (more: RegExp = /^$/) => {
			await open({
				wire: ({ path }, send) => {
					const [, id = ''] = /^\/schedules\/(\w+)/.exec(path) ?? [];
					const missing = account.sandbox.store.shiftSchedules.has(id) || more.test(path);
					return missing ? Promise.resolve(notFound()) : send();
				},
			});
			const all = [...account.sandbox.store.shiftSchedules.values()];
			return all.find(({ name }) => name === 'Incident Command')?.id ?? assert.fail('no such schedule');
		};

		for (const [tool, argument] of [
			['get_schedule', 'schedule'],
			['list_shifts', 'schedules'],
			['find_coverage_gaps', 'schedules'],
			['get_oncall_hours', 'schedules'],
			['list_users', 'schedule'],
		] as const) {
			it(`does not make ${tool} say that it does not exist`, async () => {
				const id = await shiftBased();
				const range =
					tool === 'get_schedule' || tool === 'list_users' ? {} : { since: '2026-03-09', until: '2026-03-16' };
				const text = JSON.stringify(
					await account.call(tool, { [argument]: argument === 'schedule' ? id : [id], ...range }),
				);
				if (tool !== 'find_coverage_gaps') assert.match(text, /Oliver|Grace/);
			});
		}

		it('lets it be changed', async () => {
			const id = await shiftBased();
			await account.call('update_schedule', { schedule: id, description: 'Two at a time' });
			assert.equal(account.sandbox.store.shiftSchedules.get(id)?.description, 'Two at a time');
		});

		it('still means that there is none where the other kind knows none either', async () => {
			for (const more of [/^$/, /^\/v3\//]) {
				await shiftBased(more);
				const { message } = await account.fail('get_schedule', { schedule: 'PXXXXXX' });
				assert.match(message, /There is no schedule "?PXXXXXX/);
				await account.close();
			}
		});
	});

	it('acknowledging may hand the incident over, and the answer says who has it', async () => {
		await open({ faults: { reassignOnAcknowledge: {} } });
		const { id } = await account.sandbox.trigger({ service: 'Mobile API' });
		const result = await change('acknowledge_incidents', { incidents: id });
		assert.deepEqual([result.changed, result.incidents[0]?.assignees], [1, ['Maya Okafor']]);
	});
});
