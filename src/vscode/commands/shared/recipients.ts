import * as vscode from 'vscode';
import type { RunsTools } from '../../lazy-toolbox.ts';
import { safeForLabel } from '../../words/markup-safe.ts';
import { chooseNamed, type Found, type Named } from './choose-named.ts';
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
	const search = (text: string, signal: AbortSignal) => findRecipients(toolbox, text, signal);
	return chooseNamed({ title, placeHolder: vscode.l10n.t('A person or an escalation policy, by name'), search }, clock);
}

/** People and escalation policies with these letters in their names. */
export async function findRecipients(toolbox: RunsTools, text: string, signal: AbortSignal): Promise<Found<Recipient>> {
	const [people, { listEscalationPolicies }] = await Promise.all([
		findPeople(toolbox, text, signal),
		import('../../../tools/oncall/list-escalation-policies.ts'),
	]);
	const policies = await toolbox.run(listEscalationPolicies, queryFor(text), { signal, priority: 'person' });
	return {
		items: [
			...people.items,
			...policies.escalation_policies.map(({ id, name }) =>
				item({ kind: 'policy', id, name }, 'organization', vscode.l10n.t('escalation policy')),
			),
		],
		more: people.more || policies.more,
	};
}

/** People with these letters in their names or e-mail addresses. */
export async function findPeople(toolbox: RunsTools, text: string, signal: AbortSignal): Promise<Found<Recipient>> {
	const { listUsers } = await import('../../../tools/people/list-users.ts');
	const { users, more } = await toolbox.run(listUsers, queryFor(text), { signal, priority: 'person' });
	return { items: users.map(({ id, name, email }) => item({ kind: 'user', id, name }, 'account', email)), more };
}

function queryFor(text: string) {
	return { scope: 'account', limit: listed, ...(text !== '' && { query: text }) } as const;
}

function item(value: Recipient, icon: string, description: string | undefined): Named<Recipient> {
	return {
		value,
		icon,
		label: safeForLabel(value.name),
		...(description && { description: safeForLabel(description) }),
	};
}
