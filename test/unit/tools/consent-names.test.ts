import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { consentKinds } from '../../../src/tools/core/consent.ts';
import { Asked } from '../../support/needs-consent.ts';
import { samplesAlone, type Input } from '../../support/sample-calls.ts';
import { SignedIn } from '../../support/signed-in.ts';

describe('a question whether the person agrees', () => {
	let account: SignedIn;
	let client: Asked;
	beforeEach(async () => {
		client = new Asked();
		account = await SignedIn.open({ consent: {} });
	});
	afterEach(() => account.close());

	const call = (name: string, input: Input) => {
		account.toolbox.forget();
		account.pause();
		const signal = new AbortController().signal;
		return account.toolbox.call(name, input, { signal, priority: 'person', client: 'Test', person: client });
	};

	/** Ids of what has a name, by that name, and the other way round. */
	const named = () => {
		const { store } = account.sandbox;
		const all = [
			...store.users.values(),
			...store.teams.values(),
			...store.services.values(),
			...store.schedules.values(),
			...store.policies.values(),
			...store.priorities.values(),
			...store.shiftSchedules.values(),
		];
		return {
			// A name that several have stands for none of them.
			ids: new Map(
				all.flatMap(({ id, name }) =>
					all.filter((one) => one.name === name).length === 1 ? [[name, id] as const] : [],
				),
			),
			names: new Map(all.map(({ id, name }) => [id, name])),
		};
	};

	for (const { name, consent = [] } of catalogue.filter(({ consent }) => consent !== undefined)) {
		it(`${name}: names what the agent has given by id`, async () => {
			const samples = await samplesAlone(
				{
					sandbox: account.sandbox,
					call: async (...made) => {
						const result = await call(...made);
						assert.ok(result.ok, JSON.stringify(result));
						return result.output;
					},
				},
				name,
			);
			const opaque: string[] = [];
			let asked = 0;
			for (const input of samples) {
				const { ids } = named();
				const byId = (value: unknown): unknown => {
					if (Array.isArray(value)) return value.map(byId);
					if (typeof value !== 'string') return value;
					return ids.get(value) ?? value.replace(/(?<=^|[,;] |:)[^,;:]+/g, (part) => ids.get(part) ?? part);
				};
				client.questions.length = 0;
				client.answer = 'no';
				await call(
					name,
					Object.fromEntries(
						Object.entries(input).map(([key, value]) => [
							key,
							['confirm', 'description', 'label', 'name', 'new_rotation', 'title'].includes(key) ? value : byId(value),
						]),
					),
				);
				asked += client.questions.length;
				const known = [...named().names.keys()];
				for (const question of client.questions)
					if (known.some((id) => question.includes(id)) || /"[A-Z0-9]{7,30}"|(?<!["#\w])P[A-Z0-9]{6,}\b/.test(question))
						opaque.push(question);
				client.answer = 'yes';
				await call(name, input);
			}
			assert.deepEqual(opaque, []);
			// A sample changes too few at once to be asked about.
			if (consent.join() !== 'many') assert.ok(asked > 0, 'nothing was asked');
		});
	}

	it('names whom the levels of an escalation policy are to page', async () => {
		const { ids } = named();
		const [person, schedule] = [ids.get('Ben Ostrowski') ?? '', ids.get('Payments Primary') ?? ''];
		const levels = [`${schedule}; user:${person}`, `schedule:${schedule}`, person];
		await call('update_escalation_policy', { escalation_policy: 'Payments', levels });
		assert.match(
			client.questions[0] ?? '',
			/levels "Payments Primary; user:Ben Ostrowski", "schedule:Payments Primary", "Ben Ostrowski"\?/,
		);
	});

	it('names an id also where spaces or quotation marks are around it', async () => {
		const { ids } = named();
		const [person, schedule] = [ids.get('Ben Ostrowski') ?? '', ids.get('Payments Primary') ?? ''];
		const levels = [`${schedule} ; user: ${person} `, 'Ben Ostrowski'];
		const changed = await call('update_escalation_policy', { escalation_policy: 'Payments', levels, delays: [30] });
		assert.ok(changed.ok, JSON.stringify(changed));
		assert.match(client.questions[0] ?? '', /levels "Payments Primary; user: Ben Ostrowski", /);
		const input = { incidents: ['#4260'], urgency: 'high', priority: ` "${ids.get('P3') ?? ''}" ` };
		await call('update_incidents', { ...input, urgency: 'low', priority: 'P1' });
		client.questions.length = 0;
		await call('update_incidents', input);
		assert.match(client.questions[0] ?? '', /priority "P3"/);
	});

	it('looks up no name where nobody is asked', async () => {
		const agreed = await SignedIn.open({ consent: { given: consentKinds } });
		try {
			const schedule = named().ids.get('Payments Primary') ?? '';
			await agreed.call('update_escalation_policy', {
				escalation_policy: 'Storefront',
				levels: [schedule],
				confirm: 'Oliver Bramwell',
			});
			const paths = agreed.sandbox.requests.map(({ path }) => path);
			// Once to learn whether it is a person.
			assert.deepEqual(
				paths.filter((path) => path === `/users/${schedule}`),
				[`/users/${schedule}`],
			);
		} finally {
			await agreed.close();
		}
	});

	it('says when a change of a rotation really begins, not a time that has passed', async () => {
		for (const [schedule, gone] of [
			['Payments Primary', 'Ethan Caldwell'],
			['Incident Command', 'Grace Kimathi'],
		] as const) {
			client.questions.length = 0;
			const answer = await call('set_rotation', { schedule, remove_users: [gone], start: '2026-01-01' });
			assert.match(client.questions[0] ?? '', /start Tue, Mar 10, 2026/, JSON.stringify(answer));
		}
	});

	it('names the rotation that is put back, and who takes turns then', async () => {
		const shown = await call('get_schedule', { schedule: 'Payments Primary', include: ['rotations'] });
		assert.ok(shown.ok);
		const [before] = z.array(z.looseObject({ id: z.string(), name: z.string() })).parse(shown.output['rotations']);
		await call('set_rotation', { schedule: 'Payments Primary', turn: '2d' });
		client.questions.length = 0;
		await call('set_rotation', { schedule: 'Payments Primary', restore: before?.id });
		assert.match(
			client.questions[0] ?? '',
			/^Put the rotation "Weekly rotation" of the schedule "Payments Primary" back as it was, with "Ben Ostrowski", .* taking turns\?/,
		);
	});
});
