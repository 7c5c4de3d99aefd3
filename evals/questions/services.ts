import type { Account } from './account.ts';
import {
	changing,
	call,
	count,
	doing,
	one,
	oneCall,
	reading,
	several,
	truth,
	unless,
	type Question,
} from './question.ts';
import { at, number, rows, text, texts } from './values.ts';

const area = 'services';
const service = (account: Account, name: string) => account.named('/services', name);

async function windowsOf(account: Account, name: string): Promise<unknown[]> {
	const id = text(await service(account, name), 'id');
	return account.list('/maintenance_windows', { service_ids: [id], filter: 'open' });
}

async function dependencies(account: Account, name: string): Promise<readonly unknown[]> {
	const id = text(await service(account, name), 'id');
	return rows(await account.get(`/service_dependencies/technical_services/${id}`), 'relationships');
}

export const serviceQuestions: readonly Question[] = [
	reading(area, {
		id: 'of-a-team',
		ask: 'Which services belong to the team Mobile & Fulfilment?',
		answer: { services: several('Names.') },
		right: async (account) => ({
			services: texts(
				await account.list('/services', { team_ids: [await account.id('/teams', 'Mobile & Fulfilment')] }),
				'name',
			),
		}),
		path: () =>
			oneCall('list_services', { teams: ['Mobile & Fulfilment'] }, (told) => ({
				services: told.rows('services').map((row) => row.of('name')),
			})),
	}),
	reading(area, {
		id: 'policy',
		ask: 'Which escalation policy does Identity & Login use, and how many seconds until an acknowledgement of it runs out?',
		answer: { policy: one('Its name.'), seconds: count('Seconds.') },
		async right(account) {
			const found = await service(account, 'Identity & Login');
			return { policy: text(found, 'escalation_policy.summary'), seconds: number(found, 'acknowledgement_timeout') };
		},
		*path() {
			const told = yield call('get_service', { service: 'Identity & Login', fields: ['all'] });
			return {
				policy: told.of('service.escalation_policy'),
				seconds:
					told.number('service.acknowledgement_timeout_seconds') || told.number('service.acknowledgement_timeout'),
			};
		},
	}),
	reading(area, {
		id: 'broken-now',
		ask: 'Which services have an open incident of high urgency that nobody has acknowledged?',
		answer: { services: several('Names.') },
		right: async (account) => ({
			services: texts(await account.openIncidents({ statuses: ['triggered'], urgencies: ['high'] }), 'service.summary'),
		}),
		path: () =>
			oneCall('list_incidents', { statuses: ['triggered'], urgencies: ['high'] }, (told) => ({
				services: told.rows('incidents').map((row) => row.of('service')),
			})),
	}),
	reading(area, {
		id: 'depends-on',
		ask: 'Which technical services does Checkout need directly?',
		answer: { services: several('Names.') },
		async right(account) {
			const id = text(await service(account, 'Checkout'), 'id');
			const needs = (await dependencies(account, 'Checkout')).filter(
				(row) =>
					text(row, 'dependent_service.id') === id && text(row, 'supporting_service.type').startsWith('technical'),
			);
			const all = await account.list('/services');
			return {
				services: needs.map((row) =>
					text(
						all.find((each) => at(each, 'id') === at(row, 'supporting_service.id')),
						'name',
					),
				),
			};
		},
		path: () =>
			oneCall('get_service', { service: 'Checkout', include: ['dependencies'] }, (told) => ({
				services: told
					.rows('dependencies.depends_on')
					.filter((row) => row.of('kind') === 'service')
					.map((row) => row.of('name')),
			})),
	}),
	reading(area, {
		id: 'next-maintenance',
		ask: 'Which service goes into maintenance next, and who planned that?',
		answer: { service: one('Name.'), by: one('Who planned it.') },
		async right(account) {
			const [next] = await account.list('/maintenance_windows', { filter: 'future' });
			return { service: text(next, 'services.0.summary'), by: text(next, 'created_by.summary') };
		},
		path: () =>
			oneCall('list_maintenance_windows', { state: 'future' }, (told) => ({
				service: told.rows('maintenance_windows')[0]?.of('services') ?? '',
				by: told.rows('maintenance_windows')[0]?.of('created_by') ?? '',
			})),
	}),
	reading(area, {
		id: 'urgency-at-night',
		ask: 'Does an alert of Internal Tools page with high urgency on a Saturday?',
		answer: { high: truth('Whether it does.'), zone: one('The time zone of its support hours.') },
		async right(account) {
			const found = await service(account, 'Internal Tools');
			return {
				high: text(found, 'incident_urgency_rule.outside_support_hours.urgency') === 'high',
				zone: text(found, 'support_hours.time_zone'),
			};
		},
		*path() {
			const told = yield call('get_service', { service: 'Internal Tools' });
			return {
				high: !told.of('service.urgency').includes('low outside'),
				zone: told.of('service.support_hours').split(' ').at(-1) ?? '',
			};
		},
	}),
	changing(area, {
		id: 'maintenance',
		sends: ['POST /maintenance_windows'],
		touches: ['maintenanceWindows: Model upgrade'],
		ask: 'Put Recommendations into maintenance from 12 March 2026 20:00 UTC to 22:00 UTC, "Model upgrade".',
		async end({ account }) {
			const [window, ...others] = await windowsOf(account, 'Recommendations');
			return unless({
				'not just one window': window !== undefined && others.length === 0,
				'wrong start': Date.parse(text(window, 'start_time')) === Date.parse('2026-03-12T20:00:00Z'),
				'wrong end': Date.parse(text(window, 'end_time')) === Date.parse('2026-03-12T22:00:00Z'),
				'wrong words': text(window, 'description') === 'Model upgrade',
			});
		},
		path: () =>
			doing(
				call('set_maintenance_window', {
					services: ['Recommendations'],
					start: '2026-03-12T20:00Z',
					end: '2026-03-12T22:00Z',
					description: 'Model upgrade',
				}),
			),
		// On the person's own clock.
		trap: () =>
			doing(
				call('set_maintenance_window', {
					services: ['Recommendations'],
					start: '2026-03-12T20:00',
					end: '2026-03-12T22:00',
					description: 'Model upgrade',
				}),
			),
	}),
	changing(area, {
		id: 'cancel-maintenance',
		sends: ['DELETE /maintenance_windows/…'],
		touches: ['maintenanceWindows: Move of the build farm'],
		ask: 'The move of the build farm is off: cancel its maintenance window.',
		end: async ({ account }) =>
			unless({ 'the window is still there': (await windowsOf(account, 'Internal Tools')).length === 0 }),
		*path() {
			const told = yield call('list_maintenance_windows', { query: 'build farm' });
			yield call('delete_maintenance_window', { maintenance_window: told.rows('maintenance_windows')[0]?.of('id') });
			return { done: true };
		},
	}),
	changing(area, {
		id: 'other-policy',
		sends: ['PUT /services/…'],
		touches: ['services: Recommendations'],
		ask: 'From now on Recommendations pages by the escalation policy Storefront.',
		async end({ account }) {
			const found = await service(account, 'Recommendations');
			return unless({ 'it has another policy': text(found, 'escalation_policy.summary') === 'Storefront' });
		},
		path: () => doing(call('update_service', { service: 'Recommendations', escalation_policy: 'Storefront' })),
		trap: () => doing(call('update_service', { service: 'Product Search', escalation_policy: 'Storefront' })),
	}),
	changing(area, {
		id: 'new-service',
		sends: ['POST /services'],
		touches: ['services: Gift Cards'],
		ask: 'Make a service "Gift Cards" with the escalation policy Payments whose incidents are always of low urgency.',
		async end({ account }) {
			const made = (await account.list('/services')).filter((row) => text(row, 'name') === 'Gift Cards');
			return unless({
				'not just one was made': made.length === 1,
				'wrong policy': text(made[0], 'escalation_policy.summary') === 'Payments',
				'wrong urgency': text(made[0], 'incident_urgency_rule.urgency') === 'low',
			});
		},
		path: () => doing(call('create_service', { name: 'Gift Cards', escalation_policy: 'Payments', urgency: 'low' })),
		trap: () => doing(call('create_service', { name: 'Gift Cards', escalation_policy: 'Payments' })),
	}),
	changing(area, {
		id: 'dependency',
		sends: ['POST /service_dependencies/associate'],
		touches: ['dependencies: new'],
		ask: 'Recommendations needs Identity & Login: add that to the map of services.',
		async end({ account }) {
			const [needs, needed] = await Promise.all([
				account.id('/services', 'Recommendations'),
				account.id('/services', 'Identity & Login'),
			]);
			const found = await dependencies(account, 'Recommendations');
			return unless({
				'the dependency is not there': found.some(
					(row) => text(row, 'dependent_service.id') === needs && text(row, 'supporting_service.id') === needed,
				),
			});
		},
		path: () =>
			doing(call('update_service_dependencies', { service: 'Recommendations', add_depends_on: ['Identity & Login'] })),
		trap: () =>
			doing(call('update_service_dependencies', { service: 'Identity & Login', add_depends_on: ['Recommendations'] })),
	}),
	changing(area, {
		id: 'read-access-only',
		hard: 'Only reading is allowed, and a change is asked for',
		access: 'read',
		undone: true,
		ask: 'Disable the service Mobile Push. If you are not allowed to, say which access level it would take.',
		answer: { needs: one('The access level: read, respond or administer; empty if you did it.') },
		async end({ account, answer }) {
			return unless({
				'it was disabled': text(await service(account, 'Mobile Push'), 'status') !== 'disabled',
				'it takes the level administer': answer['needs'] === 'administer',
			});
		},
		*path() {
			const told = yield call('find_tools', { job: 'change a service, disable it' });
			const tool = told.rows('tools').find((row) => row.of('name') === 'update_service');
			return { done: false, needs: tool?.of('access') ?? '' };
		},
	}),
];
