/*
 * Settings of services: maintenance windows, alert grouping, dependencies. Times are epoch milliseconds.
 */

/** A time in which its services open no incidents. */
export interface MaintenanceWindow {
	id: string;
	start: number;
	end: number;
	description: string;
	serviceIds: string[];
	createdBy: string;
}

export interface AlertGrouping {
	id: string;
	name: string | null;
	description: string | null;
	type: 'time' | 'intelligent' | 'content_based' | 'content_based_intelligent';
	config: {
		/** Seconds; 0: until the incident is resolved. */
		timeout?: number | undefined;
		/** Seconds; 0: as recommended. */
		time_window?: number | undefined;
		aggregate?: 'all' | 'any' | undefined;
		fields?: string[] | undefined;
		iag_fields?: string[] | undefined;
	};
	serviceIds: string[];
	createdAt: number;
	updatedAt: number;
}

/** The dependent service needs the supporting one. */
export interface ServiceDependency {
	id: string;
	supportingId: string;
	dependentId: string;
}

/** What the account has set of its services. */
export class ServiceSettings {
	readonly maintenanceWindows = new Map<string, MaintenanceWindow>();
	readonly groupings = new Map<string, AlertGrouping>();
	readonly dependencies = new Map<string, ServiceDependency>();

	/** Whether a service is in a maintenance window at `at`. */
	inMaintenance(serviceId: string, at: number): boolean {
		for (const { start, end, serviceIds } of this.maintenanceWindows.values()) {
			if (start <= at && at < end && serviceIds.includes(serviceId)) return true;
		}
		return false;
	}

	/** The grouping of a service's alerts: it has one at most. */
	groupingOf(serviceId: string): AlertGrouping | undefined {
		for (const grouping of this.groupings.values()) if (grouping.serviceIds.includes(serviceId)) return grouping;
		return undefined;
	}

	/** Takes a service out of all settings. */
	drop(serviceId: string): void {
		for (const grouping of this.groupings.values()) {
			grouping.serviceIds = grouping.serviceIds.filter((id) => id !== serviceId);
			if (grouping.serviceIds.length === 0) this.groupings.delete(grouping.id);
		}
		for (const { id, supportingId, dependentId } of this.dependencies.values()) {
			if (supportingId === serviceId || dependentId === serviceId) this.dependencies.delete(id);
		}
	}
}
