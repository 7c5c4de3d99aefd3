import assert from 'node:assert/strict';
import * as z from 'zod';
import { NoAnswer, type Person } from '../../../src/tools/core/conversation.ts';
import { SignedIn } from '../../support/signed-in.ts';

const Chosen = z.object({
	changed: z.number(),
	incidents: z.array(z.looseObject({ id: z.string(), status: z.string() })),
	unchanged: z.array(z.object({ id: z.string(), reason: z.string() })).default([]),
	note: z.string().optional(),
	confirm: z.string().optional(),
});

describe('a question that is answered late', () => {
	let account: SignedIn;
	let asked: string[] = [];
	let choose: Person['choose'] = () => Promise.resolve(undefined);
	beforeEach(async () => {
		asked = [];
		const person: Person = {
			choose: (question, choices) => {
				asked.push(question);
				return choose(question, choices);
			},
		};
		account = await SignedIn.open({ person });
	});
	afterEach(() => account.close());

	const writes = () => account.requests().filter((request) => !request.startsWith('GET'));
	const agree =
		(meanwhile: () => Promise<unknown>): Person['choose'] =>
		async () => {
			await meanwhile();
			return 'yes';
		};
	const colleague = async (id: string, status: string) => {
		const body = JSON.stringify({ incidents: [{ id, type: 'incident_reference', status }] });
		const headers = {
			authorization: `Token token=${account.sandbox.accountToken}`,
			from: 'diego.fuentes@lumen-oak.example',
		};
		const response = await fetch(`${account.sandbox.url}/incidents`, { method: 'PUT', headers, body });
		assert.equal(response.status, 200, await response.text());
	};
	const incident = (id: string) => account.sandbox.store.incident(id) ?? assert.fail(id);
	const trigger = async () => (await account.sandbox.trigger({ service: 'Checkout' })).id;

	for (const [tool, becomes] of [
		['acknowledge_incidents', 'acknowledged'],
		['resolve_incidents', 'resolved'],
	] as const) {
		it(`leaves alone what a colleague settled meanwhile: ${tool}`, async () => {
			const [first, second] = [await trigger(), await trigger()];
			choose = agree(() => colleague(first, 'resolved'));
			const done = Chosen.parse(await account.call(tool, { services: ['Checkout'] }));
			assert.equal(incident(first).status, 'resolved');
			assert.equal(incident(second).status, becomes);
			assert.ok(done.incidents.every(({ id }) => id !== first));
			assert.match(done.unchanged.find(({ id }) => id === first)?.reason ?? '', /resolved now/);
			assert.equal(asked.length, 1);
		});
	}

	it('does not take in what the person has not been shown, but asks again', async () => {
		await trigger();
		let later = '';
		choose = agree(async () => {
			later ||= await trigger();
		});
		const done = Chosen.parse(await account.call('acknowledge_incidents', { services: ['Checkout'] }));
		assert.equal(asked.length, 2);
		assert.ok(done.incidents.some(({ id }) => id === later));
	});

	it('has everything read again that was read before it', async () => {
		const [workflow, twin] = account.sandbox.store.automation.workflows.values();
		assert.ok(workflow && twin);
		workflow.name = twin.name = 'Twin';
		const id = await trigger();
		let mark = 0;
		choose = (_, choices) => {
			mark = account.sandbox.requests.length;
			return Promise.resolve(choices.find(({ value }) => value === 'yes')?.value ?? choices[0]?.value);
		};
		await account.call('start_incident_workflow', { workflow: 'Twin', incident: id });
		const after = account.requests(mark);
		assert.ok(after.indexOf(`GET /incidents/${id}`) >= 0);
		assert.ok(after.indexOf(`GET /incidents/${id}`) < after.findIndex((request) => request.startsWith('POST')));
		assert.match(
			asked.join('\n'),
			/^Which incident workflow is "Twin"\?\nStart the workflow "Twin" on #\d+ .* now\?[^\n]*$/,
		);
	});

	it('is told as what became of it, and changes nothing', async () => {
		await trigger();
		const before = writes().length;
		const input = { services: ['Checkout'] };
		const refused = async () => (await account.fail('resolve_incidents', input)).message;
		choose = () => Promise.resolve('no');
		assert.match(await refused(), /^Nothing was changed: the person was asked and said no\. Resolve/);
		choose = () => Promise.resolve(undefined);
		assert.match(await refused(), /said no/);
		choose = () => Promise.reject(new NoAnswer('late'));
		assert.match(await refused(), /^Nothing was changed: nobody answered within 10 minutes\. Resolve/);
		choose = () => Promise.reject(new NoAnswer('notShown'));
		const other = Chosen.parse(await account.call('resolve_incidents', input));
		assert.match(
			other.note ?? '',
			/Nothing changed yet \(the client could not show the question to the person\).*call again with `confirm/,
		);
		assert.ok(other.confirm);
		assert.equal(writes().length, before);
	});
});
