import assert from 'node:assert/strict';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { isObject } from '../../support/json-schema.ts';
import { samplesOf, type Input } from '../../support/sample-calls.ts';
import { SignedIn } from '../../support/signed-in.ts';

/** What a field may hold instead of what PagerDuty documents. */
const oddities: Readonly<Record<string, unknown>> = {
	null: null,
	missing: undefined,
	text: 'odd',
	number: 7,
	'a list of anything': [null, 5, 'x', {}, []],
	'an object of something else': { odd: {} },
	'a reference to what is gone': { id: 'PGONE00' },
};

const isId = (name: string) => name === 'id' || name.endsWith('_id');
/** Where a list stands and how it goes on. */
const position = ['limit', 'offset', 'more', 'total', 'next_cursor', 'last'];

/** The records of a reply with nothing left as it was but their ids. */
function onlyIds(content: unknown, odd: unknown): unknown {
	if (Array.isArray(content))
		return content.map((record: unknown) => (isObject(record) ? oddRecord(record, odd) : record));
	if (!isObject(content)) return content;
	if ('id' in content) return oddRecord(content, odd);
	return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, onlyIds(value, odd)]));
}

function oddRecord(record: object, odd: unknown): unknown {
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, isId(name) ? value : odd]));
}

/** The same shape with all values in it odd, however deep they are. */
function oddLeaves(content: unknown, odd: unknown): unknown {
	if (Array.isArray(content)) return content.map((item) => oddLeaves(item, odd));
	if (!isObject(content)) return odd;
	return Object.fromEntries(
		Object.entries(content).map(([name, value]) => [
			name,
			isId(name) || position.includes(name) ? value : oddLeaves(value, odd),
		]),
	);
}

/** Calls whose rows are chosen by a field of a record, or stand inside it: without that they are not there. */
const inside: Readonly<Record<string, readonly string[]>> = {
	list_event_orchestrations: ['orchestration', 'service'],
	list_incident_workflows: ['service', 'query'],
	list_business_services: ['impacted'],
	list_automation_actions: ['incident', 'query'],
	list_services: ['query'],
	list_users: ['query'],
	list_teams: ['query', 'scope'],
	list_schedules: ['query'],
	list_escalation_policies: ['query'],
	list_maintenance_windows: ['query'],
	list_status_update_templates: ['query'],
};

/** Whether the rows are chosen by what stands in them: by a filter of ours, or because notifications are left out. */
function chosenHere(name: string, sample: Input): boolean {
	if (name === 'list_log_entries' && sample['overview'] !== false && !('notifications' in sample)) return true;
	// The teams of the person stand in a record of theirs.
	return sample['scope'] === 'my_teams' || (inside[name]?.some((argument) => argument in sample) ?? false);
}

/** The ids of the rows of a list. */
function idsIn(output: Readonly<Record<string, unknown>>): unknown[] {
	const rows = Object.values(output).find((value): value is unknown[] => Array.isArray(value)) ?? [];
	return rows.flatMap((row) => (isObject(row) && row['id'] !== undefined ? [row['id']] : [])).sort();
}

describe('odd records', () => {
	let account: SignedIn;
	let replies = (content: unknown) => content;
	before(async () => (account = await SignedIn.open({ replies: (content) => replies(content) })));
	after(() => account.close());

	const call = (name: string, input: Input) =>
		account.toolbox.call(name, input, { signal: new AbortController().signal, priority: 'person' });

	for (const { name } of catalogue.filter(({ access }) => access === 'read')) {
		it(`never fail ${name}`, async () => {
			for (const sample of await samplesOf(account, name)) {
				for (const [what, odd] of Object.entries(oddities)) {
					// More calls than a minute allows, and the names that the sample uses stay known.
					account.sandbox.clock.advance(60_000);
					replies = (content) => content;
					const usual = await account.call(name, sample);
					for (const twist of [onlyIds, oddLeaves]) {
						replies = (content) => twist(content, odd);
						const result = await call(name, sample);
						const said = `${JSON.stringify(sample)} with ${what}, ${twist.name}`;
						if (!result.ok) {
							// Names that are looked up in the very list that is odd.
							assert.match(
								failureText(result.failure),
								/^There is no |^This status page has no post |^PagerDuty did not say which teams /,
								said,
							);
							continue;
						}
						assert.doesNotMatch(JSON.stringify(result.output), /\bundefined\b|NaN|\[object|Invalid Date/, said);
						if (name.startsWith('list_') && !chosenHere(name, sample))
							assert.deepEqual(idsIn(result.output), idsIn(usual), said);
					}
				}
			}
			replies = (content) => content;
		});

		it(`and replies without any are told as PagerDuty's by ${name}`, async () => {
			for (const sample of await samplesOf(account, name)) {
				account.sandbox.clock.advance(60_000);
				for (const reply of [{ unexpected: true }, [], 'odd', null]) {
					replies = () => reply;
					const result = await call(name, sample);
					replies = (content) => content;
					if (result.ok) continue;
					assert.doesNotMatch(
						failureText(result.failure),
						/Something went wrong inside/,
						JSON.stringify([sample, reply]),
					);
				}
			}
		});
	}
});
