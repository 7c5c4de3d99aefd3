import type { Tool } from '../core/tool.ts';
import { changeTags } from './change-tags.ts';
import { findTools } from './find-tools.ts';
import { getAccount } from './get-account.ts';
import { listAuditRecords } from './list-audit-records.ts';
import { listBusinessServices } from './list-business-services.ts';
import { setBusinessServiceImpact } from './set-business-service-impact.ts';

/** In the order in which they are offered. */
export const accountTools: readonly Tool[] = [
	findTools,
	getAccount,
	listAuditRecords,
	listBusinessServices,
	setBusinessServiceImpact,
	changeTags,
];
