// What the page suites run beside the browser: an account of its own, and the editor's side of a page, in Node.
import { asResult } from '../../src/mcp/call-result.ts';
import { resultText } from '../../src/tools/text/result-text.ts';
import { SignedIn, type SignedInOptions } from '../support/signed-in.ts';
import { PageHost, type PageAnswer, type PageContext } from '../../src/vscode/pages/page-host.ts';

export { pages } from '../../src/mcp/pages/catalogue.ts';
export { pageHtml } from '../../src/mcp/pages/page.ts';
export { panelHtml } from '../../src/vscode/pages/panel-html.ts';

/** Code and style of each page. */
export const codeOf = {
	incident: () => import('page:incident'),
	oncall: () => import('page:oncall'),
	report: () => import('page:report'),
	service: () => import('page:service'),
};

type Replaced = Record<string, unknown> | string | undefined;

export interface ShownPage {
	readonly account: SignedIn;
	readonly host: PageHost;
	/** Tools that the page called. */
	readonly calls: string[];
	/** Addresses that it wanted to open. */
	readonly opened: string[];
	/** What the page is told from now on where a tool is called; undefined for what the tool gives. */
	replace: (tool: string, answer: Record<string, unknown>) => Replaced | Promise<Replaced>;
	/** Tools that an agent is offered, where the host tells of them. */
	offered?: readonly string[] | undefined;
	/** Before what the server asks the person, where the host tells of it. */
	asks?: readonly string[] | undefined;
	/** Shows what a tool answers, as a chat does. */
	show(tool: string, input: Readonly<Record<string, unknown>>): Promise<void>;
	/** Reads the incident and tells the page, as after a change. */
	tell(id: string): Promise<void>;
	say(problem: string): void;
	close(): Promise<void>;
}

/** @param context as the host tells of itself @param post sends to the page */
export async function openHost(
	options: SignedInOptions,
	context: () => PageContext,
	post: (message: object) => void,
	ready: (page: ShownPage) => void,
): Promise<ShownPage> {
	const account = await SignedIn.open(options);
	const facts = () => ({
		...(page.offered && { 'oncall-for-pagerduty/offered': page.offered }),
		...(page.asks && { 'oncall-for-pagerduty/asks': page.asks }),
	});
	const answered = (output: Record<string, unknown>): PageAnswer & { readonly _meta: object } => ({
		_meta: facts(),
		structuredContent: output,
		content: [{ type: 'text', text: resultText(output) }],
	});
	const failed = (text: string): PageAnswer => ({ isError: true, content: [{ type: 'text', text }] });
	const call = async (name: string, input: unknown): Promise<PageAnswer> => {
		page.calls.push(name);
		const signal = new AbortController().signal;
		const result = await account.toolbox.call(name, input, {
			signal,
			priority: 'person',
			...(options.person && { person: options.person }),
		});
		const answer = await page.replace(name, result.ok ? result.output : {});
		if (answer !== undefined) return typeof answer === 'string' ? failed(answer) : answered(answer);
		return result.ok ? answered(result.output) : asResult(result, facts());
	};
	const page: ShownPage = {
		account,
		calls: [],
		opened: [],
		replace: () => undefined,
		host: new PageHost({
			post,
			call,
			openLink: (url) => Promise.resolve(page.opened.push(url) > 0),
			context,
			ready: () => ready(page),
			log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
		}),
		show: async (tool, input) => {
			page.host.sendInput(input);
			page.host.sendResult(answered(await account.call(tool, input)));
		},
		tell: async (id) => {
			const { incident } = await account.call('get_incident', { incident: id, fields: ['all'] });
			page.host.sendResult(answered({ incident }));
		},
		say: (problem) => page.host.sendResult(failed(problem)),
		close: () => account.close(),
	};
	return page;
}
