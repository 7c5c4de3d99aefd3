// A program of its own: what the system keyring needs is native code, which can wait for ever for a keyring that does not
// answer, and holds up the whole process meanwhile. Whoever has started this one can end it.
import type { Entry } from '@napi-rs/keyring';
import { readRequest, type KeyringAnswer, type KeyringRequest } from './cli/credentials/keyring-messages.ts';

let text = '';
process.stdin.setEncoding('utf8');
for await (const chunk of process.stdin) text += String(chunk);
process.stdout.write(JSON.stringify(await answer(readRequest(text))));

async function answer(request: KeyringRequest): Promise<KeyringAnswer> {
	const open = await opener();
	if (!open) return { ok: false, problem: 'absent' };
	try {
		return use(open(request), request);
	} catch (error) {
		const message = error instanceof Error ? error.message : '';
		return { ok: false, problem: /access platform storage|locked|denied/i.test(message) ? 'locked' : 'unreachable' };
	}
}

async function opener(): Promise<((request: KeyringRequest) => Entry) | undefined> {
	try {
		const keyring = await import('@napi-rs/keyring');
		// Without a Secret Service, Linux would have a keyring in the kernel, which forgets everything when the person logs out.
		return ({ service, user }) => new keyring.Entry(service, user, { linux: { store: 'secret-service' } });
	} catch {
		return undefined;
	}
}

/** As bytes: as text, a secret would take twice the room on Windows, where there is little. */
function use(entry: Entry, { does, secret }: KeyringRequest): KeyringAnswer {
	if (does === 'remove') return { ok: true, removed: entry.deleteCredential() };
	if (does === 'write') {
		entry.setSecret(Buffer.from(secret));
		return { ok: true };
	}
	const found = entry.getSecret();
	return found === null ? { ok: true } : { ok: true, secret: Buffer.from(found).toString() };
}
