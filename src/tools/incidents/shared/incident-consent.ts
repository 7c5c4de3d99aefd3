import type { Incident } from '../../../pagerduty/api/incident.ts';
import { fewIncidents, type Act, type ConsentKind } from '../../core/consent.ts';
import type { ToolContext } from '../../core/context.ts';
import { nameOf, numberOf, quoted, quotedNames } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';
import type { Paged, PolicyLevel } from '../../schedules/who-is-paged.ts';
import { inTurn, said, type Said, type Saying } from '../../text/said.ts';

/** What is done to incidents, in words for the person who must agree. */
export interface IncidentAct {
	/** As a command, e.g. `Resolve`. */
	readonly verb: Said;
	/** The question: whether to do it to these, and to page those, where it pages anybody. */
	readonly question: (incidents: Said, paged: Saying | undefined) => Said | Promise<Said>;
	/** Whom it pages; undefined for nobody. */
	readonly pages?: ((incidents: readonly Incident[]) => Promise<Paged>) | undefined;
	/** Whether the person has agreed to just these. */
	readonly agreed?: boolean;
}

/** As many incidents are named in a question. */
const mostNamed = 3;
const mostServices = 3;

/**
 * Asks the person where a change pages people, or is one of many incidents.
 * @throws {ToolError} nothing was changed, and why
 */
export async function requireIncidentConsent(
	incidents: readonly Incident[],
	{ verb, question, pages, agreed = false }: IncidentAct,
	{ consent }: Pick<ToolContext, 'consent'>,
): Promise<void> {
	const kinds: ConsentKind[] = [
		...(pages && incidents.length > 0 ? ['pages' as const] : []),
		...(incidents.length > fewIncidents && !agreed ? ['many' as const] : []),
	];
	await consent.require(kinds, async (): Promise<Act> => {
		const paged = await pages?.(incidents);
		return {
			question: await question(incidentsText(incidents), paged?.who),
			yes: verb,
			ids: [...incidents.map(({ id }) => id), ...(paged?.ids ?? [])],
		};
	});
}

/** `#1041 "Payment errors"`, or `12 incidents of "Checkout" (#1041 "Payment errors" and 11 more)`. */
export function incidentsText(incidents: readonly Incident[]): Said {
	const [only, ...others] = incidents;
	if (!only) return said`no incident`;
	if (others.length === 0) return inTurn([incidentText(only)], '');
	const named = incidents.slice(0, mostNamed).map(incidentText).join(', ');
	const more = incidents.length - mostNamed;
	const which = more > 0 ? said`${named} and ${more} more` : named;
	const services = [...new Set(incidents.flatMap(({ service }) => (service ? [nameOf(service)] : [])))];
	return services.length > 0 && services.length <= mostServices
		? said`${incidents.length} incidents of ${quotedNames(services)} (${which})`
		: said`${incidents.length} incidents (${which})`;
}

/** An incident by number and title. */
export function incidentText(incident: Incident): string {
	const { title, summary } = incident;
	return `${numberOf(incident)} ${quoted(cleanLine(title ?? summary ?? '(no title)', 100))}`;
}

/** The escalation policies of incidents, each once, with the level that each incident goes to. */
export function policiesOf(
	incidents: readonly Incident[],
	levelOf: (incident: Incident) => number | undefined = () => undefined,
): PolicyLevel[] {
	const levels = incidents.flatMap((incident): PolicyLevel[] => {
		const { escalation_policy: policy } = incident;
		return policy ? [{ policy: policy.id, level: levelOf(incident) }] : [];
	});
	return [...new Map(levels.map((one) => [`${one.policy} ${one.level ?? ''}`, one])).values()];
}
