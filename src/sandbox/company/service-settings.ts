import type { ServiceKey } from './services.ts';
import type { Service, User } from '../model/model.ts';
import type { PersonKey } from './people.ts';
import type { AlertGrouping } from '../model/service-settings.ts';
import { required } from '../model/store.ts';
import { day, hour } from '../time.ts';
import type { World } from '../model/world.ts';

/** Which service needs which: the dependent one first. */
const dependencies: readonly (readonly [ServiceKey, ServiceKey])[] = [
	['checkout', 'payments'],
	['checkout', 'identity'],
	['checkout', 'inventory'],
	['search', 'cdn'],
	['orders', 'inventory'],
	['orders', 'push'],
	['api', 'checkout'],
	['api', 'search'],
	['api', 'identity'],
	['recommendations', 'pipeline'],
];

const groupings: readonly (Pick<AlertGrouping, 'name' | 'type' | 'config'> & { services: readonly ServiceKey[] })[] = [
	{ name: null, type: 'intelligent', config: { time_window: 300, iag_fields: ['summary'] }, services: ['checkout'] },
	{ name: null, type: 'time', config: { timeout: 600 }, services: ['api'] },
	{
		name: 'Warehouse hosts',
		type: 'content_based',
		config: { time_window: 900, aggregate: 'all', fields: ['component', 'custom_details.host'] },
		services: ['orders', 'inventory'],
	},
];

/** Dependencies, alert grouping, and a maintenance window of the past and one to come. */
export function addServiceSettings(
	world: World,
	services: ReadonlyMap<ServiceKey, Service>,
	users: ReadonlyMap<PersonKey, User>,
	present: number,
): void {
	const { serviceSettings } = world.store;
	const id = (key: ServiceKey) => required(services, key).id;
	for (const [dependent, supporting] of dependencies) {
		const dependency = { id: world.ids.incident(), dependentId: id(dependent), supportingId: id(supporting) };
		serviceSettings.dependencies.set(dependency.id, dependency);
	}
	for (const { services: keys, ...grouping } of groupings) {
		const at = present - 200 * day;
		const item = { id: world.ids.short(), description: null, serviceIds: keys.map(id), createdAt: at, updatedAt: at };
		serviceSettings.groupings.set(item.id, { ...item, ...grouping });
	}
	const midnight = present - (present % day);
	const add = (start: number, hours: number, description: string, keys: readonly ServiceKey[], by: PersonKey) => {
		const window = { id: world.ids.short(), start, end: start + hours * hour, description };
		const createdBy = required(users, by).id;
		serviceSettings.maintenanceWindows.set(window.id, { ...window, serviceIds: keys.map(id), createdBy });
	};
	add(midnight - 9 * day + 2 * hour, 2, 'Database upgrade of the stock ledger', ['inventory', 'orders'], 'chloe');
	add(midnight + 4 * day + 3 * hour, 3, 'Move of the build farm', ['tools'], 'jonas');
}
