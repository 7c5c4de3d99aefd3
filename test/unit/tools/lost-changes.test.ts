import assert from 'node:assert/strict';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { samplesAlone } from '../../support/sample-calls.ts';
import { SignedIn } from '../../support/signed-in.ts';

describe('a change that never reaches PagerDuty', () => {
	let account: SignedIn;
	let writes: string[] = [];
	beforeEach(async () => {
		account = await SignedIn.open({
			meanwhile: ({ method, path }) => {
				if (method !== 'GET' && path !== '/schedules/preview') writes.push(`${method} ${path}`);
				return Promise.resolve();
			},
		});
	});
	afterEach(() => account.close());

	for (const { name } of catalogue.filter(({ access }) => access !== 'read')) {
		it(`is not reported as done by ${name}`, async () => {
			let tried = 0;
			for (const sample of await samplesAlone(account, name)) {
				account.sandbox.clock.advance(60_000);
				account.sandbox.faults.dropBefore = { match: /^(POST|PUT|DELETE) / };
				writes = [];
				const mark = account.announced.length;
				const caller = { signal: new AbortController().signal, priority: 'person' } as const;
				const result = await account.toolbox.call(name, sample, caller);
				account.sandbox.faults.dropBefore = undefined;
				if (writes.length > 0) {
					tried++;
					const said = `${JSON.stringify(sample)} sent ${writes.join()}`;
					assert.ok(!result.ok, said);
					assert.match(failureText(result.failure), /may or may not|unclear|not|failed/, said);
					const told = account.announced.slice(mark).filter(({ unknown }) => !unknown);
					assert.deepEqual(told, [], said);
				}
				await account.call(name, sample);
			}
			assert.ok(tried > 0);
		});
	}
});

describe('a change whose answer is lost and which cannot be looked up', () => {
	let account: SignedIn;
	let armed = false;
	let writes = 0;
	beforeEach(async () => {
		account = await SignedIn.open({
			meanwhile: ({ method, path }, { faults }) => {
				if (!armed || method === 'GET' || path === '/schedules/preview') return Promise.resolve();
				writes++;
				faults.dropAfter = { match: /^(POST|PUT|DELETE) / };
				faults.serverError = { status: 500, match: /^GET / };
				return Promise.resolve();
			},
		});
	});
	afterEach(() => account.close());

	for (const { name } of catalogue.filter(({ access }) => access !== 'read')) {
		it(`is called unclear by ${name}, neither done nor failed`, async () => {
			for (const sample of await samplesAlone(account, name)) {
				account.sandbox.clock.advance(60_000);
				writes = 0;
				armed = true;
				const caller = { signal: new AbortController().signal, priority: 'person' } as const;
				const result = await account.toolbox.call(name, sample, caller);
				armed = false;
				Object.assign(account.sandbox.faults, { dropAfter: undefined, serverError: undefined });
				if (writes === 0) continue;
				const said = JSON.stringify(sample);
				assert.ok(!result.ok, `${said}: ${result.ok ? JSON.stringify(result.output).slice(0, 300) : ''}`);
				const text = failureText(result.failure);
				assert.match(text, /may or may not|unclear|may be there/, `${said}: ${text}`);
			}
		});
	}
});
