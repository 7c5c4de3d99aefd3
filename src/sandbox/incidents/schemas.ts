import * as z from 'zod';

const reference = z.object({ id: z.string() });
const assignments = z.array(z.object({ assignee: reference }));
const urgency = z.enum(['high', 'low']);
const priority = z.union([z.string(), z.object({ id: z.string().optional(), name: z.string().optional() })]).nullable();
const bridge = z.object({
	conference_number: z.string().nullish(),
	conference_url: z.string().nullish(),
});

/** The body of POST /incidents. */
export const creationSchema = z.object({
	title: z.string().optional(),
	service: reference.optional(),
	urgency: urgency.optional(),
	priority: priority.optional(),
	incident_key: z.string().nullish(),
	body: z.object({ details: z.unknown() }).optional(),
	assignments: assignments.optional(),
	escalation_policy: reference.optional(),
	incident_type: z.object({ name: z.string() }).optional(),
	conference_bridge: bridge.optional(),
});

/** The body of PUT /incidents/{id}, and of each item of PUT /incidents. */
export const changeSchema = z.object({
	status: z.enum(['triggered', 'acknowledged', 'resolved']).optional(),
	resolution: z.string().optional(),
	title: z.string().optional(),
	urgency: urgency.optional(),
	priority: priority.optional(),
	escalation_level: z.number().int().optional(),
	assignments: assignments.optional(),
	escalation_policy: reference.optional(),
	incident_type: z.object({ name: z.string() }).optional(),
	conference_bridge: bridge.optional(),
	service: reference.optional(),
});

export type Creation = z.infer<typeof creationSchema>;
export type Change = z.infer<typeof changeSchema>;
