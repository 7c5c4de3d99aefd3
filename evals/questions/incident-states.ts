import type { Account } from './account.ts';
import type { Outcome } from './question.ts';
import { number, rows, text, texts } from './values.ts';

/** Every incident by number, with what a change would change of it, as one text to compare. */
export async function incidentStates(account: Account): Promise<Map<number, string>> {
	return new Map((await account.incidents()).map((row) => [number(row, 'incident_number'), stateOf(row)]));
}

function stateOf(incident: unknown): string {
	return JSON.stringify([
		...['status', 'urgency', 'title', 'priority.summary', 'service.summary', 'incident_type.name'].map((path) =>
			text(incident, path),
		),
		...texts(rows(incident, 'assignments'), 'assignee.summary').sort(),
	]);
}

/** Which incidents are others than before, and that these are not the ones that should be. */
export async function changedOnly({ account, incidentsBefore }: Outcome, wanted: readonly number[]): Promise<string[]> {
	const after = await incidentStates(account);
	const changed = [...after].filter(([id, state]) => incidentsBefore.get(id) !== state).map(([id]) => id);
	const surplus = changed.filter((id) => !wanted.includes(id));
	const missing = wanted.filter((id) => !changed.includes(id));
	return [
		...(surplus.length > 0 ? [`#${surplus.join(', #')} should not have changed`] : []),
		...(missing.length > 0 ? [`#${missing.join(', #')} did not change`] : []),
	];
}
