import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { cursorPage } from '../server/cursor-paging.ts';
import { badArguments, invalidInput, notFound } from '../server/errors.ts';
import type { AuditRecord, IncidentType } from '../model/account-wide.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { day } from '../time.ts';
import {
	auditRecordJson,
	customFieldJson,
	extensionSchemaJson,
	incidentTypeJson,
	priorityJson,
	tagJson,
} from '../replies/account-wide.ts';
import { find, matches } from './find.ts';

/** Priorities, abilities, incident types, extension schemas, tags, the audit trail. */
export const accountWideRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/priorities',
		operationId: 'listPriorities',
		scope: 'priorities.read',
		handle: listPriorities,
	},
	{ method: 'GET', path: '/abilities', operationId: 'listAbilities', scope: 'abilities.read', handle: listAbilities },
	{
		method: 'GET',
		path: '/incidents/types',
		operationId: 'listIncidentTypes',
		scope: 'incident_types.read',
		handle: listTypes,
	},
	{
		method: 'GET',
		path: '/incidents/types/{type_id_or_name}/custom_fields',
		operationId: 'listIncidentTypeCustomFields',
		scope: 'custom_fields.read',
		handle: listFields,
	},
	{
		method: 'GET',
		path: '/extension_schemas',
		operationId: 'listExtensionSchemas',
		scope: 'extension_schemas.read',
		handle: listSchemas,
	},
	{ method: 'GET', path: '/tags', operationId: 'listTags', scope: 'tags.read', handle: listTags },
	{
		method: 'GET',
		path: '/{entity_type}/{id}/tags',
		operationId: 'getEntityTypeByIdTags',
		scope: 'tags.read',
		handle: listTagsOf,
	},
	{
		method: 'POST',
		path: '/{entity_type}/{id}/change_tags',
		operationId: 'createEntityTypeByIdChangeTags',
		scope: 'tags.write',
		handle: changeTags,
	},
	{
		method: 'GET',
		path: '/audit/records',
		operationId: 'listAuditRecords',
		scope: 'audit_records.read',
		handle: listAudit,
	},
];

function listTypes(call: Call): Reply {
	const filter = call.query.text('filter') ?? 'enabled';
	const types = [...call.world.store.accountWide.incidentTypes.values()].filter(
		({ enabled }) => filter === 'all' || enabled === (filter === 'enabled'),
	);
	return { status: 200, body: { incident_types: types.map(incidentTypeJson) } };
}

/** Those of the parents too. */
function listFields(call: Call): Reply {
	const { world, query } = call;
	const { incidentTypes } = world.store.accountWide;
	const wanted = call.param('type_id_or_name');
	const type = incidentTypes.get(wanted) ?? [...incidentTypes.values()].find(({ name }) => name === wanted);
	if (!type) throw notFound();
	const lineage: IncidentType[] = [];
	for (let at: IncidentType | undefined = type; at; at = incidentTypes.get(at.parentId ?? '')) lineage.unshift(at);
	const options = query.include.has('field_options');
	const fields = lineage.flatMap((owner) => {
		const own = owner.parentId === null ? [...world.store.customFields.values()] : owner.fields;
		return own.map((field) => customFieldJson(owner, field, options));
	});
	return { status: 200, body: { fields } };
}

function listSchemas(call: Call): Reply {
	const { query, world } = call;
	const schemas = [...world.store.accountWide.extensionSchemas.values()];
	return {
		status: 200,
		body: page(query, 'extension_schemas', schemas, (schema) => extensionSchemaJson(world, schema)),
	};
}

function listTags(call: Call): Reply {
	const { query, world } = call;
	const tags = [...world.store.accountWide.tags.values()].filter(({ label }) => matches(query.text('query'), label));
	return { status: 200, body: page(query, 'tags', tags, (tag) => tagJson(world, tag)) };
}

function listTagsOf(call: Call): Reply {
	const { query, world } = call;
	const { tags, tagsOf } = world.store.accountWide;
	const own = [...(tagsOf.get(taggedKey(call)) ?? [])].flatMap((id) => tags.get(id) ?? []);
	return { status: 200, body: page(query, 'tags', own, (tag) => tagJson(world, tag)) };
}

const changeSchema = z.object({
	add: z
		.array(
			z.object({
				type: z.enum(['tag', 'tag_reference']),
				label: z.string().max(191).optional(),
				id: z.string().optional(),
			}),
		)
		.default([]),
	remove: z.array(z.object({ id: z.string() })).default([]),
});

/** New labels make new tags. */
function changeTags(call: Call): Reply {
	const { accountWide } = call.world.store;
	const key = taggedKey(call);
	const { add, remove } = call.body(changeSchema);
	const known = (id: string) => {
		if (!accountWide.tags.has(id)) throw badArguments('Tag not found');
		return id;
	};
	const gone = remove.map(({ id }) => known(id));
	const added = add.map(({ type, label, id }) => {
		if (type === 'tag_reference') return known(id ?? '');
		if (label === undefined || label.trim() === '') throw invalidInput("Label can't be blank");
		const same = [...accountWide.tags.values()].find((tag) => tag.label === label);
		if (same) return same.id;
		const tag = { id: call.world.ids.short(), label };
		accountWide.tags.set(tag.id, tag);
		return tag.id;
	});
	const own = accountWide.tagsOf.get(key) ?? new Set<string>();
	for (const id of added) own.add(id);
	for (const id of gone) own.delete(id);
	accountWide.tagsOf.set(key, own);
	return { status: 200, body: {} };
}

/** People, teams and escalation policies have tags. */
function taggedKey(call: Call): string {
	const { store } = call.world;
	const [type, id] = [call.param('entity_type'), call.param('id')];
	if (type === 'users') find(store.users, id);
	else if (type === 'teams') find(store.teams, id);
	else if (type === 'escalation_policies') find(store.policies, id);
	else throw notFound();
	return `${type} ${id}`;
}

/** Newest first; 24 hours unless told otherwise, 31 days at most. */
function listAudit(call: Call): Reply {
	const { query, world } = call;
	const range = query.range(world.account.timeZone);
	const until = range.until ?? world.clock.ms;
	const since = range.since ?? world.clock.ms - day;
	if (until - since > 31 * day) throw invalidInput('The date range cannot exceed 31 days.');
	const actor = query.text('actor_id');
	const actorType = query.text('actor_type');
	if (actor !== undefined && actorType === undefined) throw invalidInput('actor_type is required with actor_id.');
	const types = query.filter('root_resource_types');
	const actions = query.filter('actions');
	const method = query.text('method_type');
	const records = world.store.accountWide.audit
		.filter(({ at }) => at >= since && at <= until)
		.filter(({ resource }) => !types || types.has(pluralOf(resource.type)))
		.filter((record) => !actions || actions.has(record.action))
		.filter((record) => method === undefined || record.method === method)
		.filter((record) => actorType === undefined || actorTypeOf(record) === actorType)
		.filter(({ userId }) => actor === undefined || userId === actor)
		.toReversed();
	return { status: 200, body: cursorPage(query, 'records', records, (record) => auditRecordJson(world, record)) };
}

function pluralOf(type: string): string {
	return type === 'escalation_policy' ? 'escalation_policies' : `${type}s`;
}

function actorTypeOf({ userId }: AuditRecord): string {
	return userId === null ? 'api_key_reference' : 'user_reference';
}

function listPriorities(call: Call): Reply {
	const priorities = [...call.world.store.priorities.values()];
	return {
		status: 200,
		body: page(call.query, 'priorities', priorities, (priority) => priorityJson(call.world, priority)),
	};
}

function listAbilities(call: Call): Reply {
	return { status: 200, body: { abilities: call.world.store.abilities } };
}
