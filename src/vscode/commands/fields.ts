import * as vscode from 'vscode';
import type { SettableField } from '../../tools/incidents/shared/settable-fields.ts';
import { incidentTitle } from '../incidents/present.ts';
import { choose, walk, type Answer, type Place } from '../questions/steps.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { changeIncidents, type ChangeParts } from './shared/change-incidents.ts';
import { incidentMeant } from './shared/incidents-meant.ts';
import { sayDone } from './shared/say-done.ts';
import { slowAction } from './shared/slow-action.ts';

interface Setting {
	readonly field: SettableField | undefined;
	readonly value: string;
}

/** The command that sets the account's own fields of an incident. */
export function fieldCommands(parts: ChangeParts): Pick<Handlers, 'setField'> {
	const { toolbox, clock } = parts;
	return {
		setField: async (clicked) => {
			const title = vscode.l10n.t('Set custom field');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident'));
			if (!incident) return;
			const fields = await slowAction(clock, vscode.l10n.t('Reading the custom fields'), async (caller) => {
				const { getIncident } = await import('../../tools/incidents/get-incident.ts');
				const include = ['settable_fields' as const];
				return (await toolbox.run(getIncident, { incident: incident.id, include }, caller)).settable_fields;
			});
			if (!fields || fields.length === 0) {
				void vscode.window.showInformationMessage(
					fields
						? vscode.l10n.t('Incidents of this account have no custom fields.')
						: vscode.l10n.t('The custom fields could not be read. Your role or plan may not include them.'),
				);
				return;
			}
			const place = (back: boolean, field?: SettableField): Place => ({
				title: safeForLabel(vscode.l10n.t('{0} for {1}', field ? labelOf(field) : title, incidentTitle(incident))),
				back,
			});
			const set = await walk<Setting>({ field: undefined, value: '' }, [
				async (setting, back) => {
					const chosen = await askField(place(back), fields, setting.field);
					return chosen === undefined || chosen === 'back' ? chosen : { value: { ...setting, field: chosen.value } };
				},
				async ({ field }, back) => {
					if (!field) return undefined;
					const { askFieldValue } = await import('../fields/ask-field-value.ts');
					const value = await askFieldValue(place(back, field), field, clock);
					return value === undefined || value === 'back' ? value : { value: { field, value: value.value } };
				},
			]);
			if (!set?.field) return;
			const { field, value } = set;
			const { length } = await changeIncidents(parts, [incident.id], {
				title: vscode.l10n.t('Setting the custom field'),
				run: async ([id = ''], caller) => {
					const { updateIncidents } = await import('../../tools/incidents/update-incidents.ts');
					return toolbox.run(updateIncidents, { incidents: [id], custom_fields: [`${field.name}=${value}`] }, caller);
				},
			});
			if (length > 0) sayDone(vscode.l10n.t('Set {0}', safeForLabel(labelOf(field))));
		},
	};
}

function askField(
	place: Place,
	fields: readonly SettableField[],
	active: SettableField | undefined,
): Promise<Answer<SettableField>> {
	const choices = fields.map((field) => ({
		label: safeForLabel(labelOf(field)),
		description: safeForLabel(field.value ?? vscode.l10n.t('no value')),
		value: field,
	}));
	return choose(place, vscode.l10n.t('Choose the field'), choices, active);
}

function labelOf({ label, name }: SettableField): string {
	return label ?? name;
}
