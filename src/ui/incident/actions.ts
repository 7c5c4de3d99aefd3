import type { Fields } from '../shared/fields.ts';
import type { L10n } from '../shared/place.ts';
import type { Incident } from './data.ts';

/** A call of a tool. */
export interface Step {
	readonly tool: string;
	readonly input: Fields;
}

/** What can be done with an incident, one way of it. */
export interface Way {
	readonly label: string;
	readonly steps: readonly Step[];
	/** What is said once it is done. */
	readonly done: string;
}

/** A button of the page. */
export interface Action {
	readonly id: string;
	readonly label: string;
	/** The first one is what the button does; several are offered to choose from. */
	readonly ways: readonly Way[];
	/** What must be agreed to first: it pages people, or ends the incident. */
	readonly question?: string;
	/** The kind of consent that it needs where agents do it. */
	readonly consent?: 'pages';
}

/**
 * What can be done now, in the order of the buttons.
 * @param offered the tools that can be called; undefined for all
 * @param asksItself what whoever runs the tools asks before: the button does not ask that, too
 */
export function actionsFor(
	incident: Incident,
	offered: ReadonlySet<string> | undefined,
	asksItself: ReadonlySet<string>,
	l10n: L10n,
): readonly Action[] {
	const { id, status } = incident;
	const open = status !== 'resolved';
	const incidents = [id];
	const acknowledging: Step = { tool: 'acknowledge_incidents', input: { incidents } };
	const one = (label: string, tool: string, done: string): readonly Way[] => [
		{ label, steps: [{ tool, input: { incidents } }], done },
	];
	const snooze = (label: string, duration: string): Way => ({
		label,
		// PagerDuty snoozes what is acknowledged only.
		steps: [
			...(status === 'acknowledged' ? [] : [acknowledging]),
			{ tool: 'snooze_incidents', input: { incidents, duration } },
		],
		done: l10n.t('Snoozed'),
	});
	const all: readonly (Action | false)[] = [
		status === 'triggered' && {
			id: 'acknowledge',
			label: l10n.t('Acknowledge'),
			ways: one(l10n.t('Acknowledge'), 'acknowledge_incidents', l10n.t('Acknowledged')),
		},
		open && {
			id: 'resolve',
			label: l10n.t('Resolve'),
			ways: one(l10n.t('Resolve'), 'resolve_incidents', l10n.t('Resolved')),
			question: l10n.t('Resolve this incident? It ends for everybody.'),
		},
		open && {
			id: 'snooze',
			label: l10n.t('Snooze'),
			ways: [
				snooze(l10n.t('30 minutes'), '30m'),
				snooze(l10n.t('1 hour'), '1h'),
				snooze(l10n.t('4 hours'), '4h'),
				snooze(l10n.t('8 hours'), '8h'),
			],
		},
		// Incidents of low urgency do not escalate.
		open &&
			incident.urgency !== 'low' && {
				id: 'escalate',
				label: l10n.t('Escalate'),
				ways: one(l10n.t('Escalate'), 'escalate_incidents', l10n.t('Escalated')),
				consent: 'pages',
				question: l10n.t('Escalate this incident? Whoever is on call at the next level is paged now.'),
			},
		!open && {
			id: 'reopen',
			label: l10n.t('Reopen'),
			ways: one(l10n.t('Reopen'), 'reopen_incidents', l10n.t('Reopened')),
			consent: 'pages',
			question: l10n.t('Reopen this incident? Whoever is on call for it is paged again.'),
		},
	];
	return all
		.filter((action) => action !== false)
		.map(({ question, ...action }) => {
			const asked = question !== undefined && !asksItself.has(action.consent ?? '');
			return asked ? { ...action, question } : action;
		})
		.filter(({ ways }) => ways.every(({ steps }) => steps.every(({ tool }) => offered?.has(tool) ?? true)));
}

/** The call that adds a note. */
export function noteStep({ id }: Incident, note: string): Step {
	return { tool: 'add_incident_note', input: { incident: id, note } };
}
