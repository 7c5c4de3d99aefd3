import assert from 'node:assert/strict';
import * as z from 'zod';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const routing = { service: 'Checkout' };

describe('a change whose answer is lost', () => {
	let account: SignedIn;
	/** Whether it arrives all the same. */
	let arrives: boolean;

	const open = async (options: SignedInOptions = {}) => {
		account = await SignedIn.open({
			wire: async ({ method, path }, send) => {
				const lost = method === 'POST' && /enqueue|status_updates$|instances$/.test(path);
				if (!lost || arrives) await (lost ? send() : undefined);
				if (lost) throw new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
				return send();
			},
			...options,
		});
	};
	beforeEach(() => (arrives = true));
	afterEach(() => account.close());

	it('is known of a change event of a service, and looked for later if it is not to be seen', async () => {
		await open();
		const deploy = { ...routing, summary: 'Checkout 5.3', source: 'ci' };
		assert.equal((await account.call('send_change_event', deploy))['accepted'], true);
		arrives = false;
		// The one before is not taken for it.
		const text = failureText(await account.fail('send_change_event', deploy));
		assert.match(text, /may or may not have arrived.*list_change_events .* in a minute.*recorded twice/);
	});

	it('is known of an event with a key of its own, and else may be sent again', async () => {
		await open();
		const problem = { ...routing, summary: 'Disk full', source: 'db-1' };
		const sent = z
			.object({ incident: z.object({ title: z.string() }) })
			.parse(await account.call('send_event', problem));
		assert.equal(sent.incident.title, 'Disk full');
		arrives = false;
		assert.match(failureText(await account.fail('send_event', problem)), /again with dedup_key "[\da-f-]{36}" is safe/);
	});

	it('is known of an event that is acknowledged or resolved', async () => {
		await open();
		const key = 'disk';
		await account.fail('send_event', { ...routing, summary: 'Disk full', source: 'db-1', dedup_key: key });
		for (const action of ['acknowledge', 'resolve'] as const) {
			arrives = false;
			const text = failureText(await account.fail('update_event', { ...routing, dedup_key: key, action }));
			assert.match(text, /may or may not have arrived\. Sending it again is safe/);
			arrives = true;
			const answer = await account.call('update_event', { ...routing, dedup_key: key, action });
			assert.equal(answer['accepted'], undefined);
			assert.match(String(answer['note']), /answer was lost, but the incident is as asked/);
		}
	});

	it('is known of a status update that the timeline shows, and else says where to look', async () => {
		let shown = false;
		const entry = { id: 'RSTATUS', type: 'status_update_log_entry', message: 'Payments work again.' };
		await open({
			replies: (content, { path }) => {
				if (!shown || !path.endsWith('/log_entries')) return content;
				const page = z.looseObject({ log_entries: z.array(z.unknown()) }).parse(content);
				return { ...page, log_entries: [entry, ...page.log_entries] };
			},
		});
		const { id } = await account.sandbox.trigger();
		const update = { incident: id, message: 'Payments work again.' };
		const text = failureText(await account.fail('post_status_update', update));
		assert.match(text, /may or may not have been sent\..*look at the page of #\d+ \(https:.*ask a subscriber/);
		shown = true;
		// It was there before: of this one nothing is known.
		assert.match(failureText(await account.fail('post_status_update', update)), /may or may not/);
	});

	it('is told of a workflow with the steps that may have run', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		const text = failureText(
			await account.fail('start_incident_workflow', { workflow: 'Major Incident', incident: id }),
		);
		assert.match(text, /no list of runs\. Before starting it again, look at .* for what its steps do: "/);
	});
});
