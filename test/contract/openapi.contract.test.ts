import assert from 'node:assert/strict';
import { loadOpenApi } from '../support/openapi.ts';

describe('the check against PagerDuty’s OpenAPI finds', () => {
	const api = loadOpenApi();
	const headers = { accept: 'application/vnd.pagerduty+json;version=2' };
	const problems = (method: string, path: string, query = '', body?: unknown) =>
		api.checkRequest({ method, path, query, headers, body });

	it('mistakes in a query', () => {
		assert.deepEqual(problems('GET', '/incidents', 'priorities[]=P1'), [
			'query parameter priorities[] is not documented',
		]);
		assert.match(problems('GET', '/incidents', 'statuses[]=open')[0] ?? '', /statuses\[\]=open: .*allowed values/);
		assert.match(problems('GET', '/incidents', 'limit=many')[0] ?? '', /limit=many: .*integer/);
		assert.match(problems('GET', '/incidents', 'limit=1&limit=2')[0] ?? '', /given 2 times/);
		assert.match(problems('GET', '/notifications', 'until=2026-01-01')[0] ?? '', /since is missing/);
	});

	it('mistakes in a body', () => {
		const path = '/incidents/Q1';
		assert.deepEqual(problems('PUT', path), ['the body is missing']);
		assert.deepEqual(problems('PUT', path, '', '{'), ['the body is not JSON']);
		assert.match(problems('PUT', path, '', { incident: {} })[0] ?? '', /\/incident must have required property 'type'/);
		const closed = { incident: { type: 'incident', status: 'closed', colour: 'red' } };
		assert.match(
			problems('PUT', path, '', closed).join(),
			/status .*allowed values.*\/incident\/colour is not documented/,
		);
	});

	it('mistakes in headers and paths', () => {
		assert.deepEqual(api.checkRequest({ method: 'GET', path: '/abilities', headers: {} }), [
			'header Accept is missing',
		]);
		assert.match(
			api.checkRequest({ method: 'GET', path: '/abilities', headers: { accept: '*/*' } })[0] ?? '',
			/Accept/,
		);
		assert.deepEqual(problems('GET', '/nonsense'), ['GET /nonsense is not documented']);
	});

	it('mistakes in a reply', () => {
		assert.deepEqual(api.checkReply('listTeams', 200, { teams: [] }), []);
		assert.match(api.checkReply('listTeams', 200, {})[0] ?? '', /must have required property 'teams'/);
		assert.match(api.checkReply('getIncident', 200, { incident: { status: 'open' } })[0] ?? '', /allowed values/);
		assert.deepEqual(api.checkReply('listTeams', 418, {}), ['status 418 is not documented']);
		assert.deepEqual(api.checkReply('listTeams', 200, undefined), ['the body is missing']);
		assert.deepEqual(api.checkReply('nonsense', 200, {}), ['nonsense is not documented']);
	});
});
