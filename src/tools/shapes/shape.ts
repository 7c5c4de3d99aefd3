import * as z from 'zod';

/** What a tool shows of one kind of PagerDuty object. */
export interface Shape<Fields extends z.ZodRawShape = z.ZodRawShape> {
	/** `incident` */
	readonly singular: string;
	/** `incidents` */
	readonly plural: string;
	readonly schema: z.ZodObject<Fields>;
	/** The fields shown unless others are asked for: what decides, no more. */
	readonly compact: readonly string[];
	/** The fields shown whatever is asked for: they say what the others belong to. */
	readonly always: readonly string[];
	/** Fields that agents read in other words than they travel in. */
	readonly said: (object: unknown) => Readonly<Record<string, unknown>>;
}

export type Shaped<V> = V extends Shape<infer Fields> ? z.output<z.ZodObject<Fields>> : never;

/** By these, rows of any list can be told apart; those that an object has are always shown. */
const known = ['id', 'number', 'name', 'title'];

export function defineShape<Fields extends z.ZodRawShape>(shape: {
	singular: string;
	plural: string;
	fields: Fields;
	compact: readonly (keyof Fields & string)[];
	/** Default: what people and tools know an object by. */
	always?: readonly (keyof Fields & string)[];
	/** The fields whose facts become words for agents, e.g. `2h 5m`. */
	said?: (object: z.output<z.ZodObject<Fields>>) => { readonly [Field in keyof Fields]?: unknown };
}): Shape<Fields> {
	const { singular, plural, fields, compact, said } = shape;
	const always = shape.always ?? known.filter((name) => name in fields);
	const schema = z.object(fields);
	return { singular, plural, schema, compact, always, said: (object) => said?.(schema.parse(object)) ?? {} };
}

/** The argument `fields` for a shape: names of its fields, or `all`; without it, the usual ones. */
export function fieldsArgument(shape: Shape) {
	return z
		.array(z.enum(['all', ...Object.keys(shape.schema.shape)]))
		.min(1)
		.optional()
		.describe('Fields or all.');
}

/** The asked fields of an object and those that are always shown; what is not set is left out. */
export function project(
	shape: Shape,
	object: Readonly<Record<string, unknown>>,
	fields?: readonly string[],
): Record<string, unknown> {
	const wanted = fields?.includes('all') ? Object.keys(shape.schema.shape) : (fields ?? shape.compact);
	const names = [...shape.always.filter((name) => !wanted.includes(name)), ...wanted];
	const facts: Readonly<Record<string, unknown>> = { ...object, ...shape.said(object) };
	const set = names.filter((name) => facts[name] !== undefined && facts[name] !== null);
	return Object.fromEntries<unknown>(set.map((name) => [name, facts[name]]));
}
