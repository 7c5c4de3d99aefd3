import * as z from 'zod';
import { incidentShape } from '../../tools/shapes/incident.ts';
import { nameKey } from '../../tools/text/names.ts';
import { startOf } from '../../tools/text/untrusted.ts';
import { mostSuggestions, type Ask, type ObjectKind } from './argument.ts';

const Row = z.object({ number: z.int(), title: z.string() });
const Rows = z.object({ incidents: z.array(Row), more: z.boolean() });
const { id, number, title, status, urgency, priority, service, url } = incidentShape.schema.shape;
const Facts = z.object({ incident: z.object({ id, number, title, status, urgency, priority, service, url }) });

/** As much of a title as a list of choices shows. */
const longestTitle = 80;

/** An incident, by number, id or address. Open ones are suggested with their titles, those of the person first. */
export const incidentArgument: ObjectKind = {
	async suggest(typed, ask) {
		const { filter, fits } = searchFor(typed);
		const [mine, all] = await Promise.all([
			openIncidents(ask, { ...filter, scope: 'mine' }),
			openIncidents(ask, filter),
		]);
		const fitting = [...mine.incidents, ...all.incidents].filter(fits);
		const values = [...new Map(fitting.map((row) => [row.number, choice(row)])).values()];
		return { values: values.slice(0, mostSuggestions), more: all.more || values.length > mostSuggestions };
	},
	lookUp: {
		tool: 'get_incident',
		// A suggestion that was taken has a title behind its number.
		input: (written) => ({ incident: /^#\d+(?=\s)/.exec(written)?.[0] ?? written }),
		facts: (output) => Facts.parse(output),
	},
};

/** A number may also begin a title, unless it is that of a suggestion which was taken. */
function searchFor(typed: string) {
	const text = nameKey(typed);
	const [, taken] = /^#(\d+)\s/.exec(text) ?? [];
	const [, start] = /^#?(\d*)$/.exec(text) ?? [];
	const fits = ({ number, title }: z.output<typeof Row>) =>
		taken === undefined
			? (start !== undefined && String(number).startsWith(start)) || nameKey(title).includes(text)
			: String(number) === taken;
	return { filter: taken === undefined && start === undefined ? { title: text } : {}, fits };
}

async function openIncidents(
	ask: Ask,
	filter: { readonly title?: string; readonly scope?: 'mine' },
): Promise<z.output<typeof Rows>> {
	const result = await ask('list_incidents', { ...filter, limit: mostSuggestions, fields: ['number', 'title'] });
	const rows = result.ok ? Rows.safeParse(result.output).data : undefined;
	return rows ?? { incidents: [], more: false };
}

function choice({ number, title }: z.output<typeof Row>): string {
	const short = title.length > longestTitle ? `${startOf(title, longestTitle).trimEnd()}…` : title;
	return `#${number} ${short}`;
}
