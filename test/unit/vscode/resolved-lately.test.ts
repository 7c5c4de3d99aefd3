import assert from 'node:assert/strict';
import { ResolvedLately } from '../../../src/vscode/incidents/resolved-lately.ts';
import { SignedIn } from '../../support/signed-in.ts';

const minute = 60_000;

describe('What was resolved in the last day', () => {
	let account: SignedIn;
	let lately: ResolvedLately;
	beforeEach(async () => {
		account = await SignedIn.open();
		lately = new ResolvedLately(account.toolbox, account.clock);
	});
	afterEach(() => account.close());

	const resolve = async (title: string) => {
		const { id } = await account.sandbox.trigger({ title });
		account.sandbox.clock.advance(minute);
		await account.call('resolve_incidents', { incidents: [id] });
		return id;
	};
	const requests = async (read: () => Promise<unknown>) => {
		const mark = account.sandbox.requests.length;
		await read();
		return account.requests(mark).filter((request) => request === 'GET /incidents').length;
	};

	it('is what it says, the last one first, also of incidents that were opened long ago', async () => {
		const [first, second] = [await resolve('First'), await resolve('Second')];
		const old = account.sandbox.store.incidents.find(({ status }) => status !== 'resolved');
		assert.ok(old);
		await account.call('resolve_incidents', { incidents: [old.id] });
		const read = await lately.read();
		const ids = read.map(({ id }) => id);
		assert.deepEqual(
			ids.filter((id) => [first, second, old.id].includes(id)),
			[old.id, second, first],
		);
		const dayAgo = account.clock.now().getTime() - 24 * 60 * minute;
		assert.ok(read.every(({ resolved_at: at = '' }) => Date.parse(at) >= dayAgo));
		const others = account.sandbox.store.incidents.filter(({ resolvedAt: at }) => at !== null && at >= dayAgo);
		assert.equal(read.length, others.length);
	});

	it('is read once for all who look within some minutes, unless something was resolved meanwhile', async () => {
		assert.equal(await requests(() => Promise.all([lately.read(), lately.read()])), 1);
		assert.equal(await requests(() => lately.read()), 0);
		lately.outdate();
		assert.equal(await requests(() => lately.read()), 1);
		account.sandbox.clock.advance(6 * minute);
		assert.equal(await requests(() => lately.read()), 1);
	});

	it('is read again when somebody set the clock back', async () => {
		let skew = 0;
		const { clock } = account;
		const now = () => new Date(clock.now().getTime() + skew);
		lately = new ResolvedLately(account.toolbox, { now, sleep: (...wait) => clock.sleep(...wait) });
		await lately.read();
		skew = -60 * minute;
		assert.equal(await requests(() => lately.read()), 1);
	});

	it('is read again half a minute after it could not be read', async () => {
		account.sandbox.faults.serverError = { status: 500, match: /incidents/ };
		await assert.rejects(lately.read(), { kind: 'server' });
		account.sandbox.faults.serverError = undefined;
		account.sandbox.clock.advance(30_000);
		account.pause();
		assert.equal(await requests(() => lately.read()), 1);
	});

	it('of one account is not shown for another', async () => {
		await lately.read();
		lately.forget();
		assert.equal(await requests(() => lately.read()), 1);
	});
});
