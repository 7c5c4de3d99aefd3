import type { CustomField } from './model.ts';

/*
 * What belongs to the account as a whole: business services, tags, incident types, extension schemas, the audit trail.
 */

export interface BusinessService {
	id: string;
	name: string;
	description: string;
	contact: string;
	teamId: string | null;
	/** Technical services it needs. */
	serviceIds: string[];
	/** Business services it needs. */
	businessServiceIds: string[];
}

export interface Tag {
	id: string;
	label: string;
}

export interface IncidentType {
	id: string;
	name: string;
	displayName: string;
	description: string;
	enabled: boolean;
	parentId: string | null;
	createdAt: number;
	/** Beside those of the parent; the base type has the account's own fields. */
	fields: CustomField[];
}

export interface ExtensionSchema {
	id: string;
	key: string;
	label: string;
	description: string;
}

export interface AuditRecord {
	id: string;
	at: number;
	action: 'create' | 'update' | 'delete';
	/** null: a key of the account. */
	userId: string | null;
	method: 'browser' | 'api_token' | 'oauth';
	resource: { type: string; id: string; name: string };
	fields: { name: string; before: string | null; value: string | null }[];
}

/** The account's own things. */
export class AccountWide {
	readonly businessServices = new Map<string, BusinessService>();
	/** Said by people: `incidentId businessServiceId` → impacted or not. */
	readonly manualImpacts = new Map<string, boolean>();
	readonly tags = new Map<string, Tag>();
	/** Ids of tags by `users PXXXXXX`. */
	readonly tagsOf = new Map<string, Set<string>>();
	readonly incidentTypes = new Map<string, IncidentType>();
	readonly extensionSchemas = new Map<string, ExtensionSchema>();
	/** Oldest first. */
	readonly audit: AuditRecord[] = [];
}
