import assert from 'node:assert/strict';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { isObject } from '../../support/json-schema.ts';
import { samplesOf, type Input } from '../../support/sample-calls.ts';
import { SignedIn } from '../../support/signed-in.ts';

/** A record as a list of references gives it: what it holds several of is not told. */
function withoutLists(content: unknown, inRecord = false): unknown {
	if (Array.isArray(content)) return inRecord ? undefined : content.map((item) => withoutLists(item, true));
	if (!isObject(content)) return content;
	const record = inRecord || 'id' in content;
	return Object.fromEntries(
		Object.entries(content).flatMap(([name, value]) => {
			const kept = withoutLists(value, record);
			return kept === undefined ? [] : [[name, kept]];
		}),
	);
}

/** Fields that are made of a list that was read whole: what is not in it is not there. */
const readWhole: Readonly<Record<string, RegExp>> = {
	// A workflow that no trigger names has none.
	list_incident_workflows: /\.triggers$/,
	list_business_services: /\.(needs|needed_by)$/,
	// PagerDuty names nobody where a key of the account made the change.
	list_audit_records: /\.(actors|actor_ids)$/,
};

/** Where an answer says that there is none of something, below its rows. */
function emptyLists(value: unknown, path: string, depth = 0): string[] {
	if (Array.isArray(value)) {
		if (value.length === 0) return depth > 1 ? [path] : [];
		return value.flatMap((item, index) => emptyLists(item, `${path}[${index}]`, depth + 1));
	}
	if (!isObject(value)) return value === 'none' ? [path] : [];
	return Object.entries(value).flatMap(([name, inner]) => emptyLists(inner, `${path}.${name}`, depth + 1));
}

function told(name: string, output: unknown): string[] {
	return emptyLists(output, name).filter((path) => !readWhole[name]?.test(path));
}

describe('what PagerDuty does not tell', () => {
	let account: SignedIn;
	let replies = (content: unknown) => content;
	before(async () => (account = await SignedIn.open({ replies: (content) => replies(content) })));
	after(() => account.close());

	const call = (name: string, input: Input) =>
		account.toolbox.call(name, input, { signal: new AbortController().signal, priority: 'person' });

	for (const { name } of catalogue.filter(({ access }) => access === 'read')) {
		it(`is not told as none by ${name}`, async () => {
			for (const sample of await samplesOf(account, name)) {
				account.sandbox.clock.advance(60_000);
				replies = (content) => content;
				// The names that the sample uses stay known.
				await account.call(name, sample);
				replies = (content) => withoutLists(content);
				const every = { ...sample, ...(name.startsWith('list_') && !('fields' in sample) && { fields: ['all'] }) };
				for (const input of [sample, every]) {
					const result = await call(name, input);
					if (result.ok) assert.deepEqual(told(name, result.output), [], JSON.stringify(input));
				}
			}
			replies = (content) => content;
		});
	}
});
