import assert from 'node:assert/strict';
import { scriptedModel, type Manner } from '../../../evals/models/scripted.ts';
import { questions } from '../../../evals/questions/catalogue.ts';
import { areas, call, type Path, type Question } from '../../../evals/questions/question.ts';
import { ask, unjudged, type Result } from '../../../evals/runner/ask.ts';
import { KeptValidators } from '../../../evals/runner/kept-validators.ts';
import { Session } from '../../../evals/runner/session.ts';

const { signal } = new AbortController();

/** What is only read needs no account of its own. */
function mayShare({ changes, access, prepare, meanwhile, now }: Question): boolean {
	return [changes, access, prepare, meanwhile, now].every((own) => own === undefined);
}

describe('the questions of the evals', () => {
	const validators = new KeptValidators();
	const shared = new Map<string, Promise<Session>>();
	after(async () => {
		for (const session of shared.values()) await (await session).close();
	});

	async function open(question: Question): Promise<Session> {
		const session = await Session.open(question, validators);
		await question.prepare?.(session.account);
		return session;
	}

	async function on<Value>(question: Question, work: (session: Session) => Promise<Value>): Promise<Value> {
		if (mayShare(question)) {
			const key = JSON.stringify(question.toolsets ?? []);
			const session = shared.get(key) ?? open(question);
			shared.set(key, session);
			return work(await session);
		}
		const session = await open(question);
		try {
			return await work(session);
		} finally {
			await session.close();
		}
	}

	const play = (question: Question, manner: Manner, session: Session): Promise<Result> =>
		ask(question, session, scriptedModel([question], manner), signal);

	it('are 120, over all areas, each of its own', () => {
		assert.equal(questions.length, 120);
		assert.equal(new Set(questions.map(({ id }) => id)).size, 120);
		assert.equal(new Set(questions.map(({ ask: asked }) => asked)).size, 120);
		for (const area of areas) assert.ok(questions.filter((one) => one.area === area).length >= 9, area);
		assert.ok(questions.filter(({ hard }) => hard !== undefined).length >= 20);
	});

	for (const question of questions) {
		it(`${question.area}: ${question.id} can be answered, and not by doing nothing`, async () => {
			await on(question, async (session) => {
				const nothing = await play(question, 'wrong', session);
				assert.equal(nothing.right, false, 'a wrong answer counts as right');
				assert.ok(!nothing.why.join().includes(unjudged), nothing.why.join());
				const right = await play(question, 'right', session);
				assert.deepEqual(right.why, []);
			});
		});
	}

	for (const question of questions.filter(({ trap }) => trap !== undefined)) {
		it(`${question.area}: ${question.id} is wrong for whoever is careless`, async () => {
			const { right, why } = await on({ ...question, changes: true }, (session) => play(question, 'trap', session));
			assert.equal(right, false);
			// It ends wrong by what it did, not because it never came to an end.
			assert.doesNotMatch(why.join(), new RegExp(`${unjudged}|No answer after`));
		});
	}

	const extras = [
		call('update_service', { service: 'Checkout', description: 'Mine now' }),
		call('set_team', { team: 'Storefront', description: 'Mine now' }),
		call('create_overrides', { schedule: 'Fulfilment Daily', user: 'Naomi Sato', start: '+1d', end: '+2d' }),
		call('set_maintenance_window', { services: ['Checkout'], end: '+1h', description: 'Mine now' }),
		call('add_incident_note', { incident: '#4258', note: 'Mine now' }),
		call('change_tags', { user: 'Naomi Sato', add: ['mine-now'] }),
	];

	for (const id of ['priority', 'override', 'rename', 'maintenance'])
		for (const extra of extras)
			it(`${id} is wrong for whoever also calls ${extra.name}`, async () => {
				const question = questions.find((one) => one.id === id);
				assert.ok(question);
				const besides = {
					...question,
					*path(): Path {
						const told = yield extra;
						// It must have been done to be seen.
						assert.doesNotMatch(told.text, /^(?:Error|Nothing)/);
						return yield* question.path();
					},
				};
				const { why, failed } = await on(question, (session) => play(besides, 'right', session));
				assert.equal(failed, 0, why.join());
				assert.match(why.join(), /was not asked for|should not have changed/);
			});
});
