import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { needsSender } from '../../src/doctor/tools/needs.ts';
import { operationScopes } from '../../src/pagerduty/api/operations.ts';
import { routes } from '../../src/sandbox/routes/table.ts';
import { documentFiles, factsPath, isServed, publishedDocument } from './openapi/documents.ts';
import { factsText, openApiFacts, scopeKeyword } from './openapi/facts.ts';
import { textAt } from '../support/json-schema.ts';
import { loadOpenApi } from '../support/openapi.ts';

const prose = {
	paths: {
		'/things/{id}': {
			parameters: [{ $ref: '#/components/parameters/id' }],
			get: {
				operationId: 'getThing',
				summary: 'Get a thing',
				'x-pd-requires-scope': 'things.read',
				description: 'Some prose.',
				parameters: [{ name: 'a', in: 'query', description: 'Prose.', schema: { type: 'string', enum: ['x'] } }],
				responses: {
					200: {
						description: 'More prose.',
						content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' }, examples: { one: {} } } },
					},
				},
			},
			delete: { operationId: 'deleteThing', responses: {} },
		},
	},
	components: {
		parameters: { id: { name: 'id', in: 'path', required: true, description: 'Prose.', schema: { type: 'string' } } },
		schemas: {
			Thing: {
				type: 'object',
				description: 'Prose.',
				required: ['description'],
				properties: {
					description: { type: 'string', maxLength: 5, example: 'e', description: 'Prose.' },
					part: { nullable: true, allOf: [{ $ref: '#/components/schemas/Part' }] },
				},
			},
			Part: { type: 'object', title: 'Prose', properties: { whole: { $ref: '#/components/schemas/Thing' } } },
			Unused: { type: 'object' },
		},
	},
};

describe('the facts of PagerDuty’s OpenAPI', () => {
	it('are those of the wanted operations and what these refer to, without prose', () => {
		const facts = openApiFacts(prose, (operationId) => operationId === 'getThing');
		assert.deepEqual(facts, {
			paths: {
				'/things/{id}': {
					parameters: [{ $ref: '#/components/parameters/id' }],
					get: {
						operationId: 'getThing',
						'x-pd-requires-scope': 'things.read',
						parameters: [{ name: 'a', in: 'query', schema: { type: 'string', enum: ['x'] } }],
						responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
					},
				},
			},
			components: {
				parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
				schemas: {
					Part: { type: 'object', properties: { whole: { $ref: '#/components/schemas/Thing' } } },
					Thing: {
						type: 'object',
						required: ['description'],
						properties: {
							description: { type: 'string', maxLength: 5 },
							part: { nullable: true, allOf: [{ $ref: '#/components/schemas/Part' }] },
						},
					},
				},
			},
		});
	});

	it('hold every operation that the demo account serves', () => {
		const api = loadOpenApi();
		for (const { method, path, operationId } of routes)
			assert.equal(api.match(method, path)?.operationId, operationId, `${method} ${path}`);
	});

	it('name the scope that the demo account wants of a token, where they name one', () => {
		const api = loadOpenApi();
		const wrong = routes.flatMap(({ method, path, operationId, scope }) => {
			const documented = api.match(method, path)?.definition[scopeKeyword];
			return documented === undefined || documented === scope ? [] : [`${operationId} wants ${scope ?? 'nothing'}`];
		});
		assert.deepEqual(wrong, []);
	});

	it('name the scope of every operation in use', () => {
		const api = loadOpenApi();
		const documented = routes.map(({ method, path, operationId }) => [
			operationId,
			api.match(method, path)?.definition[scopeKeyword],
		]);
		assert.deepEqual({ ...operationScopes }, Object.fromEntries(documented));
	});

	it('say which operations need somebody in whose name they are sent', () => {
		const needy = loadOpenApi().operations.filter(({ parameters }) =>
			parameters.some((one) => textAt(one, 'name')?.toLowerCase() === 'from' && one['required'] === true),
		);
		assert.deepEqual([...needsSender].sort(), needy.map(({ operationId }) => operationId).sort());
	});

	for (const file of documentFiles) {
		const document = publishedDocument(file);
		// A stranger has only the clone; whoever has PagerDuty's document beside it compares the facts with the whole of it.
		if (document === undefined) continue;
		it(`of ${file} are what the published document says; npm run facts renews them`, () => {
			assert.equal(readFileSync(factsPath(file), 'utf8'), factsText(openApiFacts(document, isServed)));
		});
	}
});
