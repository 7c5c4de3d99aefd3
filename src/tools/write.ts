import { PagerDutyError } from '../pagerduty/errors.ts';
import { ToolError } from './failure.ts';
import { presentObject } from './list.ts';
import type { View } from './view.ts';

/** @throws {ToolError} when an update gives nothing to change. */
export function requireChange(changes: object, names: readonly string[]): void {
	if (Object.keys(changes).length > 0) return;
	throw new ToolError({ message: 'Nothing to change was given.', next: `Give at least one of ${names.join(', ')}.` });
}

/** Sends a change; if it is unclear whether it has been carried out, what is there now decides before anything is said. */
export async function sentOnce<T>(send: () => Promise<T>, arrived: () => Promise<T | undefined>): Promise<T> {
	try {
		return await send();
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const found = await arrived().catch(() => undefined);
		if (found === undefined) throw error;
		return found;
	}
}

/** Deletes; if it is unclear whether that was done, `read` decides: what is not found is gone. */
export async function deletedOnce(send: () => Promise<void>, read: () => Promise<unknown>): Promise<void> {
	await removedOnce(send, () => isGone(read));
}

/** Takes a part away; if it is unclear whether that was done, `isAway` decides. */
export async function removedOnce(send: () => Promise<unknown>, isAway: () => Promise<boolean>): Promise<void> {
	await sentOnce(
		async () => {
			await send();
			return true;
		},
		async () => ((await isAway()) ? true : undefined),
	);
}

async function isGone(read: () => Promise<unknown>): Promise<boolean> {
	try {
		await read();
		return false;
	} catch (error) {
		if (error instanceof PagerDutyError && error.kind === 'notFound') return true;
		throw error;
	}
}

/** Whether an object already has all the wanted values. A reference counts by its id, null as no value. */
export function shows(object: object, wanted: object): boolean {
	const values = new Map<string, unknown>(Object.entries(object));
	return Object.entries(wanted).every(([name, value]) => comparable(values.get(name)) === comparable(value));
}

function comparable(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value)) return value.map(comparable).sort().join('\n');
	if (typeof value === 'object' && 'id' in value) return comparable(value.id);
	return JSON.stringify(value);
}

/** Made since the call began; two minutes allow for clocks that differ. */
export function isRecent(createdAt: string | undefined, started: Date): boolean {
	return createdAt !== undefined && Date.parse(createdAt) >= started.getTime() - 120_000;
}

/** A changed object as an agent gets it: the usual fields and those that the change is about. */
export function presentChanged(view: View, more: readonly string[] = []) {
	return (output: Readonly<Record<string, unknown>>): Record<string, unknown> =>
		presentObject(view)(output, { fields: [...view.compact, ...more] });
}
