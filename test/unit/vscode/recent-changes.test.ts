import assert from 'node:assert/strict';
import { RecentChanges } from '../../../src/vscode/repository/recent-changes.ts';
import { SignedIn } from '../../support/signed-in.ts';

const minute = 60_000;

describe('Recent changes to the services of a repository', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const changesOf = (...names: string[]) => {
		const services = [...account.sandbox.store.services.values()]
			.filter(({ name }) => names.includes(name))
			.map(({ id, name }) => ({ id, name, policyId: undefined }));
		assert.equal(services.length, names.length);
		return new RecentChanges(account.toolbox, { services }, account.clock);
	};
	const record = async (service: string, summary: string) => {
		await account.call('send_change_event', { service, summary });
		account.sandbox.clock.advance(minute);
	};
	const summaries = async (changes: RecentChanges) => (await changes.read()).changes.map(({ summary }) => summary);

	it('are those of the last day, the newest first, of these services alone', async () => {
		await record('Checkout', 'Yesterday');
		account.sandbox.clock.advance(24 * 60 * minute);
		for (const [service, summary] of [
			['Checkout', 'First'],
			['Identity & Login', 'Elsewhere'],
			['Checkout', 'Second'],
		] as const)
			await record(service, summary);
		assert.deepEqual(await summaries(changesOf('Checkout')), ['Second', 'First']);
		assert.deepEqual(await summaries(changesOf('Checkout', 'Identity & Login')), ['Second', 'Elsewhere', 'First']);
	});

	it('of one service do not hide those of the others where they cannot be read, and fail where all do', async () => {
		await record('Checkout', 'First');
		const run: typeof account.toolbox.run = (tool, input, caller) =>
			JSON.stringify(input).includes(failing)
				? Promise.reject(new Error('Down'))
				: account.toolbox.run(tool, input, caller);
		const services = ['Identity & Login', 'Checkout'].map((name) => {
			const id = [...account.sandbox.store.services.values()].find((one) => one.name === name)?.id ?? assert.fail();
			return { id, name, policyId: undefined };
		});
		let failing = services[0]?.id ?? assert.fail();
		const changes = new RecentChanges({ run }, { services }, account.clock);
		const { changes: read, unread } = await changes.read();
		assert.deepEqual([read[0]?.summary, unread], ['First', ['Identity & Login']]);
		changes.forget();
		failing = 'service';
		await assert.rejects(changes.read(), /Down/);
	});

	it('are read once, and anew where the services are others', async () => {
		const changes = changesOf('Checkout');
		await record('Checkout', 'First');
		const before = account.sandbox.requests.length;
		await Promise.all([changes.read(), changes.read()]);
		const once = account.sandbox.requests.length;
		assert.ok(once > before);
		await changes.read();
		assert.equal(account.sandbox.requests.length, once);
		changes.forget();
		await changes.read();
		assert.ok(account.sandbox.requests.length > once);
	});
});
