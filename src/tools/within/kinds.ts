/** Kinds of objects that belong to teams or services, or to nobody that a limit could name. */
export type OwnedKind =
	| 'alert_grouping_setting'
	| 'business_service'
	| 'escalation_policy'
	| 'incident'
	| 'maintenance_window'
	| 'schedule'
	| 'service'
	| 'team'
	| 'user';

const collections: Readonly<Record<string, OwnedKind>> = {
	alert_grouping_settings: 'alert_grouping_setting',
	business_services: 'business_service',
	escalation_policies: 'escalation_policy',
	incidents: 'incident',
	maintenance_windows: 'maintenance_window',
	schedules: 'schedule',
	services: 'service',
	teams: 'team',
	technical_services: 'service',
	users: 'user',
};

/** The kind of what stands behind a segment of a path, as `incident` for `incidents`. */
export function kindOfCollection(segment: string): OwnedKind | undefined {
	return Object.hasOwn(collections, segment) ? collections[segment] : undefined;
}

const types: Readonly<Record<string, OwnedKind>> = {
	alert_grouping_setting: 'alert_grouping_setting',
	business_service: 'business_service',
	escalation_policy: 'escalation_policy',
	incident: 'incident',
	maintenance_window: 'maintenance_window',
	responder: 'user',
	schedule: 'schedule',
	service: 'service',
	team: 'team',
	technical_service: 'service',
	user: 'user',
};

/** The kind of an object of PagerDuty's type, as `schedule` for `schedule_v3_reference`. */
export function kindOfType(type: string): OwnedKind | undefined {
	const plain = type.replace(/_(?:reference|member|target)$/, '').replace(/_v3$/, '');
	return Object.hasOwn(types, plain) ? types[plain] : undefined;
}

/** The kind whose ids stand under a name such as `team_ids` or `service_id`. */
export function kindOfName(name: string): OwnedKind | undefined {
	const plain = /^(.+)_ids?$/.exec(name)?.[1];
	return plain === undefined ? undefined : kindOfType(plain);
}
