import assert from 'node:assert/strict';
import * as z from 'zod';
import type { RecordedRequest } from '../../../src/sandbox/sandbox.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { SignedIn } from '../../support/signed-in.ts';

const Page = z.object({ next_cursor: z.string() });

/** What a list needs beside its window to have two rows at least. */
const samples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	get_incident_timeline: { incident: '$incident', overview: false },
	get_schedule: { schedule: 'Payments Primary' },
	list_incidents: { statuses: ['triggered', 'acknowledged', 'resolved'] },
	list_shifts: { schedules: ['Payments Primary'] },
	preview_schedule: { users: ['Maya Okafor', 'Diego Fuentes'], turn: 'daily' },
	get_incident_metrics: { group_by: 'service' },
	'list_users relative': { schedule: 'Payments Primary' },
};

/** Ends that move with the clock, as far as a tool has them. */
const relative = { since: '-4d', until: '+3d', updated_after: '-30d' };

describe('lists over a window that moves', () => {
	let account: SignedIn;
	beforeEach(async () => {
		account = await SignedIn.open();
	});
	afterEach(() => account.close());

	const windowed = catalogue.filter(({ input: { shape } }) => 'cursor' in shape && 'since' in shape);
	for (const { name, input } of windowed) {
		for (const given of ['relative', 'default'] as const) {
			it(`${name} goes on where it was with ${given} times, however long the reader takes`, async () => {
				const { id } = await account.sandbox.trigger();
				for (const team of ['Alpha', 'Beta']) await account.call('set_team', { name: team });
				const times = Object.entries(given === 'relative' ? relative : {}).filter(([end]) => end in input.shape);
				const sample = samples[`${name} ${given}`] ?? samples[name] ?? {};
				const asked = {
					...sample,
					...('incident' in sample && { incident: id }),
					...Object.fromEntries(times),
					limit: 1,
				};
				const first = await requestsOf(async () => Page.parse(await account.call(name, asked)));
				// After five minutes a page reads anew what the page before has read.
				account.sandbox.clock.advance(300_000);
				const second = await requestsOf(() => account.call(name, { ...asked, cursor: first.result.next_cursor }));
				assert.ok(second.requests.length > 0);
				for (const request of second.requests) assert.ok(first.requests.includes(request), request);
			});
		}
	}

	it('finds some', () => {
		assert.ok(windowed.length > 10);
	});

	async function requestsOf<T>(call: () => Promise<T>): Promise<{ result: T; requests: readonly string[] }> {
		const before = new Set(account.sandbox.requests);
		const result = await call();
		return { result, requests: account.sandbox.requests.filter((request) => !before.has(request)).map(question) };
	}
});

/** What a request asks for, but for the place in the list. */
function question({ method, path, query, body }: RecordedRequest): string {
	const params = new URLSearchParams(query);
	for (const place of ['offset', 'limit', 'cursor']) params.delete(place);
	const asked = body.replace(/,?"starting_after":"[^"]*"/, '');
	return `${method} ${path}?${decodeURIComponent(params.toString())} ${asked}`;
}
