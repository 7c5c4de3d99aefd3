import * as z from 'zod';
import type { EventLink } from '../../../pagerduty/api/events.ts';
import { largestEvent, readInlets } from '../../../pagerduty/api/events.ts';
import { freeText, reference } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { said } from '../../text/said.ts';
import { nameOf, quoted, sameName } from '../../text/names.ts';
import { parseMoment } from '../../time/parse-moment.ts';
import { localZoneFor } from '../../time/local-zone.ts';
import { formatIn } from '../../time/show-time.ts';
import { parseJson } from '../../../pagerduty/http/parse-json.ts';

/** Where an event goes: to a service, or to whatever a routing key belongs to. */
export const targetArguments = {
	service: reference('Name or id.').optional(),
	integration: reference('Name or id of the one of `service` to use. Default: its first that takes events.').optional(),
	routing_key: z
		.string()
		.max(100)
		.optional()
		.describe('Integration key to use instead of `service`. No answer shows it.'),
};

interface Target {
	readonly service?: string | undefined;
	readonly integration?: string | undefined;
	readonly routing_key?: string | undefined;
}

export interface RoutedService {
	readonly id: string;
	readonly name: string;
	/** As PagerDuty tells it, e.g. `maintenance` or `disabled`. */
	readonly status: string | undefined;
}

export interface RoutingTarget {
	readonly key: string;
	/** Unknown when a routing key was given. */
	readonly service?: RoutedService;
	/** Name of the service's integration. */
	readonly integration?: string;
}

const inlet = 'events_api_v2_inbound_integration';

/**
 * The routing key of an event and the service behind it. operationId: getService, unless a key is given.
 * @throws {ToolError} for a service without an integration that takes events, or without the one that is named.
 */
export async function findTarget(
	{ service, integration: wanted, routing_key: key }: Target,
	context: ToolContext,
): Promise<RoutingTarget> {
	if ((service === undefined) === (key === undefined))
		throw new ToolError({ message: 'Give either `service` or `routing_key`.' });
	if (key !== undefined) {
		if (wanted !== undefined)
			throw new ToolError({ message: 'A `routing_key` is that of an integration: leave out `integration`.' });
		if (/^[A-Za-z0-9]{32}$/.test(key)) return { key };
		throw new ToolError({ message: 'routing_key: a routing key has 32 letters and digits.' });
	}
	const { id, name } = await context.directory.resolve('service', service ?? '', context);
	const { integrations, status } = await readInlets(context.pagerduty, id);
	const inlets = integrations.flatMap(({ integration_key: inletKey, ...integration }) =>
		integration.type === inlet && inletKey ? [{ id: integration.id, name: nameOf(integration), key: inletKey }] : [],
	);
	if (inlets.length === 0)
		throw new ToolError({
			message: `${quoted(name)} takes no events: it has no Events API v2 integration whose key can be read.`,
			said: said`${quoted(name)} takes no changes: it has no Events API v2 integration whose key can be read.`,
			next: 'Add one to the service, or give a `routing_key`.',
		});
	const found = inletNamed(wanted, inlets, name);
	return { key: found.key, integration: found.name, service: { id, name, status } };
}

interface Inlet {
	readonly id: string;
	readonly name: string;
	readonly key: string;
}

function inletNamed(wanted: string | undefined, inlets: readonly Inlet[], service: string): Inlet {
	const named = inlets.filter(({ id, name }) => wanted === undefined || id === wanted || sameName(name, wanted));
	const [found, ...others] = named;
	if (found && (others.length === 0 || wanted === undefined)) return found;
	throw new ToolError({
		message: found
			? `Several integrations of ${quoted(service)} are called ${quoted(found.name)}.`
			: `${quoted(service)} has no integration ${quoted(wanted ?? '')} that takes events.`,
		said: found
			? said`Several integrations of ${quoted(service)} are called ${quoted(found.name)}.`
			: said`${quoted(service)} has no integration ${quoted(wanted ?? '')} that takes changes.`,
		candidates: (found ? named : inlets).map(({ id, name }) => ({ id, name })),
		next: 'Use the id of the right one.',
	});
}

export const detailsArgument = freeText(200_000, 'Further facts, as a JSON object or text.').optional();
export const linksArgument = z
	.array(z.string().max(2000))
	.min(1)
	.max(20)
	.optional()
	.describe('Web addresses. Each may have a title before it.');

/** A JSON object as it is, anything else as one detail. */
export function detailsOf(details: string | undefined): { custom_details?: Record<string, unknown> } {
	if (details === undefined) return {};
	const read = z.record(z.string(), z.unknown()).safeParse(parseJson(details));
	return { custom_details: read.success ? read.data : { details } };
}

/** @throws {ToolError} for what has no address. */
export function linksOf(links: readonly string[] | undefined): { links?: EventLink[] } {
	if (links === undefined) return {};
	return {
		links: links.map((link) => {
			const parts = /^(?<title>.*?)\s*(?<href>https?:\/\/\S+)$/s.exec(link.trim())?.groups;
			const href = parts?.['href'];
			if (!href || !URL.canParse(href))
				throw new ToolError({ message: `links: ${quoted(link.slice(0, 60))} has no address at its end.` });
			const title = parts['title']?.trim();
			return { href, ...(title && { text: title }) };
		}),
	};
}

/** When an event happened: for PagerDuty, and as it is shown with its offset. */
export async function timestampOf(
	at: string | undefined,
	context: ToolContext,
): Promise<{ readonly sent?: { timestamp: string }; readonly shown?: { at: string } }> {
	if (at === undefined) return {};
	const local = await localZoneFor([at], context);
	const moment = parseMoment('at', at, { asked: context.clock, local, toward: 'back' });
	return { sent: { timestamp: new Date(moment).toISOString() }, shown: { at: formatIn(moment, local.zone) } };
}

/** @throws {ToolError} for an event that PagerDuty would refuse by its size. */
export function checkSize(event: object): void {
	// The routing key and its name come on top.
	if (Buffer.byteLength(JSON.stringify(event)) + 60 <= largestEvent) return;
	throw new ToolError({
		message: 'The event is larger than the 512 KB that PagerDuty takes.',
		next: 'Shorten `details`.',
	});
}
