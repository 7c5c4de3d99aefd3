import * as z from 'zod';
import { mostSuggestions, noSuggestions, type ArgumentKind, type ObjectKind } from './argument.ts';

const Row = z.object({ name: z.string() });

/** Suggests names by a tool that lists the objects of a kind and takes a part of the name. */
function suggestFrom(tool: string, plural: string): ArgumentKind['suggest'] {
	const Rows = z.object({ [plural]: z.array(Row) });
	const Envelope = z.object({ more: z.boolean() });
	return async (typed, ask) => {
		const query = typed.trim();
		const result = await ask(tool, {
			limit: mostSuggestions,
			fields: ['name'],
			...(query !== '' && { query }),
		});
		if (!result.ok) return noSuggestions;
		const rows = Rows.parse(result.output)[plural] ?? [];
		return { values: [...new Set(rows.map(({ name }) => name))], more: Envelope.parse(result.output).more };
	};
}

const ServiceFacts = z.object({
	service: z.object({ id: z.string(), name: z.string(), status: z.string().optional() }),
});
const TeamFacts = z.object({ teams: z.array(z.object({ id: z.string(), name: z.string() })) });
const ScheduleFacts = z.object({
	schedule: z.object({ id: z.string(), name: z.string(), time_zone: z.string().optional() }),
});

/** A service, by name or id. */
export const serviceArgument: ObjectKind = {
	suggest: suggestFrom('list_services', 'services'),
	lookUp: {
		tool: 'get_service',
		input: (service) => ({ service }),
		facts: (output) => ServiceFacts.parse(output),
	},
};

/** A team, by name or id; `me` for those of the person. */
export const teamArgument: ObjectKind = {
	suggest: suggestFrom('list_teams', 'teams'),
	lookUp: {
		tool: 'list_teams',
		input: (team) => ({ teams: [team], limit: mostSuggestions }),
		facts: (output) => TeamFacts.parse(output),
	},
};

/** A schedule, by name or id. */
export const scheduleArgument: ObjectKind = {
	suggest: suggestFrom('list_schedules', 'schedules'),
	lookUp: {
		tool: 'get_schedule',
		input: (schedule) => ({ schedule, until: '+1h', limit: 1 }),
		facts: (output) => ScheduleFacts.parse(output),
	},
};
