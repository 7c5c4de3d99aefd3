import { AsyncLocalStorage } from 'node:async_hooks';
import type { SignedInOptions } from './signed-in.ts';

const calls = new AsyncLocalStorage<string[]>();

/** For accounts of which `sentBy` is asked. */
export const recording: SignedInOptions = {
	meanwhile: ({ method, path }) => {
		calls.getStore()?.push(`${method} ${path}`);
		return Promise.resolve();
	},
};

/** What a call sends, as `GET /incidents`, while earlier ones that have failed may still be busy. */
export async function sentBy<T>(call: () => Promise<T>): Promise<{ readonly result: T; readonly sent: string[] }> {
	const sent: string[] = [];
	return { result: await calls.run(sent, call), sent };
}
