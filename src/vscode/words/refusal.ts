import { ToolError, type Refusal } from '../../tools/core/failure.ts';
import { quoted } from '../../tools/text/names.ts';
import { describeProblem, type Problem } from './problem.ts';
import type { L10n } from './situation.ts';

/** Describes any error, and what a tool refused in words for people. Loaded with the first one. */
export function describeRefused(error: unknown, l10n: L10n): Problem {
	if (!(error instanceof ToolError) || !error.failure.refusal) return describeProblem(error, l10n);
	const message = refusalInWords(error.failure.refusal, l10n);
	return describeProblem(new ToolError({ ...error.failure, message }, error), l10n);
}

function refusalInWords(refusal: Refusal, l10n: L10n): string {
	switch (refusal.kind) {
		case 'noIncident':
			return l10n.t('There is no incident {0}.', quoted(refusal.incident));
		case 'mergeIntoResolved':
			return l10n.t('{0} is resolved: only an open incident can take others in.', refusal.incident);
		case 'notMergeable':
			return l10n.t(
				'{0} cannot be merged: PagerDuty merges only incidents that have alerts or that somebody opened by hand. Nothing was merged.',
				refusal.incidents.join(', '),
			);
		case 'helpWithResolved':
			return l10n.t('{0} is resolved, so nobody was asked to help with it.', refusal.incident);
		case 'helpByNobody':
			return l10n.t('Only a person can ask responders for help, and this is an account-level key.');
		case 'overridesRefused':
			return l10n.t('PagerDuty refused the override, so nothing has changed.');
		case 'swapRefused':
			return l10n.t('PagerDuty refused the swap, so nothing has changed.');
		case 'timeIsOver':
			return l10n.t('That time is over, and the past cannot be changed.');
		case 'noEvents':
			return l10n.t(
				'{0} takes no changes: it has no Events API v2 integration whose key can be read.',
				quoted(refusal.service),
			);
		case 'notOnCall':
			return l10n.t('{0} is not on call on {1} all that time.', quoted(refusal.person), quoted(refusal.schedule));
		case 'noShift':
			return l10n.t('{0} has no shift on {1} at that time.', quoted(refusal.person), quoted(refusal.schedule));
		case 'halfSwapped':
			return l10n.t(
				'PagerDuty refused half of the swap, and the other half could not be taken back. Look at {0} and remove the override that is left.',
				quoted(refusal.schedule),
			);
		case 'overrideOver':
			return l10n.t('That override of {0} is over, and PagerDuty keeps it as it was.', quoted(refusal.schedule));
		case 'wrongFieldValue':
			return wrongFieldValue(refusal, l10n);
		case 'noFieldOption':
			return l10n.t('{0} has no option {1}.', quoted(refusal.field), quoted(refusal.option));
		case 'noPageWord':
			return l10n.t('This status page has no {0}.', quoted(refusal.word));
		case 'severalPageWords':
			return l10n.t('This status page has several {0}.', quoted(refusal.word));
		case 'oldHarmPublished':
			return l10n.t(
				'Say how bad it is now, too: otherwise the page would show the earlier state again. Nothing was published.',
			);
		case 'workflowUnclear':
			return l10n.t(
				'No clear answer came: the workflow {0} may or may not have started on {1}. Look before you start it again.',
				quoted(refusal.workflow),
				refusal.incident,
			);
	}
}

function wrongFieldValue(
	{ field, wants, value }: Extract<Refusal, { readonly kind: 'wrongFieldValue' }>,
	l10n: L10n,
): string {
	switch (wants) {
		case 'boolean':
			return l10n.t('{0} takes yes or no, not {1}.', quoted(field), quoted(value));
		case 'integer':
			return l10n.t('{0} takes a whole number, not {1}.', quoted(field), quoted(value));
		case 'number':
			return l10n.t('{0} takes a number, not {1}.', quoted(field), quoted(value));
	}
}
