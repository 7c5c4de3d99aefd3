/** A place that keeps one secret. */
export interface SecretStore {
	/** `the system keyring`, as it stands in a sentence. */
	readonly name: string;
	/** @throws {SecretStoreError} */
	read(): Promise<string | undefined>;
	/** All or nothing. @throws {SecretStoreError} */
	write(secret: string): Promise<void>;
	/** Whether there was one. @throws {SecretStoreError} */
	remove(): Promise<boolean>;
}

/** A place that cannot be used now: one sentence, and the way out of it in another. Holds no secret. */
export class SecretStoreError extends Error {
	override readonly name = 'SecretStoreError';
	/** There is no such place here; otherwise it is there, and closed. */
	readonly nowhere: boolean;

	constructor(
		message: string,
		{ nowhere = false, cause }: { readonly nowhere?: boolean; readonly cause?: unknown } = {},
	) {
		super(message, { cause });
		this.nowhere = nowhere;
	}
}
