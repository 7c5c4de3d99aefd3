import { extensionParts, signIn, tell, until } from './inside.ts';

/** Tells when this window shows what is acknowledged in another one. */
export async function run(): Promise<void> {
	const parts = await extensionParts();
	const { incidents } = parts;
	await signIn(parts, 'SMALL');
	await until(() => incidents.load.completeAt !== undefined);
	const waiting = new Set(incidents.open.filter(({ status }) => status === 'triggered').map(({ id }) => id));
	tell('word', 'ready');
	const taken = () => incidents.open.find(({ id, status }) => waiting.has(id) && status === 'acknowledged')?.id;
	await until(() => taken() !== undefined, 120);
	tell('word', `seen ${taken() ?? ''} ${Date.now()}`);
}
