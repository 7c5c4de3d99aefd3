import assert from 'node:assert/strict';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import * as z from 'zod';
import { defaultToolsets } from '../../../src/tools/core/access.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { offers } from '../../../src/tools/offer.ts';
import { published } from '../../../src/tools/published.ts';
import { mostTools, refusals, type DeclaredTool } from '../../support/refused-schemas.ts';

/** A tool like those of the catalogue, with what a provider might refuse. */
const sample = (argument: object, of: object = {}): DeclaredTool => ({
	name: 'list_things',
	description: 'Lists things.',
	inputSchema: { type: 'object', properties: { thing: argument }, ...of },
	outputSchema: { type: 'object', properties: { things: { type: 'array' } } },
});

const text = { type: 'string', description: 'What it is.' };

const Argument = z.looseObject({
	type: z.string(),
	description: z.string().optional(),
	enum: z.array(z.string()).optional(),
	items: z.looseObject({ type: z.string(), enum: z.array(z.string()).optional() }).optional(),
});

describe('the schemas of tools', () => {
	const args = catalogue.flatMap((tool) =>
		Object.entries(published(tool).inputSchema.properties).map(([name, schema]) => ({
			name: `${tool.name}.${name}`,
			argument: Argument.parse(schema),
		})),
	);

	it('have nothing that a model provider or a client refuses', () => {
		for (const tool of catalogue) assert.deepEqual(refusals(published(tool)), [], tool.name);
		assert.ok(catalogue.length <= mostTools);
	});

	it('would be found to be refused, whatever it is that a provider refuses', () => {
		assert.deepEqual(refusals(sample(text)), []);
		assert.deepEqual(refusals(sample({ type: 'array', items: { type: 'string', enum: ['a'] } })), []);
		const refused: Record<string, DeclaredTool> = {
			exclusiveMinimum: sample({ type: 'integer', exclusiveMinimum: 0 }),
			const: sample({ type: 'string', const: 'a' }),
			default: sample({ type: 'integer', default: 5 }),
			format: sample({ type: 'string', format: 'uri' }),
			'9007199254740991': sample({ type: 'integer', minimum: -9007199254740991 }),
			anyOf: sample({ anyOf: [text, { type: 'integer' }] }),
			allOf: sample({ type: 'string', allOf: [{ minLength: 1 }] }),
			$ref: sample({ $ref: '#/$defs/thing' }),
			'type list': sample({ type: ['string', 'null'] }),
			'no type': sample({ description: 'Anything.' }),
			'numbers to choose from': sample({ type: 'integer', enum: [1, 2] }),
			'an empty choice': sample({ type: 'string', enum: ['', 'a'] }),
			'no choice': sample({ type: 'string', enum: [] }),
			'array without items': sample({ type: 'array' }),
			'items in a row': sample({ type: 'array', items: [text, text] }),
			'array of arrays': sample({ type: 'array', items: { type: 'array' } }),
			'object inside': sample({ type: 'object', properties: {} }),
			'no arguments': sample(text, { properties: {} }),
			additionalProperties: sample(text, { additionalProperties: false }),
			patternProperties: sample(text, { patternProperties: { '^x': text } }),
			propertyNames: sample(text, { propertyNames: { pattern: '^x' } }),
			'oneOf at the top': sample(text, { oneOf: [{ required: ['thing'] }] }),
			'not at the top': sample(text, { not: { required: ['thing'] } }),
			'required but not there': sample(text, { required: ['other'] }),
			'name of an argument': sample(text, { properties: { 'filter[id]': text } }),
			'long description': sample({ type: 'string', description: 'x'.repeat(1_025) }),
			'long description of a tool': { ...sample(text), description: 'x'.repeat(1_025) },
			'long name': { ...sample(text), name: `list_${'x'.repeat(40)}` },
			'output that is no object': { ...sample(text), outputSchema: { type: 'array', items: {} } },
			'output of any type': { ...sample(text), outputSchema: { type: 'object', properties: { things: {} } } },
		};
		for (const [what, tool] of Object.entries(refused)) assert.notDeepEqual(refusals(tool), [], what);
	});

	it('say of every argument what it is, in more than a word', () => {
		for (const { name, argument } of args) {
			const { description = '' } = argument;
			assert.match(description, /^\S+ \S[^]*[.]$/, `${name}: ${description}`);
			assert.doesNotMatch(description, /^(?:Of|Or|By|With|On) |^E\.g\.|: never\.$/, `${name}: ${description}`);
		}
	});

	it('cost a conversation no more than they may', () => {
		const tools = catalogue
			.filter((tool) => offers({ access: 'respond', toolsets: defaultToolsets }, tool))
			.map(published);
		const tokens = (value: object) => countTokens(JSON.stringify(value));
		const input = tools.map(({ name, title, description, inputSchema }) => ({ name, title, description, inputSchema }));
		assert.ok(tokens({ tools: input }) < 7_200, `arguments: ${tokens({ tools: input })}`);
		assert.ok(tokens({ tools }) < 9_000, `all: ${tokens({ tools })}`);
	});
});
