import type { PagerDutyRequest } from '../../pagerduty/http/request.ts';
import type { WireRequest } from '../../pagerduty/http/wire.ts';
import type { Within } from '../core/access.ts';
import type { Inside } from './inside.ts';
import { isRecord } from './named-objects.ts';
import type { Rule } from './rules.ts';

type Filter = NonNullable<Rule['filters']>[number];

/** More ids than this make an address too long. */
const mostIds = 100;

/**
 * The request with filters that ask PagerDuty for what is inside. Where the caller filters already, by what was checked, theirs
 * stay. Undefined: nothing is inside, which no filter can say.
 */
export async function narrowed(
	request: WireRequest,
	rule: Rule,
	within: Within,
	inside: Inside,
): Promise<WireRequest | undefined> {
	const { filters = [], figures } = rule;
	if (filters.length === 0) return request;
	const filter = await filterFor(filters, within, inside);
	if (figures) {
		const body = isRecord(request.body) ? request.body : {};
		const given = isRecord(body['filters']) ? body['filters'] : {};
		if (isFiltered(given)) return request;
		return filter && { ...request, body: { ...body, filters: { ...given, ...filter } } };
	}
	const query: PagerDutyRequest<never>['query'] = request.query ?? {};
	// Of a list, what is outside is left out anyway.
	const tooMany = filter && Object.values(filter).some((ids) => ids.length > mostIds);
	return filter === undefined || tooMany || isFiltered(query)
		? request
		: { ...request, query: { ...query, ...filter } };
}

function isFiltered(filters: Readonly<Record<string, unknown>>): boolean {
	const names = ['team_ids', 'service_ids', 'escalation_policy_ids', 'schedule_ids'];
	return names.some((name) => Array.isArray(filters[name]) && filters[name].length > 0);
}

/** Undefined where there is none: nothing is inside, or PagerDuty cannot ask for one kind or the other. */
async function filterFor(
	filters: readonly Filter[],
	{ teams, services }: Within,
	inside: Inside,
): Promise<Partial<Record<Filter, readonly string[]>> | undefined> {
	if (filters.includes('escalation_policy_ids'))
		return oneOrMore('escalation_policy_ids', [...(await inside.policies())]);
	// Filters of two kinds count together, where one of them should be enough.
	if (filters.includes('team_ids') && services.length === 0) return { team_ids: teams };
	if (!filters.includes('service_ids')) return undefined;
	return oneOrMore('service_ids', [...(await inside.services()).keys()]);
}

function oneOrMore(filter: Filter, ids: readonly string[]) {
	return ids.length > 0 ? { [filter]: ids } : undefined;
}
