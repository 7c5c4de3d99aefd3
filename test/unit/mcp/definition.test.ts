import assert from 'node:assert/strict';
import { definitionVersion } from '../../../src/mcp/definition-version.ts';

describe('version of the server definition', () => {
	const parts = { access: 'respond', toolsets: ['incidents', 'oncall'] } as const;

	it('starts with the version of the product', () => {
		assert.match(definitionVersion('1.2.3', parts), /^1\.2\.3\+[0-9a-f]{10}$/);
	});

	it('stays while the same tools are offered', () => {
		const same = { ...parts, toolsets: ['oncall', 'incidents', 'oncall'] as const };
		assert.equal(definitionVersion('1.2.3', same), definitionVersion('1.2.3', parts));
	});

	it('changes with all that decides about the tools', () => {
		const versions = [
			definitionVersion('1.2.3', parts),
			definitionVersion('1.2.4', parts),
			definitionVersion('1.2.3', { ...parts, access: 'read' }),
			definitionVersion('1.2.3', { ...parts, toolsets: ['incidents'] }),
			definitionVersion('1.2.3', { ...parts, tools: ['get_user'] }),
			definitionVersion('1.2.3', { ...parts, excludedTools: ['get_user'] }),
		];
		assert.equal(new Set(versions).size, versions.length);
	});
});
