import { createServiceIntegration } from './create-service-integration.ts';
import { createService } from './create-service.ts';
import { deleteMaintenanceWindow } from './delete-maintenance-window.ts';
import { deleteService } from './delete-service.ts';
import { getService } from './get-service.ts';
import { listMaintenanceWindows } from './list-maintenance-windows.ts';
import { listServices } from './list-services.ts';
import { setAlertGrouping } from './set-alert-grouping.ts';
import { setMaintenanceWindow } from './set-maintenance-window.ts';
import { updateServiceDependencies } from './update-service-dependencies.ts';
import { updateService } from './update-service.ts';
import type { Tool } from '../core/tool.ts';

/** In the order in which they are offered. */
export const servicesTools: readonly Tool[] = [
	listServices,
	getService,
	listMaintenanceWindows,
	createService,
	updateService,
	deleteService,
	createServiceIntegration,
	setMaintenanceWindow,
	deleteMaintenanceWindow,
	updateServiceDependencies,
	setAlertGrouping,
];
