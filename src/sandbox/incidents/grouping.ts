import type { Alert, Incident } from '../model/model.ts';
import type { AlertGrouping } from '../model/service-settings.ts';
import { minute, second } from '../time.ts';
import type { World } from '../model/world.ts';
import { alertBody, type MonitoringEvent } from './events.ts';

/** What PagerDuty recommends where a setting says 0. */
const recommendedWindow = 5 * minute;

/** The open incident that a new alert joins, as its service groups alerts; undefined: one of its own. */
export function groupFor({ store, clock }: World, event: MonitoringEvent): Incident | undefined {
	const grouping = store.serviceSettings.groupingOf(event.service.id);
	if (!grouping || event.service.alertCreation === 'create_incidents') return undefined;
	// Alerts of several services come together by what they say only.
	const services = grouping.type === 'content_based' ? grouping.serviceIds : [event.service.id];
	return store.incidents.findLast((incident) => {
		if (incident.status === 'resolved' || !services.includes(incident.serviceId)) return false;
		const alerts = store.alerts.of(incident.id);
		return alerts.length > 0 && isInTime(grouping, incident, alerts, clock.ms) && isAlike(grouping, alerts, event);
	});
}

function isInTime({ type, config }: AlertGrouping, incident: Incident, alerts: readonly Alert[], now: number): boolean {
	if (type === 'time') return !config.timeout || now - incident.createdAt <= config.timeout * second;
	const latest = Math.max(...alerts.map(({ createdAt }) => createdAt));
	return now - latest <= (config.time_window ? config.time_window * second : recommendedWindow);
}

/** PagerDuty's own judgement is not to be had here: what comes in time counts as alike. */
function isAlike({ config }: AlertGrouping, alerts: readonly Alert[], event: MonitoringEvent): boolean {
	const { fields = [], aggregate } = config;
	if (fields.length === 0) return true;
	const body = alertBody(event);
	return alerts.some((alert) => {
		const same = (field: string) => {
			const value = valueOf(body, field);
			return value !== undefined && value === valueOf(alert.body, field);
		};
		return aggregate === 'any' ? fields.some(same) : fields.every(same);
	});
}

/** What events call a field and alerts keep under another name. */
const places: Readonly<Record<string, string>> = {
	summary: 'description',
	source: 'source_origin',
	component: 'source_component',
	group: 'service_group',
	class: 'event_class',
};

/** A field of an event, e.g. `summary` or `custom_details.host`, as text. */
function valueOf(body: Alert['body'], field: string): string | undefined {
	const [name = '', ...path] = field.split('.');
	const start = name === 'custom_details' ? body['details'] : partOf(body['cef_details'], places[name] ?? name);
	const value = path.reduce(partOf, start);
	return value === undefined || value === null ? undefined : JSON.stringify(value);
}

function partOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? Object.entries(value).find(([key]) => key === name)?.[1]
		: undefined;
}
