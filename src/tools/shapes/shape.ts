import * as z from 'zod';

/** What a tool shows of one kind of PagerDuty object. */
export interface View<Shape extends z.ZodRawShape = z.ZodRawShape> {
	/** `incident` */
	readonly singular: string;
	/** `incidents` */
	readonly plural: string;
	readonly schema: z.ZodObject<Shape>;
	/** The fields shown unless others are asked for: what decides, no more. */
	readonly compact: readonly string[];
	/** The fields shown whatever is asked for: they say what the others belong to. */
	readonly always: readonly string[];
	/** Fields that agents read in other words than they travel in. */
	readonly said: (object: unknown) => Readonly<Record<string, unknown>>;
}

export type Viewed<V> = V extends View<infer Shape> ? z.output<z.ZodObject<Shape>> : never;

/** By these, rows of any list can be told apart; those that an object has are always shown. */
const known = ['id', 'number', 'name', 'title'];

export function defineView<Shape extends z.ZodRawShape>(view: {
	singular: string;
	plural: string;
	fields: Shape;
	compact: readonly (keyof Shape & string)[];
	/** Default: what people and tools know an object by. */
	always?: readonly (keyof Shape & string)[];
	/** The fields whose facts become words for agents, e.g. `2h 5m`. */
	said?: (object: z.output<z.ZodObject<Shape>>) => { readonly [Field in keyof Shape]?: unknown };
}): View<Shape> {
	const { singular, plural, fields, compact, said } = view;
	const always = view.always ?? known.filter((name) => name in fields);
	const schema = z.object(fields);
	return { singular, plural, schema, compact, always, said: (object) => said?.(schema.parse(object)) ?? {} };
}

/** The argument `fields` for a view: names of its fields, or `all`; without it, the usual ones. */
export function fieldsArgument(view: View) {
	return z
		.array(z.enum(['all', ...Object.keys(view.schema.shape)]))
		.min(1)
		.optional()
		.describe('Fields, or all.');
}

/** The asked fields of an object and those that are always shown; what is not set is left out. */
export function project(
	view: View,
	object: Readonly<Record<string, unknown>>,
	fields?: readonly string[],
): Record<string, unknown> {
	const wanted = fields?.includes('all') ? Object.keys(view.schema.shape) : (fields ?? view.compact);
	const names = [...view.always.filter((name) => !wanted.includes(name)), ...wanted];
	const facts: Readonly<Record<string, unknown>> = { ...object, ...view.said(object) };
	const set = names.filter((name) => facts[name] !== undefined && facts[name] !== null);
	return Object.fromEntries<unknown>(set.map((name) => [name, facts[name]]));
}
