import { extensionParts, tell } from './inside.ts';

/** Tells what `activate` took by itself in this window. */
export async function run(): Promise<void> {
	const { activationMs } = await extensionParts();
	tell('figure', { what: 'activate()', value: activationMs, unit: 'ms', atMost: 10 });
}
