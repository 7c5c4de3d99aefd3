import type { JsonObject } from '../json.ts';
import type { CustomField, Priority } from '../model/model.ts';
import type { AuditRecord, BusinessService, ExtensionSchema, IncidentType, Tag } from '../model/account-wide.ts';
import { formatTime } from '../time.ts';
import type { World } from '../model/world.ts';
import { head, selfUrl, teamReference, userReference } from './references.ts';

export function businessServiceJson(world: World, service: BusinessService): JsonObject {
	const { id, name } = service;
	return {
		...head(world, id, 'business_service', name, `business_services/${id}`, null),
		name,
		description: service.description,
		point_of_contact: service.contact,
		...(service.teamId !== null && { team: teamReference(world, service.teamId) }),
	};
}

export function tagJson(world: World, { id, label }: Tag): JsonObject {
	return { ...head(world, id, 'tag', label, `tags/${id}`, null), label };
}

export function extensionSchemaJson(world: World, schema: ExtensionSchema): JsonObject {
	const { id, key, label, description } = schema;
	return {
		...head(world, id, 'extension_schema', label, `extension_schemas/${id}`, null),
		key,
		label,
		description,
		guide_url: `https://support.pagerduty.com/docs/${key}`,
		icon_url: `https://images.pagerduty.com/${key}-icon.png`,
		logo_url: `https://images.pagerduty.com/${key}-logo.png`,
		send_types: ['trigger', 'acknowledge', 'resolve', 'escalate'],
		url: '',
	};
}

export function incidentTypeJson(type: IncidentType): JsonObject {
	const at = formatTime(type.createdAt);
	return {
		id: type.id,
		type: 'incident_type',
		name: type.name,
		display_name: type.displayName,
		description: type.description,
		enabled: type.enabled,
		created_at: at,
		updated_at: at,
		...(type.parentId !== null && { parent: { id: type.parentId, type: 'incident_type_reference' } }),
	};
}

export function customFieldJson(type: IncidentType, field: CustomField, options: boolean): JsonObject {
	const at = formatTime(type.createdAt);
	const times = { created_at: at, updated_at: at };
	return {
		id: field.id,
		type: 'field',
		self: selfUrl(`incidents/types/${type.id}/custom_fields/${field.id}`),
		summary: field.name,
		name: field.name,
		display_name: field.displayName,
		description: field.description,
		data_type: field.dataType,
		field_type: field.fieldType,
		enabled: true,
		incident_type: type.displayName,
		...times,
		...(options && {
			field_options: field.options.map((value, index) => ({
				id: `${field.id}${index + 1}`,
				type: 'field_option',
				data: { value, data_type: 'string' },
				...times,
			})),
		}),
	};
}

export function auditRecordJson(world: World, record: AuditRecord): JsonObject {
	const { id, type, name } = record.resource;
	const resource = { id, type: `${type}_reference`, summary: name };
	return {
		id: record.id,
		self: null,
		execution_time: new Date(record.at).toISOString(),
		execution_context: { request_id: `req-${record.id}`, remote_address: '203.0.113.7' },
		...(record.userId !== null && { actors: [userReference(world, record.userId)] }),
		method: { type: record.method, ...(record.userId === null && { truncated_token: 'ey01' }) },
		root_resource: resource,
		action: record.action,
		details: {
			resource,
			fields: record.fields.map(({ name: field, before, value }) => ({ name: field, before_value: before, value })),
		},
	};
}

export function priorityJson(world: World, priority: Priority): JsonObject {
	return {
		...head(world, priority.id, 'priority', priority.name, `priorities/${priority.id}`, null),
		name: priority.name,
		description: priority.description,
	};
}
