import { launchBrowser } from '../../tools/vscode-host/browser.mjs';
import { middle } from './middle.mjs';
import { PageAlone } from './shown.mjs';

/** @typedef {import('../../tools/vscode-host/bench.mjs').Figure} Figure */

const [entries, alerts, schedules, weeks] = [2000, 400, 60, 4];
const runs = 5;
/** One frame of a screen that shows sixty a second, and what clocks differ by. */
const frameMs = 17.5;

/**
 * Pages with all that they may have to show.
 * @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime
 * @returns {Promise<Figure[]>}
 */
export async function largePages(lifetime) {
	const browser = await launchBrowser(lifetime);
	/** @type {Map<string, { atMost: number | undefined, values: number[] }>} */
	const figures = new Map();
	const note = (/** @type {string} */ what, /** @type {number} */ value, /** @type {number | undefined} */ atMost) => {
		const { values } = figures.get(what) ?? { values: [] };
		figures.set(what, { atMost, values: [...values, value] });
	};
	for (let run = 0; run < runs; run++) {
		await largeIncident(browser, note);
		await manySchedules(browser, note);
	}
	return [...figures].map(([what, { atMost, values }]) => ({
		what,
		value: middle(values),
		unit: 'ms',
		...(atMost && { atMost }),
	}));
}

async function largeIncident(browser, note) {
	const what = `${entries} entries, ${alerts} alerts`;
	const page = await PageAlone.open(browser, {
		name: 'incident',
		input: { incident: incident().id },
		result: { incident: incident() },
		answers: {
			get_incident: [{ incident: incident(), custom_fields: [], responders: [] }],
			// Whoever has read all of it reads no more than its start anew.
			get_incident_timeline: [
				{ log_entries: rows(entries, entry) },
				{ log_entries: [entry(-1), ...rows(99, entry)], next_cursor: 'c' },
			],
			list_incident_alerts: [{ alerts: rows(alerts, alert) }, { alerts: rows(25, alert), next_cursor: 'c' }],
			list_change_events: [{ change_events: [] }],
		},
	});
	const [heading, firstEntry, firstAlert, allEntries, allAlerts] = await page.until([
		['h1', 1],
		['.entry', 1],
		['.alert', 1],
		['.entry', entries],
		['.alert', alerts],
	]);
	note(`${what}: first paint`, await page.firstPaint(), 500);
	note(`${what}: heading`, heading, 500);
	note(`${what}: first entries and alerts`, Math.max(firstEntry, firstAlert), 500);
	note(`${what}: all of them`, Math.max(allEntries, allAlerts));
	const [status, newEntry] = await page.until(
		[
			['.status.resolved', 1],
			['.entry', entries + 1],
		],
		{ tell: told({ incident: { ...incident(), status: 'resolved' } }) },
	);
	note(`${what}: a change until it is seen`, status, 50);
	note(`${what}: the entry of that change, which is read then`, newEntry, 150);
	note(`${what}: longest block in all this`, await page.longestBlock());
	await scrolled(page, what, 30_000, note);
	await page.close();
}

async function manySchedules(browser, note) {
	const what = `${schedules} schedules of ${weeks} weeks`;
	const all = rows(schedules, (index) => ({ id: `S${index}`, name: `Schedule ${index}` }));
	const page = await PageAlone.open(browser, {
		name: 'oncall',
		input: {},
		answers: {
			get_current_user: [{ user: { id: 'U1', name: 'Person 1', time_zone: 'Europe/Berlin' } }],
			list_schedules: [{ schedules: all, more: false }],
			list_shifts: [{ shifts: [], returned: 0 }],
			get_schedule: all.map((schedule) => ({
				schedule,
				shifts: rows(weeks * 14, shift),
				gaps: [],
				people: [],
				returned: weeks * 14,
			})),
		},
	});
	const { page: shown } = page;
	await shown.getByLabel('Which schedules').selectOption({ label: 'All schedules' });
	await page.until([['[role=row]', schedules + 1]]);
	const [first, whole] = await page.until(
		[
			['.weeks [role=gridcell].bar', 1],
			['.weeks [role=gridcell].bar', schedules * weeks * 14],
		],
		{ click: '[aria-pressed=true] + [aria-pressed=false]' },
	);
	note(`${what}: first turns`, first, 500);
	note(`${what}: all of them`, whole, 500);
	note(`${what}: longest block in all this`, await page.longestBlock());
	await scrolled(page, what, 3000, note);
	await page.close();
}

async function scrolled(page, what, pixels, note) {
	const frames = await page.scroll(pixels);
	note(`${what}: scrolling, the middle frame`, middle(frames), frameMs);
	note(`${what}: scrolling, all but one frame in twenty`, frames[Math.floor(frames.length * 0.95)] ?? NaN, frameMs);
	note(`${what}: scrolling, the longest frame`, frames.at(-1) ?? NaN);
}

const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
const at = (/** @type {number} */ minutes) => new Date(today + minutes * 60_000).toISOString();

function incident() {
	return {
		id: 'Q0LARGE',
		number: 1,
		title: 'Card authorisations failing',
		status: 'triggered',
		urgency: 'high',
		service: 'Payments',
		service_id: 'PSERV',
		created_at: at(0),
		alerts,
		url: 'https://demo.pagerduty.example/incidents/Q0LARGE',
	};
}

const events = ['notify', 'acknowledge', 'annotate', 'escalate', 'responder_request'];

/** What a host sends when the tool's answer is another one. @param {object} structuredContent */
function told(structuredContent) {
	return { jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: { structuredContent, content: [] } };
}

/** @param {number} index */
function entry(index) {
	const event = events[index % events.length];
	return {
		id: `L${index}`,
		at: at(1440 - index / 2),
		event,
		by: `Person ${index % 9}`,
		summary: `Notified Person ${index % 9} by push notification`,
		...(event === 'annotate' && {
			note: `Rolled back to ${index}, see https://wiki.example/runbooks/${index} for what comes next.`,
		}),
	};
}

/** @param {number} index */
function alert(index) {
	const details = JSON.stringify({
		host: `web-${index}`,
		check: 'http',
		values: rows(40, (value) => ({ name: `metric_${value}`, value: value * index })),
	});
	return {
		id: `A${index}`,
		summary: `Error rate of web-${index} above 5 %`,
		status: 'triggered',
		severity: 'critical',
		created_at: at(index),
		details: details.slice(0, 2000),
		links: [`https://graphs.example/web-${index}`],
	};
}

/** @param {number} index */
function shift(index) {
	return {
		user: `Person ${index % 9}`,
		user_id: `U${index % 9}`,
		start: at(index * 720),
		end: at((index + 1) * 720),
		override: index % 10 === 0,
	};
}

/** @template Row @param {number} count @param {(index: number) => Row} row */
function rows(count, row) {
	return Array.from({ length: count }, (_, index) => row(index));
}
