import assert from 'node:assert/strict';
import type { RecordedRequest } from '../../src/sandbox/sandbox.ts';
import { catalogue } from '../../src/tools/catalogue.ts';
import { agreeable } from '../support/agreeable.ts';
import { accountExceptions } from '../support/openapi-exceptions-account.ts';
import { incidentExceptions } from '../support/openapi-exceptions-incidents.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { samplesAlone } from '../support/sample-calls.ts';
import { SignedIn } from '../support/signed-in.ts';

describe('requests of the tools, against the OpenAPI', () => {
	const openApi = loadOpenApi(accountExceptions, incidentExceptions);
	let account: SignedIn;
	const sent: RecordedRequest[] = [];

	beforeEach(async () => {
		// What a question names is read as well.
		account = await SignedIn.open({ person: agreeable, consent: {} });
	});
	afterEach(() => account.close());

	for (const { name, input, operations } of catalogue) {
		it(`${name}: every request is documented`, async () => {
			const samples = await samplesAlone(account, name);
			const unused = Object.keys(input.shape).filter(
				(argument) =>
					!['cursor', 'limit', 'fields'].includes(argument) && !samples.some((sample) => argument in sample),
			);
			assert.deepEqual(unused, [], 'arguments without a sample');
			// The account remembers the last requests only: how many there were before does not count.
			const earlier = new Set(account.sandbox.requests);
			for (const sample of samples) {
				// What an earlier sample has looked up is looked up again.
				account.toolbox.forget();
				await account.call(name, sample);
			}
			const requests = account.sandbox.requests.filter((request) => !earlier.has(request));
			sent.push(...requests);
			if (name !== 'get_current_user' && operations.always.length > 0) assert.ok(requests.length > 0);
			for (const request of requests) {
				assert.deepEqual(openApi.checkRequest(request), [], `${request.method} ${request.path}?${request.query}`);
			}
			const used = new Set(requests.flatMap(({ method, path }) => openApi.match(method, path)?.operationId ?? []));
			const { always, sometimes = [] } = operations;
			assert.deepEqual([...always, ...sometimes].sort(), [...used].sort(), 'operations of the tool, and those it sent');
		});
	}

	after(() => {
		const used = new Set(sent.map(({ method, path }) => openApi.match(method, path)));
		const names = openApi.operations.filter((operation) => used.has(operation)).map(({ operationId }) => operationId);
		console.log(
			`      operations used: ${names.length} of the ${openApi.operations.length} served: ${names.sort().join(', ')}`,
		);
	});
});
