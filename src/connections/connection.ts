import * as z from 'zod';
import { clientKinds } from './client-kinds.ts';
import { accessLevels, toolsets, type Policy, type Toolset } from '../tools/core/access.ts';

/** An object of PagerDuty: the id counts, the name is for people. */
const Named = z.object({ id: z.string(), name: z.string() });
export type Named = Readonly<z.output<typeof Named>>;

const toolsetNames: readonly [Toolset, ...Toolset[]] = ['incidents', ...toolsets.slice(1)];

/** Whose account it is, as far as its token tells, so that it is known again after the next sign-in; or the demo. */
const Whose = z.union([
	z.object({ demo: z.literal(true), name: z.string() }),
	z.object({
		region: z.enum(['us', 'eu']),
		kind: z.enum(['user', 'account']),
		name: z.string(),
		userId: z.string().optional(),
		subdomain: z.string().optional(),
	}),
]);
export type Whose = Readonly<z.output<typeof Whose>>;

/** What a person decides about a connection. */
export const Terms = z.object({
	name: z.string().min(1).max(60),
	client: z.enum(clientKinds),
	/** The account that it serves where there are several; left out: the one in use. */
	account: Whose.optional(),
	access: z.enum(accessLevels),
	toolsets: z.array(z.enum(toolsetNames)),
	/** Offered too, whatever their area and level. */
	tools: z.array(z.string()).optional(),
	/** Not offered, whatever else is chosen. */
	excludedTools: z.array(z.string()).optional(),
	/** Only what belongs to one of these teams or services; left out: the whole account. */
	within: z.object({ teams: z.array(Named), services: z.array(Named) }).optional(),
	/** The most calls of tools in any 60 seconds; left out: no limit. */
	callsPerMinute: z.int().min(1).max(999_999).optional(),
	/** Epoch milliseconds; left out: never. */
	endsAt: z.number().optional(),
	/** The host by which a tunnel calls, in lower case. Whatever calls by it gets in with this connection only. */
	host: z.string().optional(),
	/** The client takes nothing but an address, so the secret is part of it. Needs `host`. */
	secretInPath: z.boolean().optional(),
});
export type Terms = Readonly<z.output<typeof Terms>>;

/** A connection as it is kept: no secret can be got out of it. */
export const Connection = Terms.extend({
	id: z.string(),
	/** SHA-256 in hexadecimal digits. */
	secretHash: z.string(),
	/** Of a second secret, which the client sends in `Authorization` beside the one in the path. */
	secondHash: z.string().optional(),
	createdAt: z.number(),
	/** To the minute. */
	lastUsedAt: z.number().optional(),
});
export type Connection = Readonly<z.output<typeof Connection>>;

/** Which tools a connection gives, and of what. */
export function policyOf({ access, toolsets: areas, tools, excludedTools, within }: Terms): Policy {
	return {
		access,
		toolsets: areas,
		...(tools && { tools }),
		...(excludedTools && { excludedTools }),
		...(within && {
			within: {
				teams: within.teams.map(({ id }) => id),
				services: within.services.map(({ id }) => id),
				names: Object.fromEntries([...within.teams, ...within.services].map(({ id, name }) => [id, name])),
			},
		}),
	};
}

/** Whether its time has come. */
export function hasEnded({ endsAt }: Pick<Connection, 'endsAt'>, now: Date): boolean {
	return endsAt !== undefined && endsAt <= now.getTime();
}

/** The part of a host that a tunnel and a person agree on, or undefined where a text is no host. */
export function hostOf(text: string): string | undefined {
	const given = text.trim().toLowerCase();
	const host = /^https?:\/\//.test(given) ? (URL.canParse(given) ? new URL(given).host : '') : given;
	return /^(?=.{1,253}(?::|$))[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+(?::\d{1,5})?$/.test(
		host,
	) && !/^[\d.]+(?::\d+)?$/.test(host)
		? host
		: undefined;
}
