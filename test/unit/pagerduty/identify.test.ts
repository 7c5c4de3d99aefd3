import assert from 'node:assert/strict';
import { identifyAccount } from '../../../src/pagerduty/api/identify.ts';
import { verifyToken } from '../../../src/vscode/account/token.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { failure, json, token } from './fake-api.ts';
import { heard } from '../../support/heard.ts';

function identify(reply: () => Response, seen: string[] = [], signal = new AbortController().signal) {
	return identifyAccount(
		{
			apiUrl: 'https://api.eu.pagerduty.com',
			token,
			clock: new FakeClock(),
			log: { debug: heard, info: heard, warn: heard, error: heard },
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
		assert.equal(found.user?.email, 'ada@example.com');
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

	it('is not accepted when it cannot be one: then PagerDuty answers with a web page that is not found', async () => {
		const error = await failure(identify(() => new Response('<html><h1>404</h1></html>', { status: 404 })));
		assert.equal(error.kind, 'unauthorized');
		assert.match(error.message, /did not accept the token/);
	});

	it('is a person’s though it may not read users', async () => {
		const refusal = { message: 'Token missing required scopes', required_scopes: 'users.read', token_scopes: 'x' };
		assert.deepEqual(await identify(() => json({ error: refusal }, 403)), { kind: 'user', user: undefined });
	});

	it('is not refused by a proxy in the name of PagerDuty', async () => {
		for (const status of [200, 403]) {
			const error = await failure(identify(() => new Response('<html>Blocked</html>', { status })));
			assert.ok(error.foreign);
			assert.match(error.message, /^Something other than PagerDuty answered/);
		}
	});

	it('that cannot be one counts as refused in both regions, and may count in the other one', async () => {
		const asked: string[] = [];
		const verify = (counts: string) =>
			verifyToken(
				async (region, _token, signal) => {
					asked.push(region);
					const reply = () =>
						region === counts
							? json({ user: { id: 'P1', name: 'Ada' } })
							: new Response('<html><h1>404</h1></html>', { status: 404 });
					const found = await identify(reply, [], signal);
					return found.kind === 'user' ? { kind: 'user', name: found.user?.name ?? '' } : found;
				},
				'us',
				token,
				new AbortController().signal,
			);
		assert.deepEqual(await verify('eu'), { kind: 'user', name: 'Ada', region: 'eu' });
		assert.equal((await failure(verify('none'))).kind, 'unauthorized');
		assert.deepEqual(asked, ['us', 'eu', 'us', 'eu']);
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
