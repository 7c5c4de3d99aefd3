import * as vscode from 'vscode';
import type { Caller } from '../../../tools/toolbox.ts';
import { safeForLabel } from '../../words/markup-safe.ts';
import { chooseNamed, type Named } from './choose-named.ts';
import type { IncidentSources } from './incidents-meant.ts';

/** Who gets an incident, or is asked to help with it. */
export interface Recipient {
	readonly kind: 'user' | 'policy';
	readonly id: string;
	readonly name: string;
}

const listed = 100;

/** Asks for a person or an escalation policy. */
export function chooseRecipient(
	{ toolbox, clock }: Pick<IncidentSources, 'toolbox' | 'clock'>,
	title: string,
): Promise<Recipient | undefined> {
	return chooseNamed<Recipient>(
		{
			title,
			placeHolder: vscode.l10n.t('A person or an escalation policy, by name'),
			search: async (text, signal) => {
				const caller: Caller = { signal, priority: 'person' };
				const [{ listUsers }, { listEscalationPolicies }] = await Promise.all([
					import('../../../tools/people/list-users.ts'),
					import('../../../tools/oncall/list-escalation-policies.ts'),
				]);
				const query = { scope: 'account', limit: listed, ...(text !== '' && { query: text }) } as const;
				const [people, policies] = await Promise.all([
					toolbox.run(listUsers, query, caller),
					toolbox.run(listEscalationPolicies, query, caller),
				]);
				return {
					items: [
						...people.users.map(({ id, name, email }) => item({ kind: 'user', id, name }, 'account', email)),
						...policies.escalation_policies.map(({ id, name }) =>
							item({ kind: 'policy', id, name }, 'organization', vscode.l10n.t('escalation policy')),
						),
					],
					more: people.more || policies.more,
				};
			},
		},
		clock,
	);
}

function item(value: Recipient, icon: string, description: string | undefined): Named<Recipient> {
	return {
		value,
		icon,
		label: safeForLabel(value.name),
		...(description && { description: safeForLabel(description) }),
	};
}
