import assert from 'node:assert/strict';
import { scriptedModel, type Manner } from '../../../evals/models/scripted.ts';
import { questions } from '../../../evals/questions/catalogue.ts';
import { areas, type Question } from '../../../evals/questions/question.ts';
import { ask, unjudged, type Result } from '../../../evals/runner/ask.ts';
import { Session } from '../../../evals/runner/session.ts';

const { signal } = new AbortController();

/** What is only read needs no account of its own. */
function mayShare({ changes, access, prepare, meanwhile, now }: Question): boolean {
	return [changes, access, prepare, meanwhile, now].every((own) => own === undefined);
}

describe('the questions of the evals', () => {
	const shared = new Map<string, Promise<Session>>();
	after(async () => {
		for (const session of shared.values()) await (await session).close();
	});

	async function open(question: Question): Promise<Session> {
		const session = await Session.open(question);
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
});
