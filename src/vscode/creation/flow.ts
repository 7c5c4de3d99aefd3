import * as vscode from 'vscode';
import type { Whose } from '../../connections/connection.ts';
import { incidentTitle } from '../incidents/present.ts';
import { answered, numbered, walk, type Ask } from '../questions/steps.ts';
import { changing, type ChangeParts } from '../commands/shared/change-incidents.ts';
import type { Recipient } from '../commands/shared/recipients.ts';
import { sayDone } from '../commands/shared/say-done.ts';
import { slowAction } from '../commands/shared/slow-action.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { inputOf, isComplete, type Draft } from './draft.ts';
import { lastLook } from './last-look.ts';
import type { Choices, LastUsed } from './last-used.ts';
import { askBody, askPriority, askService, askTitle, askUrgency, askWho } from './questions.ts';
import { selectedText } from './selected-text.ts';
import { whoIsPaged } from './who-is-paged.ts';

export interface CreationParts extends ChangeParts {
	/** The account in use. */
	readonly whose: () => Whose | undefined;
	readonly lastUsed: LastUsed;
	/** Opens the sidebar at an incident's row. */
	readonly show: (id: string) => Promise<void>;
}

/** Drafts that were not sent, by whose they are: nobody types them again. */
export type Unsent = Map<string, Draft>;

export interface Creation {
	readonly title: string;
	/** Who gets it, where that is not asked. */
	readonly person?: Recipient;
	readonly unsent: Unsent;
}

/** Asks for all that an incident needs, shows whom it pages, creates it and shows its row. */
export async function createIncident(parts: CreationParts, { title, person, unsent }: Creation): Promise<void> {
	const { toolbox, clock, lastUsed } = parts;
	const whose = parts.whose();
	const key = JSON.stringify([whose, person?.id]);
	const last = whose ? lastUsed.of(whose) : {};
	const start = unsent.get(key) ?? firstDraft(last, person);
	// Whatever fails, as much as is known stays.
	const keeping =
		(ask: Ask<Draft>): Ask<Draft> =>
		(draft, place) => {
			unsent.set(key, draft);
			return ask(draft, place);
		};
	const draft = await walk(start, numbered(title, questions(parts, last, person).map(keeping)));
	if (!draft) unsent.delete(key);
	if (!draft || !isComplete(draft)) return;
	unsent.set(key, draft);
	const looking = vscode.l10n.t('Looking up who is on call');
	const paged = await slowAction(clock, looking, (caller) => whoIsPaged(toolbox, draft, caller));
	if (!(await lastLook(draft, paged, person !== undefined))) return;
	const { incident } = await changing(parts, vscode.l10n.t('Creating the incident'), async (caller) => {
		const tool = await import('../../tools/incidents/create-incident.ts');
		return toolbox.run(tool.createIncident, inputOf(draft), caller);
	});
	unsent.delete(key);
	sayDone(vscode.l10n.t('Created {0}', safeForNotification(incidentTitle(incident))));
	if (whose) await lastUsed.keep(whose, draft);
	await parts.show(incident.id);
}

function firstDraft({ urgency, priority }: Choices, person: Recipient | undefined): Draft {
	return { service: undefined, title: '', urgency, priority, who: person ?? { kind: 'service' }, body: undefined };
}

function questions(parts: CreationParts, last: Choices, person: Recipient | undefined): readonly Ask<Draft>[] {
	const selected = selectedText();
	const askForWho: Ask<Draft> = async (draft, place) =>
		answered(await askWho(place, draft.service, last, parts), (who) => ({ ...draft, who }));
	return [
		async (draft, place) =>
			answered(await askService(place, draft.service ?? last.service, parts), (service) => ({ ...draft, service })),
		async (draft, place) => answered(await askTitle(place, draft.title), (title) => ({ ...draft, title })),
		async (draft, place) => answered(await askUrgency(place, draft.urgency), (urgency) => ({ ...draft, urgency })),
		async (draft, place) => {
			const answer = await askPriority(place, draft.priority, parts);
			return answer === 'skip' ? answer : answered(answer, (priority) => ({ ...draft, priority }));
		},
		...(person ? [] : [askForWho]),
		async (draft, place) => answered(await askBody(place, draft.body, selected), (body) => ({ ...draft, body })),
	];
}
