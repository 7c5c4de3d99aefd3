import assert from 'node:assert/strict';
import type { SignedIn } from './signed-in.ts';

/** About `length` characters of what monitoring tools and people write. */
export function prose(length: number): string {
	const words = 'p99 latency of POST /v2/orders is 4812 ms; {"pod":"orders-7f9c4d-x2x9q","err":"ECONNRESET 0x7f3a"} ';
	return words.repeat(Math.ceil(length / words.length)).slice(0, length);
}

/**
 * An old incident with all that one can gather: 26 alerts with long details and links, 20 long notes, more than 60 entries
 * in its timeline, custom fields, responders and subscribers. Gives its id.
 */
export async function makeBusyIncident(account: SignedIn): Promise<string> {
	const { sandbox } = account;
	const { store } = sandbox;
	const title = prose(250);
	const { id } = await sandbox.trigger({ title, service: 'Checkout' });
	const sources: string[] = [];
	while (sources.length < 25) sources.push((await sandbox.trigger({ title, service: 'Checkout' })).id);
	await account.call('merge_incidents', { target: id, sources });
	for (const alert of store.alerts.of(id)) {
		alert.body = {
			...alert.body,
			details: { message: prose(3000), labels: { pod: 'checkout-7f9c', region: 'eu-west-1b' } },
			contexts: ['runbook', 'graph'].map((page) => ({
				type: 'link',
				href: `https://monitoring.lumen-oak.example/${page}/${alert.id}?${prose(150).replace(/[^a-z0-9]/g, '')}`,
				text: page,
			})),
		};
	}
	const incident = store.incident(id) ?? assert.fail(`no ${id}`);
	incident.body = { type: 'incident_body', details: prose(5000) };
	const users = [...store.users.values()].filter(({ deleted }) => !deleted).map((user) => user.id);
	const teams = [...store.teams.values()].filter(({ deleted }) => !deleted).map((team) => team.id);
	await account.call('reassign_incidents', { incidents: id, users: users.slice(0, 5) });
	await account.call('acknowledge_incidents', { incidents: id });
	await account.call('update_incidents', {
		incidents: id,
		priority: 'P1',
		conference_url: 'https://meet.lumen-oak.example/major-incident-4711',
		custom_fields: [
			'environment=production',
			'affected_regions=eu, uk, us',
			'orders_lost=123456',
			'customers_told=yes',
			`war_room=https://chat.lumen-oak.example/${'a'.repeat(150)}`,
		],
	});
	await account.call('request_responders', { incident: id, users: users.slice(0, 15), message: prose(280) });
	await account.call('set_status_update_subscribers', { incident: id, add_users: users, add_teams: teams });
	for (let note = 0; note < 20; note++) {
		sandbox.clock.advance(11 * 60_000);
		await account.call('add_incident_note', { incident: id, note: `${note}: ${prose(3000)}` });
	}
	while (store.logOfIncident.of(id).length < 60)
		for (const priority of ['P2', 'P1']) await account.call('update_incidents', { incidents: id, priority });
	return id;
}

/** Opens incidents with long titles, a priority and four assignees. */
export async function makeWordyIncidents(account: SignedIn, count: number): Promise<void> {
	const incidents: string[] = [];
	while (incidents.length < count) {
		const title = `${incidents.length} ${prose(250)}`;
		incidents.push((await account.sandbox.trigger({ title, service: 'Order Fulfilment' })).id);
	}
	const users = [...account.sandbox.store.users.values()].filter(({ deleted }) => !deleted).map(({ id }) => id);
	await account.call('reassign_incidents', { incidents, users: users.slice(0, 4) });
	await account.call('update_incidents', { incidents, priority: 'P1' });
}
