import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { getIncident, updateIncident } from '../../../src/pagerduty/api/incidents.ts';
import { getIncidentAlert } from '../../../src/pagerduty/api/alerts.ts';
import { readError } from '../../../src/pagerduty/http/read-error.ts';
import { redact } from '../../../src/pagerduty/http/redact.ts';
import { accountKey, failure, FakeApi, json, token, userAccount, watch } from './fake-api.ts';

const request = { operationId: 'getIncident', method: 'GET', path: ['incidents', 'Q1'] };

function read(status: number, body: unknown, headers: Record<string, string> = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return readError(status, new Headers(headers), text, request, [token]);
}

describe('PagerDuty errors', () => {
	describe('kinds', () => {
		for (const [status, kind] of [
			[400, 'refused'],
			[401, 'unauthorized'],
			[402, 'plan'],
			[403, 'forbidden'],
			[404, 'notFound'],
			[405, 'refused'],
			[409, 'refused'],
			[413, 'refused'],
			[422, 'refused'],
			[429, 'rateLimited'],
			[500, 'server'],
			[503, 'server'],
		] as const) {
			it(`${status} is ${kind}, in a sentence, with or without a body`, () => {
				for (const body of [
					'',
					'<!doctype html><h1>Oops</h1>',
					{ error: { message: 'Words', code: 1 } },
					'null',
					'[]',
					'5',
				]) {
					const error = read(status, body);
					assert.equal(error.kind, kind);
					assert.equal(error.status, status);
					assert.equal(error.operationId, 'getIncident');
					assert.match(error.message, /^[A-Z].*\.$/);
					assert.doesNotMatch(error.message, /[<>]/);
				}
			});
		}
	});

	describe('shapes', () => {
		it('reads message, code and errors', () => {
			const error = read(400, {
				error: { message: 'Invalid Input Provided', code: 2001, errors: ['Name is too long', 'Name is odd'] },
			});
			assert.equal(error.code, 2001);
			assert.deepEqual(error.messages, ['Invalid Input Provided', 'Name is too long', 'Name is odd']);
			assert.equal(error.message, 'PagerDuty refused the request: Name is too long; Name is odd.');
		});

		it('reads an error without errors', () => {
			const error = read(404, { error: { message: 'Not Found', code: 2100 } });
			assert.deepEqual(error.messages, ['Not Found']);
			assert.equal(error.code, 2100);
			assert.equal(error.message, 'PagerDuty did not find incident Q1.');
		});

		for (const [what, body, messages] of [
			['errors as a text', { error: { message: 'No', errors: 'It is late' } }, ['No', 'It is late']],
			[
				'errors as a map of fields',
				{ error: { message: 'Invalid', code: 2001, errors: { 'event.effective_since': ['Too far', 'Too odd'] } } },
				['Invalid', 'event.effective_since: Too far', 'event.effective_since: Too odd'],
			],
			['errors as null', { error: { message: 'No', errors: null } }, ['No']],
			['error as a text', { error: 'Because of reasons' }, ['Because of reasons']],
			['error as a list', { error: ['One', 'Two', 'One'] }, ['One', 'Two']],
			['error as a list of objects', { error: [{ title: 'One' }] }, ['title: One']],
			['error as null', { error: null, message: 'Outer' }, []],
			['no envelope', { message: 'Outer', errors: ['Inner'] }, ['Outer', 'Inner']],
			['plain text', 'Access Denied', ['Access Denied']],
			['HTML', '  <html><body>Bad gateway</body></html>', []],
			['a broken JSON', '{"error": {"mess', ['{"error": {"mess']],
			['nothing', '', []],
		] as const) {
			it(`reads ${what}`, () => {
				assert.deepEqual(read(400, body).messages, messages);
			});
		}

		it('reads which scopes are missing', () => {
			const error = read(403, {
				error: {
					message: 'Token missing required scopes',
					required_scopes: 'incidents.write',
					token_scopes: 'incidents.read',
				},
			});
			assert.equal(error.requiredScopes, 'incidents.write');
			assert.equal(error.message, 'The PagerDuty token lacks the scope incidents.write.');
		});

		it('reads a code that is text', () => {
			assert.equal(read(400, { error: { message: 'No', code: '2001' } }).code, 2001);
			assert.equal(read(400, { error: { message: 'No', code: 'many' } }).code, undefined);
			assert.equal(read(400, { error: { message: 'No', code: null } }).code, undefined);
		});

		it('reads how long a limit lasts', () => {
			assert.equal(read(429, '', { 'ratelimit-reset': '17' }).retryAfterSeconds, 17);
			assert.equal(read(429, '', { 'retry-after': '5' }).retryAfterSeconds, 5);
			assert.equal(read(429, '').retryAfterSeconds, undefined);
		});
	});

	describe('texts', () => {
		it('are at most 1 kB each, and not many', () => {
			const error = read(400, { error: { message: 'é'.repeat(100_000), errors: Array(500).fill('🔥'.repeat(1000)) } });
			for (const text of error.messages) {
				assert.ok(Buffer.byteLength(text) <= 1024);
				assert.doesNotMatch(text, /\uFFFD/);
			}
			const different = Array.from({ length: 500 }, (_, index) => `Error ${index}`);
			assert.ok(read(400, { error: { errors: different } }).messages.length <= 20);
			assert.ok(read(400, { error: { errors: different } }).message.length < 500);
		});

		it('survive 5 MB of error', () => {
			assert.ok(read(500, 'x'.repeat(5 * 1024 * 1024)).message.length < 500);
			assert.ok(read(500, { error: { message: 'x'.repeat(5 * 1024 * 1024) } }).message.length < 500);
		});

		it('are one visible line', () => {
			const error = read(400, { error: { message: 'One\r\n\u001b[31mtwo\u0000 \u202ethree\u200b\u2028four\u2066' } });
			assert.deepEqual(error.messages, ['One [31mtwo three four']);
		});

		it('survive errors within errors', () => {
			let nested: unknown = 'deep';
			for (let depth = 0; depth < 1000; depth++) nested = [nested];
			assert.deepEqual(read(400, { error: { message: 'No', errors: nested } }).messages, ['No']);
		});
	});

	it('name what was not found', async () => {
		const api = new FakeApi(() => json({}, 404));
		assert.equal((await failure(getIncident(api.person, 'Q1'))).message, 'PagerDuty did not find incident Q1.');
		const alert = await failure(getIncidentAlert(api.person, 'Q1', 'A1'));
		assert.equal(alert.message, 'PagerDuty did not find alert A1 of incident Q1.');
	});

	describe('secrets', () => {
		for (const text of [
			`Token token=${token}`,
			`You sent ${token}, which is odd`,
			`{"Authorization":"Token token=${token}"}`,
			`authorization: Bearer ${token}`,
			`?api_key=${encodeURIComponent(token)}`,
			`Token token="${token}"`,
		]) {
			it(`are not in an error about: ${text.replaceAll(token, '…')}`, () => {
				for (const body of [
					text,
					{ error: text },
					{ error: { message: text, errors: [text], required_scopes: text } },
				]) {
					for (const status of [400, 401, 403, 429, 500]) {
						const error = read(status, body);
						const shown = `${error.message} ${JSON.stringify(error)} ${error.stack ?? ''} ${inspect(error, { depth: 9 })}`;
						assert.doesNotMatch(shown, /SecretToken/);
					}
				}
			});
		}

		it('are not in what fetch complains about, nor in the log', async () => {
			const api = new FakeApi(
				() =>
					new TypeError(`Headers.append: "Token token=${token}" is an invalid header value.`, {
						cause: new Error(`Authorization: ${token}`),
					}),
			);
			const call = watch(updateIncident(api.person, 'Q1', {}));
			await api.clock.advance(60_000);
			assert.doesNotMatch(inspect(call.error, { depth: 9 }), /SecretToken/);
			assert.doesNotMatch(api.lines.join('\n'), /SecretToken/);
		});

		it('are not in any error of any status of any kind of account', async () => {
			for (const account of [userAccount, accountKey, { ...userAccount, token: 'pdus+_0XSecretToken' }]) {
				for (const status of [200, 302, 400, 401, 403, 404, 409, 503]) {
					const api = new FakeApi(({ headers }) => json({ error: [...headers].flat() }, status));
					api.account = account;
					const call = watch(getIncident(api.person, 'Q1'));
					await api.clock.advance(60_000);
					assert.ok(call.error instanceof Error);
					assert.doesNotMatch(inspect(call.error, { depth: 9 }) + JSON.stringify(call.error), /SecretToken/);
					assert.doesNotMatch(api.lines.join('\n'), /SecretToken/);
				}
			}
		});
	});

	it('can be changed in part', () => {
		const error = read(429, { error: { message: 'Slow down', code: 2020 } });
		const changed = error.with({ retryAfterSeconds: 9, unclear: true });
		assert.equal(changed.retryAfterSeconds, 9);
		assert.equal(changed.unclear, true);
		for (const key of ['kind', 'status', 'code', 'message', 'operationId'] as const)
			assert.equal(changed[key], error[key]);
		assert.deepEqual(changed.messages, error.messages);
	});
});

describe('redact', () => {
	it('takes out the given secrets, whole and percent-encoded', () => {
		assert.equal(redact('a s3cr+t b s3cr%2Bt c', ['s3cr+t']), 'a [redacted] b [redacted] c');
	});

	it('takes out the longer secret first', () => {
		assert.equal(redact('abcdef abc', ['abc', 'abcdef']), '[redacted] [redacted]');
	});

	it('takes out what looks like a credential of PagerDuty', () => {
		for (const [text, expected] of [
			['Token token=y_NbAkKc66ryYTWUXYEu', 'Token token=[redacted]'],
			['token  TOKEN = "y_NbAkKc66ryYTWUXYEu"', 'token  TOKEN = "[redacted]"'],
			['Bearer pdus+_0XBPWQQ_62c3', 'Bearer [redacted]'],
			['refresh pdeu+_1XBPWQQ_abc.', 'refresh [redacted]'],
			['x=pdus%2B_0XBPWQQ&y=1', 'x=[redacted]&y=1'],
			['{"authorization":"Token token=abc","x":1}', '{"authorization":"[redacted]","x":1}'],
			['Authorization: Bearer abc', 'Authorization: [redacted]'],
		] as const) {
			assert.equal(redact(text, []), expected);
		}
	});

	it('takes out secrets that are percent-encoded in any way', () => {
		for (const form of ['s3%63r+t', 's3cr%2bt', 's3cr%252Bt', '%733cr%25252bt', encodeURIComponent('s3cr+t')])
			assert.equal(redact(`x=${form}&y`, ['s3cr+t']), 'x=[redacted]&y', form);
	});

	const tokens = ['u+SecretToken12345', 'y_NbAkKc66ryYTWUXYEu', 'pdus+_0XBPWQQ_62c3~~??>>', 'ÿþ/secret/ÿþ'];
	const surroundings = [
		(token: string) => token,
		(token: string) => `Token token=${token}`,
		(token: string) => `Bearer ${token}`,
		(token: string) => `${token}:`,
		(token: string) => `a:${token}`,
		(token: string) => `ab:${token}\r\nHost: x`,
		(token: string) => `{"authorization":"Token token=${token}","x":1}`,
	];
	const encodings = [
		(text: string) => Buffer.from(text).toString('base64'),
		(text: string) => Buffer.from(text).toString('base64url'),
		(text: string) => encodeURIComponent(Buffer.from(text).toString('base64')),
		(text: string) =>
			(
				Buffer.from(text)
					.toString('base64')
					.match(/.{1,10}/g) ?? []
			).join('\r\n'),
	];
	for (const token of tokens) {
		it(`takes out the Base64 of ${token} wherever it begins`, () => {
			for (const surround of surroundings) {
				for (const encode of encodings) {
					const encoded = encode(surround(token));
					const left = redact(`before ${encoded} after`, [token]);
					assert.match(left, /^before .*\[redacted\].* after$/s);
					// Nothing that still decodes to half of the secret.
					const rest = left.replaceAll('[redacted]', '').split(/[^\w+/%=-]+/);
					for (const part of rest) {
						for (const shift of ['', 'A', 'AA', 'AAA']) {
							const decoded = Buffer.from(shift + decodeURIComponent(part), 'base64').toString();
							for (let at = 0; at + 6 <= token.length; at++) assert.ok(!decoded.includes(token.slice(at, at + 6)));
						}
					}
				}
			}
		});
	}

	it('takes out the credentials of any scheme, in quotes too', () => {
		for (const [text, expected] of [
			['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Authorization: [redacted]'],
			['Proxy-Authorization: NTLM abcdef', 'Proxy-Authorization: [redacted]'],
			['Authorization: Token token="abc"', 'Authorization: [redacted]"'],
			['{\\"authorization\\":\\"Token token=abc\\",x', '{\\"authorization\\":\\"[redacted]\\",x'],
		] as const)
			assert.equal(redact(text, []), expected);
	});

	it('finds nothing in the Base64 of other texts, and reads long ones quickly', () => {
		const text = Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(2000)).toString('base64');
		assert.equal(redact(text, [...tokens, 'abc']), text);
	});

	it('leaves other text as it is', () => {
		const text = 'listIncidents: 200 in 12 ms, next try in 1500 ms; the token was accepted';
		assert.equal(redact(text, ['', '  ']), text);
	});

	it('can be used again and again', () => {
		for (let round = 0; round < 3; round++) assert.equal(redact('Bearer abc', []), 'Bearer [redacted]');
	});
});
