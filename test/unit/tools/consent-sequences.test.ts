import assert from 'node:assert/strict';
import { Random } from '../../../src/sandbox/random.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { consentKinds, type ConsentKind } from '../../../src/tools/core/consent.ts';
import { answers, Asked, kindsOf, selectsByFilter, type Answer } from '../../support/needs-consent.ts';
import { samplesAlone, type Input } from '../../support/sample-calls.ts';
import { SignedIn } from '../../support/signed-in.ts';
import { stateReader } from '../../support/state-of.ts';

const sequences = 500;
const longest = 6;
/** As many sequences run one after another on the same account. */
const ofAccount = 10;
const seed = Number(process.env['CONSENT_SEED'] ?? 20_261_130);
const names = catalogue
	.filter(({ access, always }) => access !== 'read' && always === undefined)
	.map(({ name }) => name);

/** What was seen of all calls. */
interface Tally {
	calls: number;
	asked: number;
	done: number;
	refused: number;
}

describe('consent over random sequences of calls', () => {
	it(`is asked exactly once for each act that needs it and never otherwise, and a refusal leaves everything as it was (${sequences} sequences)`, async function () {
		this.timeout(300_000);
		const random = new Random(seed);
		const tally: Tally = { calls: 0, asked: 0, done: 0, refused: 0 };
		for (let at = 0; at < sequences; at += ofAccount) {
			const given = random.next() < 0.3 ? consentKinds.filter(() => random.next() < 0.5) : [];
			const account = await SignedIn.open({ consent: { given }, rateLimit: 1_000_000 });
			try {
				for (let one = 0; one < ofAccount; one++) {
					const length = 1 + Math.floor(random.next() * longest);
					for (let step = 0; step < length; step++) await oneCall(account, given, random, tally);
				}
			} finally {
				await account.close();
			}
		}
		console.log(`      ${JSON.stringify(tally)}; seed ${seed}`);
		assert.ok(tally.asked > 400 && tally.done > 400 && tally.refused > 400, JSON.stringify(tally));
	});
});

/** A call of any tool with one of its samples, answered in any way. */
async function oneCall(account: SignedIn, given: readonly ConsentKind[], random: Random, tally: Tally): Promise<void> {
	const pick = <T>(all: readonly T[]): T =>
		all[Math.floor(random.next() * all.length)] ?? assert.fail('nothing to pick');
	const { sandbox, toolbox } = account;
	const client = new Asked();
	const call = (tool: string, input: Input, elicits = true) =>
		toolbox.call(tool, input, {
			signal: new AbortController().signal,
			priority: 'person',
			...(elicits && { person: client }),
		});
	const prepare = async (tool: string, input: Input) => {
		const made = await call(tool, input);
		assert.ok(made.ok, JSON.stringify(made));
		return made.output;
	};
	account.pause();
	const name = pick(names);
	// What some samples are about may be gone by now.
	const samples = await samplesAlone({ sandbox, call: prepare }, name).catch(() => undefined);
	if (!samples) return;
	const input = pick(samples);
	client.questions.length = 0;
	client.answer = pick<Answer>(['yes', ...answers]);
	const elicits = random.next() < 0.85;
	// Nothing changes without a request; now and then all that the account holds is compared besides.
	const state = random.next() < 0.1 ? stateReader(sandbox) : () => '';
	const [before, mark] = [state(), sandbox.requests.length];
	const result = await call(name, input, elicits);
	const writes = sandbox.requests.slice(mark).filter(({ method }) => method !== 'GET');
	const kinds = new Set(writes.flatMap((request) => kindsOf(request, { isNew: name === 'create_schedule' })));
	const asked = client.questions.length;
	const text = `CONSENT_SEED=${seed} ${name} ${JSON.stringify(input)} ${elicits ? client.answer : 'no elicitation'} given ${given.join()}: ${JSON.stringify(result.ok ? result.output : result.failure)}`;
	tally.calls++;
	tally.asked += asked;
	assert.ok(asked <= 1, `asked twice: ${text}`);
	if (writes.length > 0) {
		const needed =
			[...kinds].some((kind) => !given.includes(kind)) || (selectsByFilter(name, input) && !given.includes('many'));
		if (!selectsByFilter(name, input) || asked > 0 || elicits)
			assert.equal(asked, needed ? 1 : 0, `${needed ? 'did not ask' : 'asked for nothing'}: ${text}`);
		assert.ok(asked === 0 || client.answer === 'yes', `went on without a yes: ${text}`);
		assert.ok(
			!needed || (elicits && client.answer === 'yes') || selectsByFilter(name, input),
			`went on without a yes: ${text}`,
		);
		tally.done++;
		return;
	}
	assert.equal(state(), before, text);
	if (result.ok) {
		assert.ok(asked === 0 || selectsByFilter(name, input), text);
		return;
	}
	const refused = /^Nothing was changed(\. The person must agree first|: (the person|nobody answered))/.test(
		result.failure.message,
	);
	if (asked > 0) assert.ok(client.answer === 'yes' || refused, text);
	if (!refused) return;
	tally.refused++;
	const could = elicits && client.answer !== 'unasked';
	assert.equal(asked, could ? 1 : 0, text);
}
