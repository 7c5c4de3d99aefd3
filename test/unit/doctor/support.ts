import assert from 'node:assert/strict';
import { examine } from '../../../src/doctor/examine.ts';
import type { NamedFinding } from '../../../src/doctor/finding.ts';
import type { DoorWords, Subject } from '../../../src/doctor/subject.ts';
import type { Account } from '../../../src/pagerduty/http/account.ts';
import { systemClock } from '../../../src/pagerduty/http/clock.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { toolsets } from '../../../src/tools/core/access.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';

const words: DoorWords = {
	signIn: 'SIGN IN',
	sender: 'NAME A SENDER',
	region: 'NAME THE REGION',
	certificate: 'TRUST THE CERTIFICATE',
	proxy: 'MEND THE PROXY',
	widen: 'OFFER MORE',
};

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What is examined: the demo account, signed in with its person's token. */
export function subjectOf(sandbox: Pick<Sandbox, 'url' | 'token'>, more: Partial<Subject> = {}): Subject {
	return {
		account: accountOf({ apiUrl: sandbox.url, token: sandbox.token }),
		signIn: () => Promise.resolve({ source: 'the token of the test', others: [] }),
		apiUrl: sandbox.url,
		apiUrls: { us: sandbox.url, eu: sandbox.url },
		proxy: undefined,
		policy: { access: 'administer', toolsets },
		tools: catalogue,
		words,
		clock: systemClock,
		log: quiet,
		userAgent: 'test',
		...more,
	};
}

export function accountOf(account: Omit<Account, 'kind'> & Partial<Pick<Account, 'kind'>>): Subject['account'] {
	return () => Promise.resolve({ kind: 'user', ...account });
}

/** What is found, by name. */
export async function examined(subject: Subject): Promise<(name: string) => NamedFinding> {
	const findings = await examine(subject, new AbortController().signal);
	return (name) => findings.find((finding) => finding.name === name) ?? assert.fail(name);
}
