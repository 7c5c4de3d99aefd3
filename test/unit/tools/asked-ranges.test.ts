import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Incidents = z.looseObject({
	incidents: z.array(z.looseObject({ created_at: z.string() })),
	note: z.string().optional(),
});

describe('a range of time', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const resolved = { statuses: ['resolved'], fields: ['number', 'created_at'], limit: 100 };
	const list = async (input: object) =>
		Incidents.parse(await account.call('list_incidents', { ...resolved, ...input }));

	it('with a start alone goes on until now, not for one month', async () => {
		await open();
		const { incidents } = await list({ since: '-120d' });
		const month = Date.parse('2026-03-10T10:00:00Z') - 90 * 86_400_000;
		assert.ok(incidents.some(({ created_at: at }) => Date.parse(at) > month));
	});

	it('is sent with both ends, whichever is given', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		for (const [tool, input] of [
			['list_incidents', resolved],
			['count_incidents', { statuses: ['resolved'] }],
			['list_change_events', {}],
			['list_change_events', { service: 'Checkout' }],
			['get_incident_timeline', { incident: id }],
			['list_log_entries', {}],
			['list_log_entries', { notifications: ['all'] }],
			['list_audit_records', {}],
			['list_oncalls', {}],
			['list_shifts', { schedules: ['Payments Primary'] }],
			['list_users', { schedule: 'Payments Primary' }],
		] as const) {
			for (const end of [{ since: '-1d' }, { until: tool.includes('audit') ? '-1h' : '+1h' }]) {
				const mark = account.sandbox.requests.length;
				await account.call(tool, { ...input, ...end });
				const ranged = account.sandbox.requests
					.slice(mark)
					.map(({ query }) => new URLSearchParams(query))
					.filter((query) => query.has('since') || query.has('until'));
				assert.ok(ranged.length > 0, tool);
				for (const query of ranged) assert.ok(query.has('since') && query.has('until'), tool);
			}
		}
	});

	it('holds no row that PagerDuty sends from outside it, and says so', async () => {
		let old = false;
		await open({
			replies: (content, { path }) => {
				const page = z.looseObject({ incidents: z.array(z.looseObject({})) }).safeParse(content).data;
				if (!old || path !== '/incidents' || !page) return content;
				return { ...page, incidents: page.incidents.map((row) => ({ ...row, created_at: '2025-01-01T00:00:00Z' })) };
			},
		});
		const usual = await list({ since: '-7d' });
		assert.ok(usual.incidents.length > 0);
		assert.match(usual.note ?? '', /From 2026-03-03T10:00:00Z to 2026-03-10T10:00:00Z/);
		old = true;
		const odd = await list({ since: '-7d' });
		assert.deepEqual(odd.incidents, []);
		assert.match(odd.note ?? '', new RegExp(`also sent ${usual.incidents.length} from outside that time`));
	});

	it('without a zone is the person’s, and the answer says so', async () => {
		await open();
		const { note } = await list({ since: '2026-03-01', until: '2026-03-05T24:00' });
		assert.match(note ?? '', /From 2026-03-01T00:00:00-08:00 to 2026-03-06T00:00:00-08:00/);
		const window = await account.call('set_maintenance_window', {
			services: 'Checkout',
			start: '2026-03-11T22:00',
			end: '2026-03-11T24:00',
		});
		assert.match(
			JSON.stringify(window),
			/"start":"2026-03-11T22:00:00-07:00","end":"2026-03-12T00:00:00-07:00"|2026-03-12T00:00:00-07:00/,
		);
	});

	it('of a snooze is ahead without a sign', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		await account.call('acknowledge_incidents', { incidents: [id] });
		const { until } = await account.call('snooze_incidents', { incidents: [id], until: '4h' });
		assert.equal(until, '2026-03-10T14:00:00Z');
	});
});
