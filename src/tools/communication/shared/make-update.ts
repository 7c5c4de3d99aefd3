import * as z from 'zod';
import type { StatusPageUpdate, UpdateInput } from '../../../pagerduty/api/status-page-posts.ts';
import type { PostType } from '../../../pagerduty/api/status-pages.ts';
import { freeText, reference, references } from '../../core/arguments.ts';
import { ToolError } from '../../core/failure.ts';
import { newestFirst } from '../../lists/newest-first.ts';
import type { PageWords } from '../../core/directory.ts';
import { findAllClear, findWord, isResolving } from './find-words.ts';

/** What posts and updates say. */
export const updateArguments = {
	message: freeText(10_000, 'Public text. HTML is allowed.'),
	services: references('Impacted services of the page, by name.').optional(),
	impact: reference('Impact on these services, such as partial outage.').optional(),
	next_update_minutes: z.int().min(1).max(10_080).optional().describe('When to expect the next update.'),
	notify_subscribers: z.boolean().default(false).describe('Also send e-mail to all subscribers.'),
};

interface Said {
	readonly message: string;
	readonly status?: string | undefined;
	readonly severity?: string | undefined;
	readonly services?: readonly string[] | undefined;
	readonly impact?: string | undefined;
	readonly next_update_minutes?: number | undefined;
	readonly notify_subscribers: boolean;
}

/**
 * What is said, in the ids of the page; what is not said stays as in the `latest` update, unless the status says that all is
 * over: to publish an outage again beside it would mislead customers.
 * @throws {ToolError} for words that the page does not have.
 */
export function makeUpdate(
	said: Said,
	words: PageWords,
	type: PostType | undefined,
	latest?: StatusPageUpdate,
): UpdateInput {
	const status = said.status === undefined ? latest?.status?.id : findWord('status', words.statuses, said.status, type);
	const over = latest !== undefined && said.status !== undefined && isResolving(words.statuses, status);
	const severity =
		said.severity === undefined
			? latest?.severity && (over ? findAllClear('severity', words.severities, type) : latest.severity.id)
			: findWord('severity', words.severities, said.severity, type);
	if (status === undefined || severity === undefined)
		throw new ToolError({ message: 'Give `status` and `severity`: there is no earlier update to take them from.' });
	return {
		message: said.message,
		status,
		severity,
		impacted_services:
			impactsOf(said, words, type) ??
			impactsIn(latest, over ? () => findAllClear('impact', words.impacts, type) : undefined),
		notify_subscribers: said.notify_subscribers,
		update_frequency_ms:
			said.next_update_minutes === undefined
				? ((over ? undefined : latest?.update_frequency_ms) ?? null)
				: said.next_update_minutes * 60_000,
	};
}

function impactsOf(
	{ services, impact }: Said,
	words: PageWords,
	type: PostType | undefined,
): UpdateInput['impacted_services'] | undefined {
	if (!services && impact === undefined) return undefined;
	if (!services || impact === undefined)
		throw new ToolError({
			message: '`services` and `impact` need each other: which services, and how they are affected.',
		});
	const impactId = findWord('impact', words.impacts, impact, type);
	const ids = services.map((service) => findWord('services', words.services, service, undefined));
	return [...new Set(ids)].map((service) => ({ service, impact: impactId }));
}

/** @param other the impact to put in place of each */
function impactsIn(latest: StatusPageUpdate | undefined, other?: () => string): UpdateInput['impacted_services'] {
	return (latest?.impacted_services ?? []).flatMap(({ service, impact }) =>
		service && impact ? [{ service: service.id, impact: other?.() ?? impact.id }] : [],
	);
}

/** Of the updates of a post, the one reported last. */
export function latestOf(updates: readonly StatusPageUpdate[]): StatusPageUpdate | undefined {
	return newestFirst(updates, ({ reported_at: at }) => at)[0];
}
