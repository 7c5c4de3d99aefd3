import assert from 'node:assert/strict';
import * as z from 'zod';
import { toolsets, type Policy } from '../../../src/tools/core/access.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { addIncidentNote } from '../../../src/tools/incidents/add-incident-note.ts';
import { published } from '../../../src/tools/published.ts';
import { calls } from '../../contract/calls/all.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('the toolbox', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const secrets = () => [account.sandbox.token, account.sandbox.accountToken, account.sandbox.readOnlyToken];

	it('offers what the access level and the toolsets allow', async () => {
		const offered = async (policy: Policy) => {
			await open({ policy });
			const names = (await account.toolbox.offered()).map(({ name }) => name);
			await account.close();
			return names;
		};
		const reading = catalogue.filter(({ access }) => access === 'read').map(({ name }) => name);
		assert.deepEqual(await offered({ access: 'read', toolsets }), reading);
		assert.ok((await offered({ access: 'respond', toolsets: ['incidents'] })).includes('resolve_incidents'));
		assert.ok((await offered({ access: 'read', toolsets: ['people'] })).includes('get_current_user'));
		await open();
	});

	it('refuses what is not offered when it is called all the same', async () => {
		await open({ policy: { access: 'read', toolsets } });
		const { id } = await account.sandbox.trigger();
		const failure = await account.fail('acknowledge_incidents', { incidents: id });
		assert.match(failure.message, /needs access "respond"/);
		assert.deepEqual(account.requests(), []);
	});

	it('names the nearest tools for one that is not there', async () => {
		await open();
		assert.match((await account.fail('list_incident')).next ?? '', /list_incidents/);
	});

	it('tells a signed-out agent how to sign in, for every tool, without a request', async () => {
		await open({ key: 'none' });
		for (const { name } of catalogue.filter(({ operations }) => operations.always.length > 0)) {
			// All tools together ask for more requests than a minute allows.
			account.sandbox.clock.advance(20_000);
			for (const input of calls[name] ?? []) {
				const text = JSON.stringify(input).replaceAll('$routing_key', '0'.repeat(32));
				const named: unknown = JSON.parse(text.replace(/\$\w+/g, 'Q1ABCDEFGHIJKL'));
				assert.match((await account.fail(name, named)).next ?? '', /PagerDuty: Sign in/, name);
			}
		}
		assert.deepEqual(account.requests(), []);
	});

	it('tells of a wrong token without showing it', async () => {
		await open({ key: 'wrong' });
		const failure = await account.fail('list_services');
		assert.equal(failure.status, 401);
		assert.match(failure.next ?? '', /wrong, revoked, or belongs to the other region/);
	});

	it('tells how long to wait when PagerDuty wants a rest', async () => {
		await open();
		account.sandbox.faults.rateLimited = { resetSeconds: 50 };
		const failure = await account.fail('list_services');
		assert.equal(failure.status, 429);
		assert.match(failure.next ?? '', /Wait \d+ seconds/);
	});

	it('tells when PagerDuty is down or cannot be reached', async () => {
		await open();
		account.sandbox.faults.serverError = { status: 503 };
		const down = await account.fail('list_services');
		assert.equal(down.status, 503);
		account.sandbox.faults.serverError = undefined;
		account.sandbox.faults.dropBefore = {};
		assert.match((await account.fail('list_services')).next ?? '', /network/);
	});

	it('writes no secret into what it logs and tells', async () => {
		await open();
		account.sandbox.faults.unauthorizedText = { match: /services/ };
		const told = failureText(await account.fail('list_services'));
		await account.call('list_users');
		const text = [told, ...account.logged].join('\n');
		assert.ok(account.logged.length > 0);
		for (const secret of secrets()) assert.ok(!text.includes(secret));
	});

	it('logs no name that a client made up', async () => {
		await open();
		await account.fail('list\n2026-01-01 [error] forged');
		assert.ok(account.logged.every((line) => !line.includes('forged')));
	});

	it('tells people what is wrong with what they typed', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		const caller = { signal: new AbortController().signal, priority: 'person' } as const;
		for (const note of ['x'.repeat(25_001), '\u200b'])
			await assert.rejects(account.toolbox.run(addIncidentNote, { incident: id, note }, caller), ToolError);
	});

	for (const name of ['list_services', 'set_team']) {
		it(`stops ${name} also while the secret store has not given the token yet`, async () => {
			await open({ key: 'never' });
			const cancel = new AbortController();
			const call = account.call(name, name === 'set_team' ? { name: 'New' } : {}, cancel.signal);
			setImmediate(() => cancel.abort(new Error('stop')));
			await assert.rejects(call, /stop/);
			assert.deepEqual(account.requests(), []);
		});
	}

	it('stops when the call is cancelled', async () => {
		await open();
		const cancel = new AbortController();
		account.sandbox.faults.slow = { ms: 60_000 };
		const call = account.call('list_services', {}, cancel.signal);
		setImmediate(() => cancel.abort(new Error('stop')));
		await assert.rejects(call, /stop/);
	});

	it('shows an incident with what could be read of it', async () => {
		await open();
		const { id } = await account.sandbox.trigger({ title: 'Disk full' });
		account.sandbox.faults.serverError = { status: 500, match: /notes/ };
		const shown = z
			.looseObject({
				incident: z.looseObject({ title: z.string() }),
				alerts: z.array(z.unknown()),
				incomplete: z.array(z.string()),
			})
			.parse(await account.call('get_incident', { incident: id, include: ['alerts', 'notes', 'timeline'] }));
		assert.equal(shown.incident.title, 'Disk full');
		assert.equal(shown.alerts.length, 1);
		assert.match(shown.incomplete.join(), /notes could not be read/);
		assert.ok(!('notes' in shown));
	});

	it('cuts an alert of 5 MB and says how to see more', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		const [alert] = account.sandbox.store.alerts.of(id);
		assert.ok(alert);
		alert.body = { type: 'alert_body', details: { blob: 'x'.repeat(5_000_000) } };
		const read = async (input: object) =>
			z
				.object({ alerts: z.array(z.object({ details: z.string() })) })
				.parse(await account.call('list_incident_alerts', { incident: id, ...input })).alerts[0]?.details ?? '';
		assert.match(await read({}), /^.{600}… \[\d+ more characters\]$/);
		assert.ok((await read({ detail_length: 20_000 })).length > 20_000);
	});
});

describe('published tools', () => {
	const tools = catalogue.map(published);

	it('have flat schemas without references', () => {
		for (const { name, inputSchema } of tools) {
			const text = JSON.stringify(inputSchema);
			assert.ok(!text.includes('$ref') && !text.includes('anyOf'), name);
			for (const property of Object.values(inputSchema.properties)) {
				assert.doesNotMatch(JSON.stringify(property), /"type":"object"/, name);
			}
		}
	});

	it('tell the truth about what they change', () => {
		for (const { name, annotations } of tools) {
			assert.equal(
				annotations.readOnlyHint,
				/^(list|get|count|find|preview|export|report|recommend|review)_/.test(name),
				name,
			);
			assert.equal(annotations.openWorldHint, false);
			if (!annotations.readOnlyHint) assert.notEqual(annotations.destructiveHint, undefined, name);
		}
		assert.equal(tools.find(({ name }) => name === 'add_incident_note')?.annotations.idempotentHint, false);
		assert.equal(tools.find(({ name }) => name === 'acknowledge_incidents')?.annotations.idempotentHint, true);
	});
});
