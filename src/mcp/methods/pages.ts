import type { Result } from '@modelcontextprotocol/sdk/types.js';
import type { PublishedTool } from '../../tools/published.ts';
import type { Toolbox } from '../../tools/toolbox.ts';
import { pages } from '../pages/catalogue.ts';
import { pageHtml, pageMimeType } from '../pages/page.ts';

/** Which of a page's tools the client is offered: the page has buttons for no others. */
const offeredKey = 'oncall-for-pagerduty/offered';

/** A tool as clients are told of it, with its page if it has one. Clients without pages pass over that. */
export function withPage(tool: PublishedTool): PublishedTool & { readonly _meta?: object } {
	const page = pages.find(({ tools }) => tools.includes(tool.name));
	return page ? { ...tool, _meta: { ui: { resourceUri: page.uri } } } : tool;
}

/** What the person is asked before by us, whoever calls: a page does not ask that once more. */
const asksKey = 'oncall-for-pagerduty/asks';

/**
 * What the page of a tool, if it has one, must know beside the tool's answer.
 * @param others tools for pages alone
 */
export async function factsForPage(
	tool: string,
	tools: Pick<Toolbox, 'offered' | 'asks'>,
	others: readonly string[],
): Promise<Record<string, unknown>> {
	const page = pages.find((one) => one.tools.includes(tool));
	if (!page) return {};
	const offered = (await tools.offered()).map(({ name }) => name);
	const own = [...page.tools, ...page.calls].filter((name) => offered.includes(name));
	return { [offeredKey]: [...own, ...others], [asksKey]: tools.asks() };
}

/** The page at this address; undefined where there is none, or none of its tools is offered. */
export async function readPage(uri: unknown, tools: Pick<Toolbox, 'offered'>): Promise<Result | undefined> {
	const page = pages.find((one) => one.uri === uri);
	if (!page || !(await tools.offered()).some(({ name }) => page.tools.includes(name))) return undefined;
	// Without it a chat's frame keeps the clipboard from the page, which then leaves copying to the person.
	const _meta = { ui: { permissions: { clipboardWrite: {} } } };
	return { contents: [{ uri: page.uri, mimeType: pageMimeType, text: await pageHtml(page), _meta }] };
}
