import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { invalidInput } from '../server/errors.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import type { JsonObject } from '../json.ts';
import type { Incident, Template } from '../model/model.ts';
import { userReference } from '../replies/references.ts';
import { formatTime } from '../time.ts';
import { find, matches } from './find.ts';

const scope = 'templates.read';

/** What status updates are made from. */
export const templateRoutes: readonly Route[] = [
	{ method: 'GET', path: '/templates', operationId: 'getTemplates', scope, handle: list },
	{ method: 'POST', path: '/templates/{id}/render', operationId: 'renderTemplate', scope, handle: render },
];

function list(call: Call): Reply {
	const { query, world } = call;
	const found = [...world.store.templates.values()].filter(({ name, description }) =>
		matches(query.text('query'), name, description),
	);
	const [by = 'created_at', direction] = (query.text('sort_by') ?? '').split(':');
	const sorted = by === 'name' ? found.toSorted((a, b) => a.name.localeCompare(b.name)) : found;
	const rows = direction === 'desc' ? sorted.toReversed() : sorted;
	return { status: 200, body: page(query, 'templates', rows, (template) => templateJson(call, template)) };
}

function templateJson({ world }: Call, { id, name, description, userId, at }: Template): JsonObject {
	const by = userReference(world, userId);
	const time = formatTime(at);
	return {
		...{ id, type: 'template', template_type: 'status_update', name, summary: name, description },
		...{ created_at: time, created_by: by, updated_at: time, updated_by: by },
	};
}

const renderSchema = z.object({
	incident_id: z.string(),
	status_update: z.object({ message: z.string() }).optional(),
});

function render(call: Call): Reply {
	const template = find(call.world.store.templates, call.param('id'));
	const { incident_id: id, status_update: update } = call.body(renderSchema);
	const incident = call.world.store.incident(id);
	if (!incident) throw invalidInput('Incident not found');
	const facts = factsOf(call, incident, update?.message ?? '');
	const warnings: JsonObject = {};
	const fill = (field: string, text: string | null) => {
		const missing: string[] = [];
		const filled = (text ?? '').replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (_match, name: string) => {
			if (!facts.has(name)) missing.push(`{{${name}}} does not exist.`);
			return facts.get(name) ?? '';
		});
		if (missing.length > 0) warnings[field] = missing;
		return filled;
	};
	const fields = {
		email_subject: fill('email_subject', template.emailSubject),
		email_body: fill('email_body', template.emailBody),
		message: fill('message', template.message),
	};
	return { status: 200, body: { templated_fields: fields, warnings, errors: [] } };
}

function factsOf({ world }: Call, incident: Incident, message: string): ReadonlyMap<string, string> {
	return new Map([
		['status_update.message', message],
		['incident.title', incident.title],
		['incident.status', incident.status],
		['incident.service.name', world.store.services.get(incident.serviceId)?.name ?? ''],
	]);
}
