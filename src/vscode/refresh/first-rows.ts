import type { IncidentStore } from '../incidents/store.ts';

/**
 * Settles once the first incidents are shown, or the reading of them has ended or nobody waits any more; at once where nothing is read. What is read beside
 * them would only keep them waiting.
 */
export async function firstRows(
	incidents: Pick<IncidentStore, 'openCount' | 'changed'>,
	reading: Promise<void> | undefined,
	signal: AbortSignal,
): Promise<void> {
	if (!reading || incidents.openCount > 0 || signal.aborted) return;
	await new Promise<void>((resolve) => {
		const listening = incidents.changed.on(() => {
			if (incidents.openCount > 0) end();
		});
		const end = () => {
			listening.dispose();
			signal.removeEventListener('abort', end);
			resolve();
		};
		signal.addEventListener('abort', end);
		reading.then(end, end);
	});
}
