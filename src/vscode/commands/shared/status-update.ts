import * as vscode from 'vscode';
import type { ShownIncident } from '../../../tools/shapes/incident.ts';
import { choose, type as askText, walk, type Choice, type Place } from '../../questions/steps.ts';
import { incidentTitle } from '../../incidents/present.ts';
import { safeForLabel, safeForNotification } from '../../words/markup-safe.ts';
import type { IncidentSources } from './incidents-meant.ts';
import { slowAction } from './slow-action.ts';

interface Template {
	readonly id: string;
	readonly name: string;
}

/** A status update that somebody writes. */
export interface UpdateDraft {
	readonly template: Template | undefined;
	readonly message: string;
}

/** A status update as it is sent. */
export interface Update {
	readonly message: string;
	readonly subject?: string | undefined;
	readonly html_message?: string | undefined;
	/** Places of the template that could not be filled. */
	readonly warnings?: readonly string[] | undefined;
}

const listed = 100;

/** Asks for a template, where there are any, and for the text. Undefined when the person thinks better of it. */
export async function askUpdate(
	sources: IncidentSources,
	incident: ShownIncident,
	start: UpdateDraft,
): Promise<UpdateDraft | undefined> {
	const templates = await readTemplates(sources);
	const title = vscode.l10n.t('Status update of {0}', safeForNotification(incidentTitle(incident)));
	const place = (back: boolean): Place => ({ title, back });
	return walk<UpdateDraft>(start, [
		async (draft, back) => {
			if (templates.length === 0) return 'skip';
			const choices: Choice<Template | undefined>[] = [
				{ label: `$(dash) ${vscode.l10n.t('Without a template')}`, value: undefined },
				...templates.map((template) => ({ label: safeForLabel(template.name), value: template })),
			];
			const active = templates.find(({ id }) => id === draft.template?.id);
			const chosen = await choose(place(back), vscode.l10n.t('Choose the template'), choices, active);
			return chosen === undefined || chosen === 'back' ? chosen : { value: { ...draft, template: chosen.value } };
		},
		async (draft, back) => {
			const prompt = draft.template
				? vscode.l10n.t("The text for the message's place in the template. Nothing is sent yet.")
				: vscode.l10n.t('Everybody who is subscribed to the incident gets it. It cannot be taken back.');
			const typed = await askText<string>(place(back), { prompt, value: draft.message }, (text) =>
				text === '' && !draft.template ? { problem: vscode.l10n.t('Write a message.') } : { value: text },
			);
			return typed === undefined || typed === 'back' ? typed : { value: { ...draft, message: typed.value } };
		},
	]);
}

/** What a draft says in the end: as it was typed, or what its template makes of it. */
export async function updateFrom(
	{ toolbox, clock }: IncidentSources,
	incident: ShownIncident,
	{ template, message }: UpdateDraft,
): Promise<Update> {
	if (!template) return { message };
	return slowAction(clock, vscode.l10n.t('Filling in the template'), async (caller) => {
		const { listStatusUpdateTemplates } = await import('../../../tools/communication/list-status-update-templates.ts');
		const about = { template: template.id, incident: incident.id, ...(message !== '' && { message }) };
		return (await toolbox.run(listStatusUpdateTemplates, about, caller)).rendered ?? { message };
	});
}

/** None where they cannot be read: an update can be sent without one. */
async function readTemplates({ toolbox, clock }: IncidentSources): Promise<readonly Template[]> {
	return slowAction(clock, vscode.l10n.t('Reading the templates'), async (caller) => {
		const { listStatusUpdateTemplates } = await import('../../../tools/communication/list-status-update-templates.ts');
		try {
			return (await toolbox.run(listStatusUpdateTemplates, { limit: listed }, caller)).templates;
		} catch (error) {
			if (caller.signal.aborted) throw error;
			return [];
		}
	});
}
