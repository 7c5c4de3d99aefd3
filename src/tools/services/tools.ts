import { getService } from './get-service.ts';
import { listServices } from './list-services.ts';
import type { Tool } from '../tool.ts';

/** In the order in which they are offered. */
export const servicesTools: readonly Tool[] = [listServices, getService];
