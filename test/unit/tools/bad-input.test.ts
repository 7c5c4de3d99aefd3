import assert from 'node:assert/strict';
import * as z from 'zod';
import { isFreeText } from '../../../src/tools/core/arguments.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { encodeCursor } from '../../../src/tools/lists/cursor.ts';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import type { Tool } from '../../../src/tools/core/tool.ts';
import { samplesAlone, samplesOf, type Input } from '../../support/sample-calls.ts';
import { recording, sentBy } from '../../support/sent-by.ts';
import { SignedIn } from '../../support/signed-in.ts';

/** Kinds of objects by the arguments that name one; of each kind the demo account gets two of the name `Twin`. */
const kinds = new Map(
	Object.entries({
		service: ['service', 'services', 'add_depends_on', 'remove_depends_on', 'add_needed_by', 'remove_needed_by'],
		user: ['user', 'users', 'with_user', 'instead_of', 'assignee', 'actor', 'add_users', 'remove_users'],
		team: ['team', 'teams', 'add_teams', 'remove_teams', 'reassign_to'],
		schedule: ['schedule', 'schedules'],
		'escalation policy': ['escalation_policy', 'escalation_policies'],
	}).flatMap(([kind, names]) => names.map((name) => [name, kind] as const)),
);

/** Further arguments that name an object. */
const others = [
	...['incident', 'incidents', 'target', 'sources', 'alert', 'alerts', 'note', 'log_entry', 'priority', 'priorities'],
	...['workflow', 'action', 'invocation', 'webhook', 'orchestration', 'override', 'rotation', 'maintenance_window'],
	...['contact_method', 'notification_rule', 'page', 'post', 'business_service', 'status', 'severity', 'impact'],
	...['incident_type', 'levels', 'add_needed_by_business', 'remove_needed_by_business', 'order_by', 'time_zone'],
];

const moments = [
	'since',
	'until',
	'start',
	'end',
	'at',
	'starts_at',
	'ends_at',
	'updated_after',
	'shift',
	'with_shift',
];
const ranges = [
	['since', 'until'],
	['start', 'end'],
	['starts_at', 'ends_at'],
] as const;

/** What only a programmer could make sense of. */
const gibberish =
	/Cannot read|is not a function|\bundefined\b|\bNaN\b|\[object|received|Zod|Something went wrong|\.ts:|^\s+at /m;

describe('wrong arguments', () => {
	let account: SignedIn;
	beforeEach(async () => {
		account = await SignedIn.open(recording);
		addTwins(account);
	});
	afterEach(() => account.close());

	/** The refusal of a call, with what was sent before it. */
	const refused = async ({ name }: Tool, input: Input) => {
		account.sandbox.clock.advance(1000);
		const { result: failure, sent } = await sentBy(() => account.fail(name, input));
		const text = failureText(failure);
		const said = `${name} ${JSON.stringify(input).slice(0, 300)}: ${text}`;
		assert.doesNotMatch(text.replaceAll('"undefined"', ''), gibberish, said);
		return { text, said, sent, candidates: failure.candidates ?? [] };
	};

	/** Refused for its shape alone: nothing is asked of PagerDuty, and the argument is named. */
	const misshapen = async (tool: Tool, input: Input, argument: string) => {
		const { text, said, sent } = await refused(tool, input);
		assert.deepEqual(sent, [], said);
		assert.ok(text.includes(argument), said);
		assert.match(text, /\n/, `${said} (no next step)`);
		return text;
	};

	/** Refused after looking, before any change. */
	const unfit = async (tool: Tool, input: Input, value: string) => {
		const answer = await refused(tool, input);
		assert.deepEqual(answer.sent.filter(isChange), [], answer.said);
		assert.ok(answer.text.includes(value), answer.said);
		return answer;
	};

	for (const tool of catalogue) {
		it(`of ${tool.name} change nothing and are told in plain words`, async () => {
			const samples = await samplesAlone(account, tool.name);
			const schemas = new Map<string, z.core.$ZodType>(Object.entries(tool.input.shape));
			const seen = new Set<string>();
			for (const sample of samples) {
				const fresh = Object.entries(sample).filter(([argument]) => !seen.has(argument));
				const given = (argument: string, wrong: unknown) => ({ ...sample, [argument]: wrong });
				for (const [argument, value] of fresh) {
					seen.add(argument);
					const rest = Object.fromEntries(Object.entries(sample).filter(([name]) => name !== argument));
					assert.match(await misshapen(tool, { ...rest, [`${argument}x`]: value }, argument), /Did you mean `/);
					for (const [wrong, expected] of misshapes(schemas.get(argument))) {
						const text = await misshapen(tool, given(argument, wrong), argument);
						assert.ok(text.includes(expected), `${argument}: ${text} does not say ${expected}`);
					}
					for (const wrong of misfits(tool, argument, schemas.get(argument), account))
						await unfit(tool, given(argument, wrong), wrong);
					const kind = kindOf(tool, argument);
					if (kind) {
						const { text, said, candidates } = await unfit(tool, given(argument, 'Twin'), 'Twin');
						assert.match(text, new RegExp(`Several ${kind}s|Several .* "Twin"`), said);
						assert.equal(candidates.length, 2, said);
					}
				}
				for (const wrong of backwards(tool)) await unfit(tool, { ...sample, ...wrong }, '');
				for (const cursor of 'cursor' in tool.input.shape ? ['x', encodeCursor('other', { offset: 1 })] : [])
					await unfit(tool, { ...sample, cursor }, '');
				// What is right still works: nothing above has left a trace.
				await account.call(tool.name, sample);
			}
		});
	}
});

describe('spans of time', () => {
	let account: SignedIn;
	before(async () => {
		account = await SignedIn.open();
		// Dates are on the person's clock, which is known from the first call on.
		await account.call('get_current_user');
	});
	after(() => account.close());

	const spanning = catalogue.filter(
		({ input: { shape }, access }) => access === 'read' && 'since' in shape && 'until' in shape,
	);

	for (const { name } of spanning) {
		it(`of ${name} may mix dates, zones and moments from now`, async () => {
			const mixed = [
				{ since: '2026-03-08', until: '2026-03-09T00:00:00+05:30' },
				{ since: '2026-03-08T00:00:00+05:30', until: '2026-03-09' },
				{ since: '2026-03-08T00:00:00', until: 'now' },
			];
			for (const span of mixed) {
				let worked = false;
				for (const sample of await samplesOf(account, name)) {
					const caller = { signal: new AbortController().signal, priority: 'person' } as const;
					const result = await account.toolbox.call(name, { ...sample, ...span }, caller);
					worked ||= result.ok;
					if (!result.ok) assert.doesNotMatch(failureText(result.failure), gibberish);
				}
				assert.ok(worked, JSON.stringify(span));
			}
		});
	}

	const limits = [
		['list_incidents', 184],
		['count_incidents', 184],
		['list_change_events', 90],
		['list_oncalls', 90],
		['list_audit_records', 31],
		['get_incident_metrics', 365],
		['report_sla', 365],
	] as const;

	for (const [tool, days] of limits) {
		it(`of ${tool} are ${days} days at most, in which case nothing is asked`, async () => {
			const mark = account.sandbox.requests.length;
			const needed = tool === 'report_sla' ? { resolve_within: 60 } : {};
			const failure = await account.fail(tool, { ...needed, since: '2001-01-01', until: 'now' });
			assert.match(failure.message, new RegExp(`at most ${days} days`));
			assert.match(failure.next ?? '', /shorter/);
			assert.deepEqual(account.requests(mark), []);
		});
	}
});

/** Reading, asking without saving, and analytics, which PagerDuty asks for by POST. */
function isChange(request: string): boolean {
	return !/^GET |^POST \/(analytics\/|schedules\/preview)/.test(request);
}

/** Values that cannot be meant, and what the refusal must say. */
function misshapes(schema: z.core.$ZodType | undefined): (readonly [wrong: unknown, said: string])[] {
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return misshapes(schema.unwrap());
	if (schema instanceof z.ZodArray) {
		const many = Array.from({ length: 251 }, () => 'x');
		const wrong = [
			[[], 'at least 1'],
			[many, 'at most'],
		] as const;
		const refused =
			schema.element instanceof z.ZodString ? wrong.filter(([list]) => !schema.safeParse(list).success) : [];
		return [...refused, ...misshapes(schema.element)];
	}
	if (schema instanceof z.ZodEnum) {
		const some = String(schema.options[0]);
		return [
			['nonsense', some],
			['', 'is not a value'],
			[{ id: 'P1' }, 'text'],
			[true, 'text'],
		];
	}
	if (schema instanceof z.ZodBoolean)
		return [
			['maybe', 'true or false'],
			[5, 'true or false'],
			[{}, 'true or false'],
		];
	if (schema instanceof z.ZodNumber) {
		const { minValue, maxValue } = schema;
		return [
			['many', 'not a number'],
			['', 'not a number'],
			[{}, 'number'],
			[true, 'number'],
			['Infinity', 'number'],
			...(minValue === null ? [] : ([[minValue - 1, `${minValue}`]] as const)),
			...(maxValue === null
				? []
				: ([
						[maxValue + 1, `${maxValue}`],
						[String(maxValue + 1), `${maxValue}`],
					] as const)),
		];
	}
	if (!(schema instanceof z.ZodString)) return [];
	const wrong = [
		[{ id: 'P1' }, 'expected text'],
		[[[1]], 'expected text'],
		[true, 'expected text'],
		...(schema.maxLength === null ? [] : [['x'.repeat(schema.maxLength + 1), `at most ${schema.maxLength}`] as const]),
	] as const;
	const empty = ['', ' \t', '\u200b\ufeff'];
	return isFreeText(schema)
		? [...wrong, ...empty.map((text) => [text, 'empty'] as const)]
		: [
				...wrong,
				...[...empty, 'null', 'undefined', ' NIL ', '“”', '``', '"null"'].map(
					(text) => [text, 'is not a value'] as const,
				),
			];
}

const nothings = ['No such thing', '../users/me'];

/** The services that a status page speaks of are its own. */
function kindOf({ toolset, name }: Tool, argument: string): string | undefined {
	return toolset === 'communication' && name.includes('status_page') ? undefined : kinds.get(argument);
}

function isText(schema: z.core.$ZodType | undefined): boolean {
	return schema instanceof z.ZodOptional ? isText(schema.unwrap()) : schema !== undefined && isFreeText(schema);
}

/** Names of nothing, ids of other kinds of objects, and what is no moment. */
function misfits(
	tool: Tool,
	argument: string,
	schema: z.core.$ZodType | undefined,
	{ sandbox: { store } }: SignedIn,
): string[] {
	if (moments.includes(argument)) return ['the day before yesterday', '2026-02-31'];
	const kind = kindOf(tool, argument);
	// PagerDuty itself says that an alert is not of the incident.
	const unchecked = tool.name === 'run_automation_action' && argument === 'alert';
	if (kind === undefined) return others.includes(argument) && !unchecked && !isText(schema) ? nothings : [];
	const ids = Object.entries({
		service: store.services,
		user: store.users,
		team: store.teams,
		schedule: store.schedules,
		'escalation policy': store.policies,
	}).flatMap(([other, objects]) => (other === kind ? [] : [...objects.keys()].slice(0, 1)));
	return [...nothings, ...ids];
}

/** Ranges that end before they begin, and those that begin before PagerDuty. */
function backwards({ input }: Tool): Input[] {
	return ranges.flatMap(([start, end]) =>
		start in input.shape && end in input.shape ? [{ [start]: '+2d', [end]: '+1d' }] : [],
	);
}

function addTwins({ sandbox: { store } }: SignedIn): void {
	const twins = <Item extends { id: string; name: string }>(objects: Map<string, Item>) => {
		const [first] = objects.values();
		for (const id of ['PTWIN01', 'PTWIN02'])
			if (first) objects.set(id, { ...structuredClone(first), id, name: 'Twin' });
	};
	for (const objects of [store.services, store.teams, store.schedules, store.policies])
		twins<{ id: string; name: string }>(objects);
	twins(store.users);
}
