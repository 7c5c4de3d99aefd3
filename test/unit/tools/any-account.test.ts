import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import type { Tool } from '../../../src/tools/core/tool.ts';
import { samplesOf, type Input } from '../../support/sample-calls.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const reading = catalogue.filter(({ access }) => access === 'read');
const bare = reading.filter(({ input }) => input.safeParse({}).success);

/** The keywords of an argument, none if it has no such. */
function keywordsOf({ input }: Tool, argument: string): string[] {
	const { properties = {} } = z.toJSONSchema(input);
	return z.object({ enum: z.array(z.string()) }).safeParse(properties[argument]).data?.enum ?? [];
}

const noTarget = /^Give a target: `acknowledge_within` or `resolve_within`/;
const noSchedules = /^The account has no schedules\.$/m;
const nobodysKey = /^("me" is nobody here: |Nobody: |`scope: \w+` needs a person, and )this is an account-level key\b/;

/** Whether a call is about whoever calls. */
function isOfPerson(name: string, input: Input): boolean {
	const values = Object.values(input);
	if (values.length === 0) return name === 'get_current_user' || name === 'list_shifts';
	return values.flat().some((value) => value === 'me' || value === 'mine' || value === 'my_teams');
}

/** The rows of a list. */
function rowsOf(output: Readonly<Record<string, unknown>>): unknown[] {
	return Object.values(output).find((value): value is unknown[] => Array.isArray(value)) ?? [];
}

describe('every tool', () => {
	let account: SignedIn;
	/** An account for the tests beside this. */
	const use = (options?: SignedInOptions, prepare: () => void = () => undefined) => {
		before(async () => {
			account = await SignedIn.open(options);
			prepare();
		});
		// So that the calls of all tools are no more than a minute allows.
		beforeEach(() => account.sandbox.clock.advance(20_000));
		after(() => account.close());
	};

	const call = (name: string, input?: Input) =>
		account.toolbox.call(name, input, { signal: new AbortController().signal, priority: 'person' });

	/** With a result, or with what is missing. */
	const answers = async (name: string, ...missing: RegExp[]) => {
		const result = await call(name);
		if (result.ok) return;
		const text = failureText(result.failure);
		assert.ok(
			[noTarget, ...missing].some((refusal) => refusal.test(text)),
			text,
		);
	};

	describe('without a required argument', () => {
		use();
		for (const { name } of bare) it(`${name} is called without arguments`, () => answers(name));
	});

	describe('on the first day of an account', () => {
		use({ account: 'empty' });
		for (const { name } of bare) it(`${name} answers`, () => answers(name, noSchedules));
	});

	describe('for a person in no team', () => {
		use({}, () => {
			for (const team of account.sandbox.store.teams.values()) team.members.clear();
		});

		for (const tool of catalogue.filter((one) => keywordsOf(one, 'scope').includes('my_teams'))) {
			it(`${tool.name} has nothing of their teams, and never everything`, async () => {
				const target = tool.name === 'report_sla' ? { resolve_within: 60 } : {};
				const output = await account.call(tool.name, { scope: 'my_teams', ...target });
				assert.deepEqual(rowsOf(output), []);
				assert.match(String(output['note']), /not in any team/);
			});
		}

		for (const { name } of bare) {
			it(`${name} works`, () => answers(name));
		}
	});

	describe('with an account-level key', () => {
		use();
		afterEach(() => (account.sandbox.faults.accountToken = undefined));

		for (const { name } of reading) {
			it(`${name} works, or says that the key belongs to nobody`, async () => {
				const samples = await samplesOf(account, name);
				account.sandbox.faults.accountToken = {};
				for (const sample of samples) {
					const result = await call(name, sample);
					const text = result.ok ? '' : failureText(result.failure);
					const said = `${JSON.stringify(sample)}: ${text}`;
					assert.equal(result.ok, !isOfPerson(name, sample), said);
					if (!result.ok) assert.match(text, nobodysKey, said);
				}
			});
		}
	});

	describe('that lists', () => {
		use();

		for (const { name, input } of reading.filter((tool) => tool.input.shape['limit'] !== undefined)) {
			it(`${name} gives as many as asked for, in few requests, and says whether there is more`, async () => {
				for (const sample of await samplesOf(account, name)) {
					const whole = await account.call(name, { ...sample, limit: 25 });
					const mark = account.sandbox.requests.length;
					const one = await account.call(name, { ...sample, limit: 1 });
					const [all, rows] = [rowsOf(whole), rowsOf(one)];
					const said = JSON.stringify(sample);
					assert.equal(rows.length, Math.min(1, all.length), said);
					if ('returned' in one) assert.equal(one['returned'], rows.length, said);
					if (all.length > 1) assert.equal(one['more'], true, said);
					if (all.length > 1 && 'cursor' in input.shape) assert.equal(typeof one['next_cursor'], 'string', said);
					assert.ok(account.sandbox.requests.length - mark <= 20, said);
				}
				assert.ok('cursor' in input.shape || name.startsWith('find_'));
			});
		}
	});
});
