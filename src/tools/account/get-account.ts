import * as z from 'zod';
import { listAbilities } from '../../pagerduty/api/abilities.ts';
import { apiUrls } from '../../pagerduty/http/account.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { listExtensionSchemas } from '../../pagerduty/api/extension-schemas.ts';
import { listCustomFields, listIncidentTypes, type CustomField } from '../../pagerduty/api/incident-types.ts';
import { type Page, pages } from '../../pagerduty/api/paging.ts';
import { listPriorities } from '../../pagerduty/api/priorities.ts';
import { listTags } from '../../pagerduty/api/tags.ts';
import { listUsers } from '../../pagerduty/api/users.ts';
import { keywords, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { cleanName, nameOf } from '../text/names.ts';
import { defineTool } from '../core/tool.ts';
import { cleanLine, cleanText } from '../text/untrusted.ts';
import { findTagged, readTagsOf } from './shared/tagged-object.ts';

const parts = ['abilities', 'priorities', 'incident_types', 'extension_schemas', 'tags'] as const;
type Part = (typeof parts)[number];

const named = z.array(z.record(z.string(), z.unknown()));

/** Rows of one part in an answer; accounts have fewer. */
const most = 500;

/** operationId: listAbilities, listPriorities, listIncidentTypes, listIncidentTypeCustomFields, listExtensionSchemas, listTags, getEntityTypeByIdTags */
export const getAccount = defineTool({
	name: 'get_account',
	title: 'Show the account',
	description:
		'Shows the region, hosts and API versions of the account. On request, it also shows abilities (what the plan includes), priorities, incident types with their custom fields, extension schemas, tags, or the tags of a user, a team or an escalation policy.',
	example: 'What does our PagerDuty plan include, and which priorities do we use?',
	toolset: 'account',
	access: 'read',
	operations: {
		always: [],
		sometimes: [
			'listAbilities',
			'listPriorities',
			'listTags',
			'listIncidentTypes',
			'listExtensionSchemas',
			'listIncidentTypeCustomFields',
			'getEntityTypeByIdTags',
			'listTeams',
			'listEscalationPolicies',
			'getCurrentUser',
		],
	},
	input: z.strictObject({
		include: keywords(parts, 'What else to show.').optional(),
		user: reference('Show the tags of this person: name, id or me.').optional(),
		team: reference('Show the tags of this team: name or id.').optional(),
		escalation_policy: reference('Show the tags of this policy: name or id.').optional(),
	}),
	output: z.object({
		account: z.record(z.string(), z.string()),
		abilities: z.array(z.string()).optional(),
		priorities: named.optional(),
		incident_types: named.optional(),
		extension_schemas: named.optional(),
		tags: named.optional(),
		/** Parts that could not be read, or not to the end. */
		incomplete: z.array(z.string()).optional(),
	}),
	async run(input, context) {
		const tagged = await findTagged(input, context);
		const wanted = new Set<Part>(input.include);
		if (tagged) wanted.add('tags');
		const { pagerduty } = context;
		const partial = partialAnswer<Part>([...wanted], context.signal);
		const { incomplete } = partial;
		const all = async <T>(part: Part, readPage: (at: { limit: number; offset: number }) => Promise<Page<T>>) => {
			const rows: T[] = [];
			for await (const page of pages(readPage)) {
				rows.push(...page.items);
				if (rows.length >= most && page.more) {
					incomplete.push(`${part}: only the first ${rows.length}`);
					break;
				}
			}
			return rows;
		};
		const [account, abilities, priorities, types, schemas, tags] = await Promise.all([
			facts(context, incomplete),
			partial.read('abilities', () => listAbilities(pagerduty)),
			partial.read('priorities', () => all('priorities', (at) => listPriorities(pagerduty, at))),
			partial.read('incident_types', () => readTypes(context)),
			partial.read('extension_schemas', () => all('extension_schemas', (at) => listExtensionSchemas(pagerduty, at))),
			partial.read('tags', () => (tagged ? readTagsOf(tagged, context) : all('tags', (at) => listTags(pagerduty, at)))),
		]);
		return {
			account,
			...(abilities && { abilities: abilities.map((ability) => cleanName(ability)) }),
			...(priorities && {
				priorities: priorities.map((priority) =>
					row({ id: priority.id, name: nameOf(priority), description: priority.description }),
				),
			}),
			...(types && { incident_types: types }),
			...(schemas && {
				extension_schemas: schemas.map(({ id, key, label, summary, description }) =>
					row({ id, key, name: label ?? summary, description }),
				),
			}),
			...(tags && { tags: tags.map(({ id, label, summary }) => row({ id, label: label ?? summary })) }),
			...(incomplete.length > 0 && { incomplete }),
		};
	},
});

/** What no operation tells: it follows from the addresses of the account's own pages. */
async function facts(context: ToolContext, incomplete: string[]): Promise<Record<string, string>> {
	const { me, page } = await people(context).catch((error: unknown) => {
		if (!(error instanceof PagerDutyError) || error.kind !== 'forbidden') throw error;
		incomplete.push(`signed_in and web could not be read: ${error.message}`);
		return { me: null, page: undefined };
	});
	const host = page && URL.canParse(page) ? new URL(page).host : undefined;
	const region = host?.endsWith('.eu.pagerduty.com') ? 'eu' : 'us';
	return {
		...(host && { web: `https://${host}`, region, api: apiUrls[region] }),
		rest_api_version: '2',
		events_api_version: '2',
		webhooks_version: '3',
		...(me !== null && { signed_in: me ? nameOf(me) : 'nobody: this is an account-level key' }),
	};
}

/** The person signed in, and the address of a page of the account. */
async function people(context: ToolContext) {
	const me = await context.directory.me(context);
	return { me, page: me?.html_url ?? (await listUsers(context.pagerduty, { limit: 1 })).items[0]?.html_url };
}

async function readTypes({ pagerduty }: ToolContext): Promise<Record<string, unknown>[]> {
	const types = await listIncidentTypes(pagerduty, { filter: 'all' });
	return Promise.all(
		types.map(async (type) => {
			const fields = type.enabled === false ? [] : await listCustomFields(pagerduty, type.id);
			return row({
				id: type.id,
				name: type.name,
				display_name: type.display_name,
				description: type.description,
				enabled: type.enabled,
				parent: types.find(({ id }) => id === type.parent?.id)?.name,
				...(fields.length > 0 && { custom_fields: fields.map(fieldText) }),
			});
		}),
	);
}

/** `environment: string, one of production, staging`. */
function fieldText({ id, name, data_type, field_type, field_options: options = [] }: CustomField): string {
	const values = options.flatMap(({ data }) => data?.value ?? []);
	const one = field_type?.startsWith('multi') ? 'some' : 'one';
	return cleanLine(
		`${name ?? id}: ${data_type ?? 'any'}${values.length > 0 ? `, ${one} of ${values.join(', ')}` : ''}`,
		400,
	);
}

/** What is set, cleaned. */
function row(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const set = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries<unknown>(
		set.map(([name, value]) => [name, typeof value === 'string' ? cleanText(value, 500) : value]),
	);
}
