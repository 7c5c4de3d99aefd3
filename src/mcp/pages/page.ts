/** A page that a chat shows beside a tool's answer, as an MCP App. The answer is complete without it. */
export interface McpPage {
	/** Where clients read it. */
	readonly uri: string;
	/** What people call it. */
	readonly title: string;
	/** The reading tools whose answers it shows. Never one that changes something: no client asks before it mounts a page. */
	readonly tools: readonly string[];
	/** What else it calls. It offers only what the client is offered. */
	readonly calls: readonly string[];
	/** Loaded with the first client that shows it. */
	readonly load: () => Promise<{ readonly script: string; readonly style: string }>;
}

/** What clients know a page by. */
export const pageMimeType = 'text/html;profile=mcp-app';

/** A page as one file that needs nothing else, which is how MCP Apps come to clients. */
export async function pageHtml({ title, load }: McpPage): Promise<string> {
	const { script, style } = await load();
	return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>
<body><script type="module">${script}</script></body></html>`;
}
