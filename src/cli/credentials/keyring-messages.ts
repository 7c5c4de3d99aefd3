/** What is asked of the program that asks the keyring. */
export interface KeyringRequest {
	readonly service: string;
	readonly user: string;
	readonly does: 'read' | 'write' | 'remove';
	/** What to write. */
	readonly secret: string;
}

export type KeyringAnswer =
	| { readonly ok: true; readonly secret?: string | undefined; readonly removed?: boolean | undefined }
	/** `absent`: the package is not installed. `unreachable`: this computer has no keyring that runs. */
	| { readonly ok: false; readonly problem: 'absent' | 'locked' | 'unreachable' };

/** The request of a text. By hand: the library for it would take longer to load than the rest of that program to run. */
export function readRequest(text: string): KeyringRequest {
	const content: unknown = JSON.parse(text);
	const field = (name: string): string => {
		const value: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, name) : undefined;
		return typeof value === 'string' ? value : '';
	};
	const does = (['write', 'remove'] as const).find((one) => one === field('does')) ?? 'read';
	return { service: field('service'), user: field('user'), does, secret: field('secret') };
}
