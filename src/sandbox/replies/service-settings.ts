import type { JsonObject } from '../json.ts';
import type { AlertGrouping, MaintenanceWindow, ServiceDependency } from '../model/service-settings.ts';
import { required } from '../model/store.ts';
import { formatTime } from '../time.ts';
import type { World } from '../model/world.ts';
import { head, serviceReference, teamReference, userReference } from './references.ts';

export function maintenanceWindowJson(world: World, window: MaintenanceWindow): JsonObject {
	const path = `maintenance_windows/${window.id}`;
	const teams = window.serviceIds.flatMap((id) => required(world.store.services, id).teamIds);
	return {
		...head(world, window.id, 'maintenance_window', window.description, path, path),
		start_time: formatTime(window.start, world.account.timeZone),
		end_time: formatTime(window.end, world.account.timeZone),
		description: window.description,
		created_by: userReference(world, window.createdBy),
		services: window.serviceIds.map((id) => serviceReference(world, id)),
		teams: [...new Set(teams)].map((id) => teamReference(world, id)),
	};
}

export function groupingJson(world: World, grouping: AlertGrouping): JsonObject {
	const { id, name, description, type, config, serviceIds } = grouping;
	const recommended = type === 'time' ? {} : { recommended_time_window: 300 };
	return {
		id,
		name,
		description,
		type,
		config: { ...config, ...recommended },
		services: serviceIds.map((service) => serviceReference(world, service)),
		created_at: formatTime(grouping.createdAt),
		updated_at: formatTime(grouping.updatedAt),
	};
}

export function dependencyJson({ id, supportingId, dependentId }: ServiceDependency): JsonObject {
	return {
		id,
		type: 'service_dependency',
		supporting_service: { id: supportingId, type: 'technical_service_reference' },
		dependent_service: { id: dependentId, type: 'technical_service_reference' },
	};
}

/** A business service that needs a service. */
export function businessDependencyJson(supportingId: string, dependentId: string): JsonObject {
	return {
		id: `D${supportingId}${dependentId}`,
		type: 'service_dependency',
		supporting_service: { id: supportingId, type: 'technical_service_reference' },
		dependent_service: { id: dependentId, type: 'business_service_reference' },
	};
}
