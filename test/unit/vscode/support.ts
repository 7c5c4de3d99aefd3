import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { ShownIncident } from '../../../src/tools/shapes/incident.ts';
import type { ShownOncall } from '../../../src/tools/shapes/oncall.ts';
import type { L10n } from '../../../src/vscode/words/situation.ts';

const texts = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8')));

/** English, with the arguments filled in. */
export const l10n: L10n = {
	t: (message, ...args) => message.replaceAll(/\{(\d)\}/g, (_match, index: string) => String(args[Number(index)])),
};

/** German, of which all that is asked for must be there. */
export const german: L10n = {
	t: (message, ...args) => {
		const text = texts[message];
		if (text === undefined && /\p{L}/u.test(message.replaceAll(/\{\d+\}/g, '')))
			throw new Error(`No German for ${message}`);
		return l10n.t(text ?? message, ...args);
	},
};

/** An open incident of high urgency, unless told otherwise. */
export function incident(id: string, changes: Partial<ShownIncident> = {}): ShownIncident {
	return {
		id,
		title: `Incident ${id}`,
		status: 'triggered',
		urgency: 'high',
		service: 'Checkout',
		service_id: 'PCHECKOUT',
		assignees: [],
		assignee_ids: [],
		teams: [],
		acknowledged_by: [],
		next_steps: [],
		...changes,
	};
}

/** A turn at level 1 that never ends, unless told otherwise. */
export function oncall(user: string, changes: Partial<ShownOncall> = {}): ShownOncall {
	return {
		user,
		user_id: `U${user}`,
		escalation_policy: 'Payments',
		escalation_policy_id: 'PPAYMENTS',
		level: 1,
		...changes,
	};
}
