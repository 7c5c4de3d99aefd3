import assert from 'node:assert/strict';
import type { RecordedRequest } from '../../src/sandbox/sandbox.ts';
import { catalogue } from '../../src/tools/catalogue.ts';
import { accountExceptions } from '../support/openapi-exceptions-account.ts';
import { incidentExceptions } from '../support/openapi-exceptions-incidents.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { samplesOf } from '../support/sample-calls.ts';
import { SignedIn } from '../support/signed-in.ts';

describe('requests of the tools, against the OpenAPI', () => {
	const openApi = loadOpenApi(accountExceptions, incidentExceptions);
	let account: SignedIn;
	const seen = new Set<RecordedRequest>();

	before(async () => {
		account = await SignedIn.open();
	});
	after(() => account.close());

	for (const { name, input } of catalogue) {
		it(`${name}: every request is documented`, async () => {
			const samples = await samplesOf(account, name);
			const unused = Object.keys(input.shape).filter(
				(argument) =>
					!['cursor', 'limit', 'fields'].includes(argument) && !samples.some((sample) => argument in sample),
			);
			assert.deepEqual(unused, [], 'arguments without a sample');
			for (const request of account.sandbox.requests) seen.add(request);
			for (const sample of samples) await account.call(name, sample);
			// The account remembers the last requests only: how many there were before does not count.
			const requests = account.sandbox.requests.filter((request) => !seen.has(request));
			for (const request of requests) seen.add(request);
			if (name !== 'get_current_user') assert.ok(requests.length > 0);
			for (const request of requests) {
				assert.deepEqual(openApi.checkRequest(request), [], `${request.method} ${request.path}?${request.query}`);
			}
		});
	}

	it('tells how much of the API the tools use', () => {
		const used = new Set([...seen].map(({ method, path }) => openApi.match(method, path)));
		assert.ok(!used.has(undefined));
		const names = openApi.operations.filter((operation) => used.has(operation)).map(({ operationId }) => operationId);
		console.log(
			`      operations used: ${names.length} of the ${openApi.operations.length} served: ${names.sort().join(', ')}`,
		);
	});
});
