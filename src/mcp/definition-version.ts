import { createHash } from 'node:crypto';
import { accessLevels, toolsets, type Policy } from '../tools/core/access.ts';

/**
 * Version of the server definition: the product's version and a short hash of what decides which tools are offered; when it
 * changes, clients forget the tools they know. Loads nothing of the MCP SDK, so it is safe to call while the editor starts.
 */
export function definitionVersion(productVersion: string, policy: Policy): string {
	const decides = JSON.stringify([
		accessLevels.indexOf(policy.access),
		toolsets.filter((toolset) => policy.toolsets.includes(toolset)),
		...[policy.tools, policy.excludedTools].map((names) => [...new Set(names)].sort()),
		...(policy.within ? [policy.within] : []),
	]);
	return `${productVersion}+${createHash('sha256').update(decides).digest('hex').slice(0, 10)}`;
}
