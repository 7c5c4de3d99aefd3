import * as vscode from 'vscode';
import type { Caller } from '../../tools/toolbox.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { changeIncidents, type ChangeParts } from './shared/change-incidents.ts';
import { chooseNamed, type Found, type Named } from './shared/choose-named.ts';
import { incidentNames, isMeant } from './shared/confirm.ts';
import { chooseOpenIncidents, namedIncidents } from './shared/incidents-meant.ts';
import { sayHowMany } from './shared/say-done.ts';

/** Who gets an incident. */
interface Recipient {
	readonly kind: 'user' | 'policy';
	readonly id: string;
	readonly name: string;
}

const listed = 100;

/** The commands that give incidents to somebody else. They page people, so each asks once, by name. */
export function handOnCommands(parts: ChangeParts): Pick<Handlers, 'reassign' | 'escalate'> {
	const meant = async (clicked: unknown, selected: unknown, title: string) =>
		namedIncidents(clicked, selected, parts) ??
		(
			await chooseOpenIncidents(parts, {
				title,
				placeHolder: vscode.l10n.t('Choose the incidents'),
				nothing: vscode.l10n.t('There are no open incidents.'),
			})
		).map(({ id }) => id);

	return {
		reassign: async (clicked, selected) => {
			const title = vscode.l10n.t('Reassign');
			const ids = await meant(clicked, selected, title);
			if (ids.length === 0) return;
			const to = await chooseRecipient(parts, title);
			if (!to) return;
			const name = safeForNotification(to.name);
			const question =
				to.kind === 'user'
					? vscode.l10n.t('Reassign to {0}? PagerDuty notifies them.', name)
					: vscode.l10n.t('Reassign to {0}? PagerDuty pages its first level.', name);
			if (!(await isMeant(question, incidentNames(ids, parts.store), title))) return;
			const { length } = await changeIncidents(parts, ids, {
				title: vscode.l10n.t('Reassigning'),
				run: async (some, caller) => {
					const { reassignIncidents } = await import('../../tools/incidents/reassign-incidents.ts');
					const target = to.kind === 'user' ? { users: [to.id] } : { escalation_policy: to.id };
					return parts.toolbox.run(reassignIncidents, { incidents: [...some], ...target }, caller);
				},
			});
			sayHowMany(
				length,
				vscode.l10n.t('Reassigned to {0}', name),
				vscode.l10n.t('Reassigned {0} incidents to {1}', length, name),
			);
		},

		escalate: async (clicked, selected) => {
			const title = vscode.l10n.t('Escalate');
			const ids = await meant(clicked, selected, title);
			if (ids.length === 0) return;
			const question = vscode.l10n.t('Escalate to the next level? PagerDuty pages whoever is on call there.');
			if (!(await isMeant(question, incidentNames(ids, parts.store), title))) return;
			const { length } = await changeIncidents(parts, ids, {
				title: vscode.l10n.t('Escalating'),
				run: async (some, caller) => {
					const { escalateIncidents } = await import('../../tools/incidents/escalate-incidents.ts');
					return parts.toolbox.run(escalateIncidents, { incidents: [...some] }, caller);
				},
			});
			sayHowMany(length, vscode.l10n.t('Escalated 1 incident'), vscode.l10n.t('Escalated {0} incidents', length));
		},
	};
}

/** A person or an escalation policy. */
function chooseRecipient({ toolbox, clock }: ChangeParts, title: string): Promise<Recipient | undefined> {
	return chooseNamed<Recipient>(
		{
			title,
			placeHolder: vscode.l10n.t('A person or an escalation policy, by name'),
			search: async (text, signal) => {
				const caller: Caller = { signal, priority: 'person' };
				const [{ listUsers }, { listEscalationPolicies }] = await Promise.all([
					import('../../tools/people/list-users.ts'),
					import('../../tools/oncall/list-escalation-policies.ts'),
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
				} satisfies Found<Recipient>;
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
