import type { Account } from './account.ts';
import {
	call,
	changing,
	count,
	doing,
	numbers,
	one,
	oneCall,
	reading,
	several,
	unless,
	type Question,
} from './question.ts';
import { by, number, rows, text, texts } from './values.ts';

const area = 'incidents';
const numberOf = (row: unknown) => number(row, 'incident_number');

const open = async (account: Account, service: string, title: string) => {
	const id = await account.id('/services', service);
	const incident = { type: 'incident', title, service: { id, type: 'service_reference' } };
	return number(await account.send('POST', '/incidents', { incident }), 'incident.incident_number');
};

export const incidentQuestions: readonly Question[] = [
	reading(area, {
		id: 'open-high',
		ask: 'How many incidents of high urgency are open in the whole account?',
		answer: { incidents: count('How many.') },
		right: async (account) => ({ incidents: (await account.openIncidents({ urgencies: ['high'] })).length }),
		path: () => oneCall('count_incidents', { urgencies: ['high'] }, (told) => ({ incidents: told.number('total') })),
	}),
	reading(area, {
		id: 'oldest-open',
		ask: 'Which open incident has been waiting the longest? Give its number, and who has it.',
		answer: { incident: count('Its number.'), assignees: several('Who has it.') },
		async right(account) {
			const [oldest] = by(await account.openIncidents(), (row) => Date.parse(text(row, 'created_at')));
			return { incident: numberOf(oldest), assignees: texts(rows(oldest, 'assignments'), 'assignee.summary') };
		},
		*path() {
			const told = yield call('list_incidents', { sort_by: 'created_at:asc', limit: 1 });
			const [oldest] = told.rows('incidents');
			return { incident: oldest?.number('number') ?? 0, assignees: oldest?.values('assignees') ?? [] };
		},
	}),
	reading(area, {
		id: 'mine',
		ask: 'Which open incidents are assigned to me?',
		answer: { incidents: numbers('Their numbers.') },
		async right(account) {
			const user_ids = [await account.id('/users', 'Maya Okafor')];
			return { incidents: (await account.openIncidents({ user_ids })).map(numberOf) };
		},
		path: () =>
			oneCall('list_incidents', { scope: 'mine' }, (told) => ({
				incidents: told.rows('incidents').map((row) => row.number('number')),
			})),
	}),
	reading(area, {
		id: 'alerts-of-one',
		ask: 'How many alerts does the Checkout latency incident that is open now have, and which hosts or pools do they name as exhausted?',
		answer: {
			alerts: count('How many alerts.'),
			exhausted: one('The name of what is exhausted, as the alert has it.'),
		},
		async right(account) {
			const [incident] = await account.openIncidents({ service_ids: [await account.id('/services', 'Checkout')] });
			const alerts = rows(await account.get(`/incidents/${text(incident, 'id')}/alerts`), 'alerts');
			const found = texts(alerts, 'summary').flatMap((summary) => /exhausted on (\S+)/.exec(summary)?.[1] ?? []);
			return { alerts: alerts.length, exhausted: found[0] ?? '' };
		},
		*path() {
			const found = yield call('list_incidents', { services: ['Checkout'] });
			const told = yield call('list_incident_alerts', { incident: found.rows('incidents')[0]?.of('number') });
			const alerts = told.rows('alerts');
			const named = alerts.flatMap((row) => /exhausted on (\S+)/.exec(row.of('summary'))?.[1] ?? []);
			return { alerts: alerts.length, exhausted: named[0] ?? '' };
		},
	}),
	reading(area, {
		id: 'newest-note',
		ask: 'Who wrote the newest note on incident #4257?',
		answer: { author: one('Name.') },
		async right(account) {
			const newest = by(await account.notes(4257), (row) => -Date.parse(text(row, 'created_at')))[0];
			return { author: text(newest, 'user.summary') };
		},
		path: () =>
			oneCall('list_incident_notes', { incident: 4257 }, (told) => ({
				author: told.rows('notes')[0]?.of('author') ?? '',
			})),
	}),
	reading(area, {
		id: 'what-helped-before',
		ask: 'Card authorisations fail again (#4260). Something like it happened in February on the 16th: which incident was that, and who resolved it?',
		answer: { incident: one('Its id.'), resolved_by: one('Name.') },
		async right(account) {
			const service_ids = [await account.id('/services', 'Payments Gateway')];
			const found = (await account.incidents({ service_ids })).find((row) =>
				text(row, 'created_at').startsWith('2026-02-16'),
			);
			return { incident: text(found, 'id'), resolved_by: text(found, 'last_status_change_by.summary') };
		},
		*path() {
			const told = yield call('find_related_incidents', { incident: 4260, relations: ['past'] });
			const found = told.rows('incidents').find((row) => row.of('created_at').startsWith('2026-02-16'));
			return { incident: found?.of('id') ?? '', resolved_by: found?.of('ended.resolved_by') ?? '' };
		},
	}),
	changing(area, {
		id: 'acknowledge',
		sends: ['PUT /incidents'],
		incidents: [4260],
		ask: 'I am looking at the failing card authorisations. Acknowledge that incident for me.',
		async end(outcome) {
			const incident = await outcome.account.incident(4260);
			return unless({
				'not acknowledged by me': text(incident, 'acknowledgements.0.acknowledger.summary') === 'Maya Okafor',
			});
		},
		*path() {
			const told = yield call('list_incidents', { title: 'card authorisations' });
			yield call('acknowledge_incidents', { incidents: [told.rows('incidents')[0]?.of('number')] });
			return { done: true };
		},
		trap: () => doing(call('acknowledge_incidents', { incidents: [4260, 4256] })),
	}),
	changing(area, {
		id: 'resolve-with-words',
		sends: ['PUT /incidents'],
		incidents: [4258],
		ask: 'The certificate of grafana is renewed: resolve that incident with the resolution "Renewed until 2027".',
		async end(outcome) {
			const notes = texts(await outcome.account.notes(4258), 'content');
			const incident = await outcome.account.incident(4258);
			return unless({
				'not resolved': text(incident, 'status') === 'resolved',
				'the resolution is not there': notes.includes('Renewed until 2027'),
			});
		},
		path: () => doing(call('resolve_incidents', { incidents: [4258], resolution: 'Renewed until 2027' })),
		trap: () => doing(call('resolve_incidents', { incidents: [4258] })),
	}),
	changing(area, {
		id: 'note',
		sends: ['POST /incidents/…/notes'],
		ask: 'Leave this note on incident 4256: "Edge vendor confirms a fault in Sydney". Nothing else.',
		async end(outcome) {
			const notes = texts(await outcome.account.notes(4256), 'content');
			return unless({ 'the note is not there once': notes.join('|') === 'Edge vendor confirms a fault in Sydney' });
		},
		path: () => doing(call('add_incident_note', { incident: 4256, note: 'Edge vendor confirms a fault in Sydney' })),
		trap: () => doing(call('add_incident_note', { incident: 4257, note: 'Edge vendor confirms a fault in Sydney' })),
	}),
	changing(area, {
		id: 'priority',
		sends: ['PUT /incidents'],
		incidents: [4259],
		ask: 'The rejected push messages are a P3.',
		async end(outcome) {
			const incident = await outcome.account.incident(4259);
			return unless({ 'not P3': text(incident, 'priority.summary') === 'P3' });
		},
		path: () => doing(call('update_incidents', { incidents: [4259], priority: 'P3' })),
		trap: () => doing(call('update_incidents', { incidents: [4259], priority: 'P2' })),
	}),
	changing(area, {
		id: 'snooze',
		sends: ['POST /incidents/…/snooze'],
		ask: 'Snooze #4255 for four hours from now.',
		async end({ account }) {
			const wakes = rows(await account.incident(4255), 'pending_actions').find(
				(action) => text(action, 'type') === 'unacknowledge',
			);
			const off = Math.abs(Date.parse(text(wakes, 'at')) - account.now() - 4 * 3_600_000);
			return unless({ 'it does not wake in four hours': off <= 60_000 });
		},
		path: () => doing(call('snooze_incidents', { incidents: [4255], duration: '4h' })),
		trap: () => doing(call('snooze_incidents', { incidents: [4255], duration: '4d' })),
	}),
	changing(area, {
		id: 'merge',
		sends: ['PUT /incidents/…/merge'],
		incidents: [4262],
		ask: 'The two open incidents "Connection refused by orders-db" on Order Fulfilment are one: merge the newer into the older.',
		async prepare(account) {
			await open(account, 'Order Fulfilment', 'Connection refused by orders-db');
			await open(account, 'Order Fulfilment', 'Connection refused by orders-db');
		},
		async end(outcome) {
			const newer = await outcome.account.incident(4262);
			const older = await outcome.account.incident(4261);
			return unless({
				'the newer one is not in the older': text(newer, 'resolve_reason.incident.id') === text(older, 'id'),
				'the older one is not open': text(older, 'status') !== 'resolved',
			});
		},
		path: () => doing(call('merge_incidents', { target: 4261, sources: [4262] })),
		trap: () => doing(call('merge_incidents', { target: 4262, sources: [4261] })),
	}),
	changing(area, {
		id: 'create-low',
		sends: ['POST /incidents'],
		touches: ['services: Mobile API'],
		incidents: [4261],
		ask: 'Open an incident of low urgency on Mobile API: "Login loops on Android 16".',
		async end({ account }) {
			const made = (await account.openIncidents()).filter((row) => text(row, 'title') === 'Login loops on Android 16');
			return unless({
				'not just one was made': made.length === 1,
				'wrong service': text(made[0], 'service.summary') === 'Mobile API',
				'wrong urgency': text(made[0], 'urgency') === 'low',
			});
		},
		path: () =>
			doing(call('create_incident', { title: 'Login loops on Android 16', service: 'Mobile API', urgency: 'low' })),
		trap: () => doing(call('create_incident', { title: 'Login loops on Android 16', service: 'Mobile API' })),
	}),
];
