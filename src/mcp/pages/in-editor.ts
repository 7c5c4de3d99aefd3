import { ErrorCode, type CallToolResult, type ClientCapabilities, type Tool } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { ProtocolError } from '../methods/method.ts';
import { pageMimeType } from './page.ts';

/** The editor that a server runs in. It shows pages in panels, which live on where those of a chat end with their answer. */
export interface PagesInEditor {
	/** Shows a page, and does nothing else. */
	open(page: PageInEditor, subject: Readonly<Record<string, string>>): Promise<void>;
}

const pages = ['incident', 'oncall', 'report', 'service'] as const;
export type PageInEditor = (typeof pages)[number];

/** How the page's subject names what it shows. A page without a name here shows the account. */
const named = { incident: 'incident', oncall: 'schedule', service: 'service', report: undefined } as const;

const Input = z
	.strictObject({
		page: z.enum(pages),
		id: z
			.string()
			.regex(/^[A-Za-z0-9]{1,40}$/)
			.optional(),
	})
	.refine(({ page, id }) => (id === undefined ? page !== 'incident' && page !== 'service' : page !== 'report'));

/** For pages alone: no model is told of it, so it costs no conversation anything. */
export const openInEditor = {
	name: 'open_in_editor',
	title: 'Open in the editor',
	description: 'Opens the page in a tab of the editor.',
	inputSchema: {
		type: 'object',
		properties: { page: { type: 'string', enum: [...pages] }, id: { type: 'string' } },
		required: ['page'],
	},
	annotations: { readOnlyHint: true, openWorldHint: false },
	_meta: { ui: { visibility: ['app'] } },
} as const satisfies Omit<Tool, 'inputSchema'> & { inputSchema: object };

const extension = 'io.modelcontextprotocol/ui';
const Capability = z.object({ mimeTypes: z.array(z.string()) });

/** Whether the client shows pages. One that does not would offer a tool of theirs to the model. */
export function showsPages(capabilities: ClientCapabilities | undefined): boolean {
	const { data } = Capability.safeParse(capabilities?.extensions?.[extension]);
	return data?.mimeTypes.includes(pageMimeType) ?? false;
}

/** Opens what a page asks for. @throws {ProtocolError} for anything else */
export async function openPage(input: unknown, editor: PagesInEditor): Promise<CallToolResult> {
	const { data } = Input.safeParse(input);
	if (!data)
		throw new ProtocolError(ErrorCode.InvalidParams, `${openInEditor.name} needs a page and the id of what it shows`);
	const { page, id } = data;
	const name = named[page];
	await editor.open(page, id === undefined || name === undefined ? {} : { [name]: id });
	return { content: [{ type: 'text', text: 'Opened in the editor.' }] };
}
