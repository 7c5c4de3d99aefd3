import * as z from 'zod';
import type { Region } from '../../pagerduty/http/account.ts';
import type { PageName } from '../ids.ts';

/** What a link of the editor shows. It never changes anything. */
export type LinkTarget =
	/** By id or number. */
	| { readonly kind: 'incident'; readonly incident: string }
	| { readonly kind: 'schedule'; readonly schedule: string }
	| { readonly kind: 'service'; readonly service: string }
	| { readonly kind: 'oncall' }
	| { readonly kind: 'report' };

/** A page and what it shows. */
export interface ShownPage {
	readonly page: PageName;
	readonly subject: Readonly<Record<string, string>>;
}

export interface EditorLink {
	readonly target: LinkTarget;
	/** The account that it is about, such as `acme` or `acme.eu`; undefined for the one in use. */
	readonly account: string | undefined;
}

/** The parts of a `vscode.Uri` that carry something. */
export interface UriParts {
	readonly path: string;
	readonly query: string;
	readonly fragment: string;
}

const Id = z.string().regex(/^[A-Za-z0-9]{1,40}$/);
const Path = z.union([
	z.tuple([z.literal('incident'), Id]).transform(([kind, incident]) => ({ kind, incident })),
	z.tuple([z.literal('schedule'), Id]).transform(([kind, schedule]) => ({ kind, schedule })),
	z.tuple([z.literal('service'), Id]).transform(([kind, service]) => ({ kind, service })),
	z.tuple([z.enum(['oncall', 'report'])]).transform(([kind]) => ({ kind })),
]);
const Query = z.strictObject({
	account: z
		.string()
		.max(80)
		.regex(/^[a-z0-9][a-z0-9-]*(\.eu)?$/)
		.optional(),
});

/** The link of an address; undefined for whatever is not exactly one, with nothing before, between or behind it. */
export function parseEditorLink({ path, query, fragment }: UriParts): EditorLink | undefined {
	if (!path.startsWith('/') || fragment !== '') return undefined;
	const given = [...new URLSearchParams(query)];
	const target = Path.safeParse(path.slice(1).split('/')).data;
	const named = Query.safeParse(Object.fromEntries(given)).data;
	if (!target || !named || given.length > Object.keys(named).length) return undefined;
	return { target, account: named.account };
}

/** Where a link finds the editor again. */
export interface LinkBase {
	/** Such as `vscode` or `vscode-insiders`. */
	readonly scheme: string;
	readonly extensionId: string;
	readonly account: string | undefined;
}

/** The address of something in the editor. */
export function editorLink(target: LinkTarget, { scheme, extensionId, account }: LinkBase): string {
	const { page, subject } = pageOf(target);
	const path = page === 'oncall' ? [target.kind] : [page];
	const query = account === undefined ? '' : `?account=${account}`;
	return `${scheme}://${extensionId}/${[...path, ...Object.values(subject)].join('/')}${query}`;
}

/** The page that shows it. */
export function pageOf(target: LinkTarget): ShownPage {
	const { kind, ...subject } = target;
	return { page: kind === 'schedule' ? 'oncall' : kind, subject };
}

/** What a link leads to that shows the same page. Undefined for what is none. */
export function targetOf({ page, subject }: ShownPage): LinkTarget | undefined {
	const kind = page === 'oncall' && subject['schedule'] !== undefined ? 'schedule' : page;
	return Path.safeParse([kind, ...Object.values(subject)]).data;
}

/** How links name an account: as its web address begins. Undefined where that is not known, as in the demo. */
export function linkAccount(account: {
	readonly subdomain?: string | undefined;
	readonly region?: Region;
}): string | undefined {
	const { subdomain, region } = account;
	if (subdomain === undefined) return undefined;
	return region === 'eu' ? `${subdomain}.eu` : subdomain;
}
