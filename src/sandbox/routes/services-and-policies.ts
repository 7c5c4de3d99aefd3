import type { Call, Reply } from '../server/call.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { policyJson, serviceJson } from '../replies/services-and-policies.ts';
import { byName, find, findService, matches, overlaps } from './find.ts';

/** Services and escalation policies, as they are read. */
export const serviceAndPolicyRoutes: readonly Route[] = [
	{ method: 'GET', path: '/services', operationId: 'listServices', scope: 'services.read', handle: listServices },
	{ method: 'GET', path: '/services/{id}', operationId: 'getService', scope: 'services.read', handle: getService },
	{
		method: 'GET',
		path: '/escalation_policies',
		operationId: 'listEscalationPolicies',
		scope: 'escalation_policies.read',
		handle: listPolicies,
	},
	{
		method: 'GET',
		path: '/escalation_policies/{id}',
		operationId: 'getEscalationPolicy',
		scope: 'escalation_policies.read',
		handle: getPolicy,
	},
];

function listServices(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const teams = query.filter('team_ids');
	const name = query.text('name');
	const services = byName(world.store.services.values(), query.text('sort_by'))
		.filter((service) => !service.deleted && matches(query.text('query'), service.name))
		.filter((service) => name === undefined || service.name === name)
		.filter(({ teamIds }) => overlaps(teams, teamIds));
	return {
		status: 200,
		body: page(query, 'services', services, (service) => serviceJson(world, service, replyOptions)),
	};
}

function getService(call: Call): Reply {
	return { status: 200, body: { service: serviceJson(call.world, findService(call), call.replyOptions) } };
}

function listPolicies(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const teams = query.filter('team_ids');
	const users = query.filter('user_ids');
	const policies = byName(world.store.policies.values(), query.text('sort_by'))
		.filter(({ name }) => matches(query.text('query'), name))
		.filter(({ teamIds }) => overlaps(teams, teamIds))
		.filter(({ rules }) =>
			overlaps(
				users,
				rules.flatMap(({ targets }) => targets.map(({ id }) => id)),
			),
		);
	return {
		status: 200,
		body: page(query, 'escalation_policies', policies, (policy) => policyJson(world, policy, replyOptions)),
	};
}

function getPolicy(call: Call): Reply {
	const policy = find(call.world.store.policies, call.param('id'));
	return { status: 200, body: { escalation_policy: policyJson(call.world, policy, call.replyOptions) } };
}
