import assert from 'node:assert/strict';
import { identifyAccount } from '../../../src/pagerduty/identify.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { failure, json, token } from './fake-api.ts';

const silent = () => undefined;

function identify(reply: () => Response, seen: string[] = [], signal = new AbortController().signal) {
	return identifyAccount(
		{
			apiUrl: 'https://api.eu.pagerduty.com',
			token,
			clock: new FakeClock(),
			log: { debug: silent, info: silent, warn: silent, error: silent },
			userAgent: 'test',
			fetch: (url, { method }) => {
				seen.push(`${method} ${url.href}`);
				return Promise.resolve(reply());
			},
		},
		signal,
	);
}

describe('PagerDuty token', () => {
	it('is a person’s', async () => {
		const seen: string[] = [];
		const found = await identify(() => json({ user: { id: 'P1', name: 'Ada', email: 'ada@example.com' } }), seen);
		assert.deepEqual(seen, ['GET https://api.eu.pagerduty.com/users/me']);
		assert.ok(found.kind === 'user');
		assert.equal(found.user.email, 'ada@example.com');
	});

	it('is the account’s', async () => {
		const found = await identify(() =>
			json(
				{
					error:
						'Because this request was made using an account-level access token, we were unable to determine the user’s identity.',
				},
				400,
			),
		);
		assert.deepEqual(found, { kind: 'account' });
	});

	it('is not accepted', async () => {
		for (const reply of [
			() => new Response('', { status: 401 }),
			() => json({ error: { message: 'Authentication failed', code: 2006 } }, 401),
		]) {
			const error = await failure(identify(reply));
			assert.equal(error.kind, 'unauthorized');
			assert.doesNotMatch(error.message, /SecretToken/);
		}
	});

	it('is not taken for the account’s on another 400', async () => {
		assert.equal(
			(await failure(identify(() => json({ error: { message: 'user', code: 2001 } }, 400)))).kind,
			'refused',
		);
		assert.equal((await failure(identify(() => new Response('<h1>user</h1>', { status: 400 })))).kind, 'refused');
	});

	it('can be left undetermined', async () => {
		const reason = new Error('closed');
		await assert.rejects(
			identify(() => json({}), [], AbortSignal.abort(reason)),
			(error) => error === reason,
		);
	});
});
