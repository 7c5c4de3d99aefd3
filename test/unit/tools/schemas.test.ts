import assert from 'node:assert/strict';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import * as z from 'zod';
import { defaultToolsets } from '../../../src/tools/access.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { offers } from '../../../src/tools/offer.ts';
import { published } from '../../../src/tools/published.ts';

/** What OpenAI, Anthropic, Gemini and Copilot all take in the schema of an argument. Others, such as `exclusiveMinimum`, some refuse. */
const taken = ['type', 'description', 'enum', 'items', 'default'];
const types = ['string', 'integer', 'number', 'boolean', 'array'];

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

	it('have only what every model provider takes', () => {
		for (const tool of catalogue) {
			const { inputSchema } = published(tool);
			const top = ['type', 'properties', 'required', 'additionalProperties'];
			assert.deepEqual(
				Object.keys(inputSchema).filter((key) => !top.includes(key)),
				[],
				tool.name,
			);
			assert.match(tool.name, /^[a-z_]{1,64}$/);
			for (const name of Object.keys(inputSchema.properties)) assert.match(name, /^[a-z_]{1,64}$/, tool.name);
		}
		for (const { name, argument } of args)
			for (const schema of [argument, ...(argument.items ? [argument.items] : [])]) {
				assert.deepEqual(
					Object.keys(schema).filter((key) => !taken.includes(key)),
					[],
					name,
				);
				assert.ok(types.includes(schema.type), name);
				assert.equal(schema.type === 'array', schema.items !== undefined, name);
				assert.ok(schema.enum === undefined || (schema.type === 'string' && !schema.enum.includes('')), name);
			}
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
		assert.ok(tokens({ tools: input }) < 7_000, `arguments: ${tokens({ tools: input })}`);
		assert.ok(tokens({ tools }) < 9_000, `all: ${tokens({ tools })}`);
	});
});
