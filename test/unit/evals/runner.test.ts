import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '../../../evals/models/model.ts';
import { startScriptedServer, type ScriptedServer } from '../../../evals/models/scripted-server.ts';
import { questions } from '../../../evals/questions/catalogue.ts';
import { ask, mostReplies } from '../../../evals/runner/ask.ts';
import { summary } from '../../../evals/runner/report.ts';
import { run } from '../../../evals/runner/run.ts';
import { KeptValidators } from '../../../evals/runner/kept-validators.ts';
import { Session } from '../../../evals/runner/session.ts';

const key = 'evals-test-key-0000';
const few = 'open-high,newest-note,note';

describe('the runner of the evals', () => {
	let server: ScriptedServer;
	let folder: string;
	let printed: string[] = [];
	let waited: number[] = [];
	beforeEach(async () => {
		server = await startScriptedServer(questions, key);
		folder = await mkdtemp(join(tmpdir(), 'evals-'));
		[printed, waited] = [[], []];
	});
	afterEach(async () => {
		await server.close();
		const kept = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
		assert.ok(![...kept, ...printed].some((text) => text.includes(key)), 'the key was told');
		await rm(folder, { recursive: true });
	});

	const start = (args: readonly string[], environment: Record<string, string | undefined> = {}) =>
		run([...args, '--results', folder], questions, {
			environment: {
				EVALS_PROVIDER: 'openai',
				EVALS_BASE_URL: server.url,
				EVALS_MODEL: 'scripted-right',
				EVALS_API_KEY: key,
				...environment,
			},
			print: (line) => printed.push(line),
			wait: (ms) => {
				waited.push(ms);
				return Promise.resolve();
			},
			now: () => new Date('2026-03-10T10:00:00Z'),
			signal: new AbortController().signal,
		});
	const said = () => printed.join('\n');

	for (const provider of ['openai', 'anthropic']) {
		it(`asks over the protocol of ${provider}, and counts calls, tokens and requests`, async () => {
			assert.equal(await start(['--only', few], { EVALS_PROVIDER: provider }), 0);
			assert.match(said(), /right {2}incidents: newest-note +1 calls, \d requests, 240 \+ 20 tokens/);
			assert.match(said(), /^all +3\/3 +– +3 /m);
			assert.equal(server.received.length, 6);
		});

		it(`says what is wrong over the protocol of ${provider}`, async () => {
			assert.equal(await start(['--only', few], { EVALS_PROVIDER: provider, EVALS_MODEL: 'scripted-wrong' }), 1);
			assert.match(said(), /WRONG {2}incidents: open-high .*incidents is -1, not \d/);
			assert.match(said(), /WRONG {2}incidents: note .*the note is not there once/);
		});
	}

	it('ends plainly when the endpoint refuses the key, and goes on later', async () => {
		assert.equal(await start(['--only', 'open-high']), 0);
		assert.equal(await start(['--only', few], { EVALS_API_KEY: 'another' }), 2);
		assert.match(said(), /refused the key \(HTTP 401\): look at EVALS_API_KEY/);
		assert.deepEqual(waited, []);
		const before = server.received.length;
		assert.equal(await start(['--only', few]), 0);
		assert.match(said(), /2 questions, 1 are answered/);
		assert.equal(server.received.length, before + 4);
	});

	it('waits as long as the endpoint wishes when it is limited', async () => {
		server.faults.push({ status: 429, headers: { 'retry-after': '7' } }, { status: 429 });
		assert.equal(await start(['--only', 'open-high']), 0);
		assert.deepEqual(waited, [7000, 4000]);
		server.faults.push({ status: 429, headers: { 'retry-after': '600' } });
		assert.equal(await start(['--only', 'newest-note']), 0);
		assert.deepEqual(waited.slice(2), [120_000]);
	});

	for (const provider of ['openai', 'anthropic']) {
		it(`sends the key to no other address, even if the endpoint of ${provider} redirects there`, async () => {
			const other = await startScriptedServer(questions, key);
			try {
				const path = provider === 'openai' ? '/chat/completions' : '/messages';
				server.faults.push({ status: 307, headers: { location: `${other.url}${path}` } });
				assert.equal(await start(['--only', few], { EVALS_PROVIDER: provider }), 2);
				assert.match(said(), /redirects to another address \(HTTP 307\).*look at EVALS_BASE_URL/);
				assert.deepEqual(other.received, []);
				assert.deepEqual(waited, []);
			} finally {
				await other.close();
			}
		});
	}

	it('tells no part of the key where words of the endpoint are cut', async () => {
		server.faults.push(...Array.from({ length: 4 }, () => ({ status: 500, body: 'x'.repeat(290) + key })));
		assert.equal(await start(['--only', few]), 2);
		assert.match(said(), /x{290}…/);
		assert.ok(!said().includes(key.slice(0, 5)), 'a part of the key was told');
	});

	it('tries failures again, and asks the question later if they go on', async () => {
		server.faults.push(...Array.from({ length: 4 }, () => ({ status: 500, body: `overloaded, ${key}` })));
		assert.equal(await start(['--only', few]), 2);
		assert.deepEqual(waited, [2000, 4000, 8000]);
		assert.match(said(), /not asked {2}incidents: open-high .*failed \(HTTP 500\) 4 times: overloaded, …/);
		assert.match(said(), /1 questions were not answered by the endpoint/);
		assert.equal(await start(['--only', few]), 0);
	});

	it('gives up when the endpoint answers nothing any more', async () => {
		server.faults.push(...Array.from({ length: 12 }, () => ({ status: 503 })));
		assert.equal(await start(['--only', few]), 2);
		assert.match(said(), /failed \(HTTP 503\) 4 times.*\n.*goes on from here/);
		await server.close();
		assert.equal(await start(['--only', few]), 2);
		assert.match(said(), /The endpoint cannot be reached: http:\/\/127\.0\.0\.1:\d+/);
	});

	it('tells a reply that is no completion, and a model that is not there', async () => {
		server.faults.push({ status: 200, body: '{"choices":[]}' }, { status: 200, body: '<html>' });
		assert.equal(await start(['--only', 'open-high,newest-note']), 2);
		assert.match(said(), /no chat completion/);
		assert.match(said(), /no JSON/);
		assert.equal(await start(['--only', 'note'], { EVALS_MODEL: 'unknown' }), 2);
		assert.match(said(), /HTTP 404\): look at EVALS_BASE_URL and EVALS_MODEL/);
	});

	it('tells the model of arguments that it garbled', async () => {
		server.malformed = (reply) => (reply === 0 ? '{"urgencies": [' : undefined);
		assert.equal(await start(['--only', 'open-high']), 0);
		assert.match(said(), /2 calls \(1 failed\)/);
	});

	it('bounds endless loops, and reminds who only talks', async () => {
		const [question] = questions;
		assert.ok(question);
		const session = await Session.open(question, new KeptValidators());
		const { signal } = new AbortController();
		const model = (name: string, calls: Awaited<ReturnType<Model['reply']>>['calls']): Model & { turns: number } => ({
			name,
			turns: 0,
			reply() {
				this.turns++;
				return Promise.resolve({ text: 'Hm.', calls, tokens: undefined });
			},
		});
		const looping = model('loop', [{ id: '1', name: 'get_current_user', input: {}, written: '{}' }]);
		const looped = await ask(question, session, looping, signal);
		assert.deepEqual([looped.right, looped.calls, looping.turns], [false, mostReplies, mostReplies]);
		assert.match(looped.why.join(), /No answer after 30 replies/);
		const talking = model('talk', []);
		const talked = await ask(question, session, talking, signal);
		assert.deepEqual([talked.why, talking.turns], [['It talked, but handed in no answer'], 3]);
		await session.close();
	});

	it('lists questions, chooses them by area and name, and refuses what it does not know', async () => {
		assert.equal(await start(['--list', '--area', 'oncall,people']), 0);
		assert.ok(printed.length > 20 && printed.every((line) => /^(oncall|people): /.test(line)));
		assert.equal(await start(['--only', 'no-such']), 2);
		assert.equal(await start(['--area', 'nowhere']), 2);
		assert.equal(await start(['--fast']), 2);
		assert.equal(await start(['--only', few], { EVALS_MODEL: undefined }), 2);
		assert.match(said(), /There is no question no-such.*\n[^]*nowhere is none of[^]*'--fast'[^]*Set EVALS_PROVIDER/);
		assert.equal(await start(['--help']), 0);
		assert.match(said(), /EVALS_API_KEY {5}the key; never printed nor kept/);
	});

	it('puts a run beside the one before', async () => {
		const result = (id: string, right: boolean) => {
			const why = right ? [] : ['no'];
			return { id, right, why, calls: 2, failed: 0, tokensIn: 100, tokensOut: 10, requests: 3 };
		};
		const some = questions.filter(({ id }) => few.split(',').includes(id));
		const [one = '', two = '', three = ''] = some.map(({ id }) => id);
		const text = summary(
			some,
			[result(one, true), result(two, false), result(three, true)],
			[result(one, false), result(two, true)],
		);
		assert.match(text, /^all +2\/3 +1\/2 +6 +4 +9 +6 +330 +220$/m);
		assert.match(text, new RegExp(`Right now, wrong before: ${one}\nWrong now, right before: ${two}$`));
		assert.equal(await start(['--only', few]), 0);
		assert.equal(await start(['--only', few, '--fresh']), 0);
		assert.match(said(), /^all +3\/3 +3\/3 /m);
	});
});
