import { createHash } from 'node:crypto';
import { accessLevels, toolsets, type Policy } from '../tools/access.ts';

/** What decides which tools are offered and what they do; when it changes, clients must forget the tools they know. */
export interface DefinitionParts extends Policy {
	/** Kind of sign-in, e.g. `user`, `account`, `demo`; undefined while signed out. */
	readonly signIn?: string | undefined;
}

/**
 * Version of the server definition: the product's version and a short hash of what decides the tool list. Loads nothing of the
 * MCP SDK, so it is safe to call while the editor starts.
 */
export function definitionVersion(productVersion: string, parts: DefinitionParts): string {
	const decides = JSON.stringify([
		accessLevels.indexOf(parts.access),
		toolsets.filter((toolset) => parts.toolsets.includes(toolset)),
		parts.signIn ?? null,
	]);
	return `${productVersion}+${createHash('sha256').update(decides).digest('hex').slice(0, 10)}`;
}
