import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { catalogue } from '../../src/tools/catalogue.ts';
import { published } from '../../src/tools/published.ts';

const file = resolve('test/mcp/tools.snapshot.json');

describe('published tools', () => {
	it('are what agents know; UPDATE_SNAPSHOTS=1 accepts a change', async () => {
		const actual: unknown = JSON.parse(JSON.stringify(catalogue.map(published)));
		if (process.env['UPDATE_SNAPSHOTS'] === '1') {
			const { format } = await import('prettier');
			writeFileSync(file, await format(JSON.stringify(actual), { parser: 'json', printWidth: 120 }));
		}
		assert.deepEqual(actual, JSON.parse(readFileSync(file, 'utf8')));
	});

	it('have names and schemas that clients take', () => {
		for (const tool of catalogue.map(published)) {
			// VS Code prefixes `mcp_pagerduty_` and cuts at 64.
			assert.match(tool.name, /^[a-z][a-z0-9_]{2,49}$/);
			assert.ok(tool.title && tool.description, tool.name);
			assert.equal(tool.inputSchema.type, 'object');
			assert.doesNotMatch(JSON.stringify(tool), /"\$ref"|"\$schema"|"allOf"/, tool.name);
			if (tool.annotations.readOnlyHint) assert.notEqual(tool.annotations.destructiveHint, true, tool.name);
		}
		assert.equal(new Set(catalogue.map(({ name }) => name)).size, catalogue.length);
	});
});
