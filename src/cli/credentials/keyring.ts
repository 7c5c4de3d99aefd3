import { spawn } from 'node:child_process';
import type { Clock } from '../../pagerduty/http/clock.ts';
import * as z from 'zod';
import type { KeyringAnswer, KeyringRequest } from './keyring-messages.ts';
import { SecretStoreError, type SecretStore } from './secret-store.ts';

export interface KeyringOptions {
	/** The program that asks the keyring. */
	readonly program: string;
	readonly clock: Clock;
	/** How long the keyring may take for a read, in milliseconds. Default: 10 seconds. */
	readonly readMs?: number;
	/** How long it may take where somebody is there to unlock it. Default: a minute. */
	readonly changeMs?: number;
}

const Answer = z.discriminatedUnion('ok', [
	z.object({ ok: z.literal(true), secret: z.string().optional(), removed: z.boolean().optional() }),
	z.object({ ok: z.literal(false), problem: z.enum(['absent', 'locked', 'unreachable']) }),
]);

const place = { service: 'oncall-for-pagerduty', user: 'default' };
const instead = 'keep the sign-in in a file with login --store file, or set PAGERDUTY_API_TOKEN';

/** The keyring of the system: Keychain, Credential Manager or a Secret Service. */
export class Keyring implements SecretStore {
	readonly name = 'the system keyring';
	readonly #options: KeyringOptions;

	constructor(options: KeyringOptions) {
		this.#options = options;
	}

	async read(): Promise<string | undefined> {
		return (await this.#ask('read')).secret;
	}

	async write(secret: string): Promise<void> {
		await this.#ask('write', secret);
	}

	async remove(): Promise<boolean> {
		return (await this.#ask('remove')).removed ?? false;
	}

	async #ask(does: KeyringRequest['does'], secret = ''): Promise<KeyringAnswer & { readonly ok: true }> {
		const { readMs = 10_000, changeMs = 60_000 } = this.#options;
		const answer = await this.#answer({ ...place, does, secret }, does === 'read' ? readMs : changeMs);
		if (answer.ok) return answer;
		if (answer.problem === 'absent')
			throw new SecretStoreError(
				`The system keyring cannot be used, because the package @napi-rs/keyring is not installed here: install it, ${instead}.`,
				{ nowhere: true },
			);
		if (answer.problem === 'unreachable')
			throw new SecretStoreError(`There is no system keyring that can be reached here: start one, ${instead}.`, {
				nowhere: true,
			});
		throw new SecretStoreError(`The system keyring is locked or refuses access: unlock it and try again, ${instead}.`);
	}

	async #answer(request: KeyringRequest, mostMs: number): Promise<KeyringAnswer> {
		const { program, clock } = this.#options;
		const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
		const over = new AbortController();
		const late = clock.sleep(mostMs, over.signal).then(
			() => 'late' as const,
			() => undefined,
		);
		let text = '';
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		// It ends without reading when it cannot start.
		child.stdin.on('error', () => undefined);
		child.stdin.end(JSON.stringify(request));
		const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
		const outcome = await Promise.race([ended, late]);
		over.abort(new Error('over'));
		if (outcome !== 'late') return readAnswer(text) ?? { ok: false, problem: 'unreachable' };
		child.kill('SIGKILL');
		throw new SecretStoreError(
			`The system keyring did not answer within ${Math.round(mostMs / 1000)} seconds: see whether it waits to be unlocked and try again, ${instead}.`,
		);
	}
}

function readAnswer(text: string): KeyringAnswer | undefined {
	try {
		return Answer.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}
