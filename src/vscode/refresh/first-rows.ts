import type { IncidentStore } from '../incidents/store.ts';

/**
 * Settles once the first incidents are shown, or the reading of them has ended; at once where nothing is read. What is read beside
 * them would only keep them waiting.
 */
export async function firstRows(
	incidents: Pick<IncidentStore, 'openCount' | 'changed'>,
	reading: Promise<void> | undefined,
): Promise<void> {
	if (!reading || incidents.openCount > 0) return;
	await new Promise<void>((resolve) => {
		const listening = incidents.changed.on(() => {
			if (incidents.openCount > 0) end();
		});
		const end = () => {
			listening.dispose();
			resolve();
		};
		reading.then(end, end);
	});
}
