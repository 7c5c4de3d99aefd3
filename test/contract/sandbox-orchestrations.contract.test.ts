import assert from 'node:assert/strict';
import { orchestrationRoutes } from '../../src/sandbox/routes/orchestrations.ts';
import { afterAllPassed } from '../support/all-passed.ts';
import { listAt, objectAt, textAt } from '../support/json-schema.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SandboxContract } from '../support/sandbox-contract.ts';

const api = loadOpenApi({});

describe('the sandbox against PagerDuty’s OpenAPI: event orchestrations', () => {
	let contract: SandboxContract;
	let id: string;
	let service: string;
	beforeEach(async () => {
		contract = await SandboxContract.open(api);
		const [first] = listAt(await contract.get('/event_orchestrations?sort_by=routes:desc'), 'orchestrations');
		id = textAt(first, 'id') ?? assert.fail('no orchestration');
		service = [...contract.sandbox.store.services.values()].find(({ name }) => name === 'Checkout')?.id ?? '';
	});
	afterEach(() => contract.close());

	const put = (status: number, path: string, orchestration_path: unknown, wrong = false) =>
		contract.call(status, 'PUT', path, { body: { orchestration_path }, wrong });
	const rulesOf = (body: unknown) => {
		const path = objectAt(body, 'orchestration_path');
		return { path, rules: listAt({ set: listAt(path, 'sets') }, 'set').flatMap((set) => listAt(set, 'rules')) };
	};

	it('shows orchestrations and their parts', async () => {
		await contract.get(`/event_orchestrations/${id}`);
		for (const part of ['router', 'global', 'unrouted']) await contract.get(`/event_orchestrations/${id}/${part}`);
		await contract.get(`/event_orchestrations/services/${service}`);
		const active = `/event_orchestrations/services/${service}/active`;
		for (const body of [{ active: false }, { active: true }]) {
			await contract.call(200, 'PUT', active, { body });
			assert.deepEqual(await contract.get(active), body);
		}
		await contract.call(404, 'GET', '/event_orchestrations/nothing');
	});

	it('replaces all rules, gives new ones an id and the whole another version', async () => {
		const router = `/event_orchestrations/${id}/router`;
		const { path, rules } = rulesOf(await contract.get(router));
		const rule = {
			label: 'New',
			conditions: [{ expression: "event.source matches 'x'" }],
			actions: { route_to: service },
		};
		const after = rulesOf(await put(200, router, { sets: [{ id: 'start', rules: [...rules, rule] }] }));
		assert.equal(after.rules.length, rules.length + 1);
		assert.match(textAt(after.rules.at(-1), 'id') ?? '', /^[0-9a-f]{8}$/);
		assert.notEqual(textAt(after.path, 'version'), textAt(path, 'version'));
		const less = rulesOf(await put(200, router, { sets: [{ id: 'start', rules: [] }] }));
		assert.deepEqual(less.rules, []);
	});

	it('replaces the other parts', async () => {
		for (const path of [`${id}/global`, `${id}/unrouted`, `services/${service}`]) {
			const sets = [{ id: 'start', rules: [{ label: 'Calm', conditions: [], actions: { severity: 'info' } }] }];
			await put(200, `/event_orchestrations/${path}`, { sets, catch_all: { actions: {} } });
		}
	});

	it('refuses made-up ids of rules, unknown services and a set without start', async () => {
		const router = `/event_orchestrations/${id}/router`;
		const rule = { actions: { route_to: service }, conditions: [] };
		for (const sets of [
			[{ id: 'start', rules: [{ ...rule, id: 'made-up' }] }],
			[{ id: 'start', rules: [{ ...rule, actions: { route_to: 'PNONE' } }] }],
			[{ id: 'other', rules: [] }],
		])
			await put(400, router, { sets }, true);
	});

	afterAllPassed('covers every route', () => assert.deepEqual(api.uncovered(orchestrationRoutes), []));
});
