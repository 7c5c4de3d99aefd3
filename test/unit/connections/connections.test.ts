import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionFile, ConnectionFileError } from '../../../src/connections/connection-file.ts';
import { ConnectionStore } from '../../../src/connections/connection-store.ts';
import { hostOf, policyOf, type Terms } from '../../../src/connections/connection.ts';
import { hashOf, isSecretLike, isSecretOf, newSecret } from '../../../src/connections/secrets.ts';
import { whoseSecret, type Shown } from '../../../src/connections/whose-secret.ts';
import { systemClock } from '../../../src/pagerduty/http/clock.ts';
import { redact } from '../../../src/pagerduty/http/redact.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const terms: Terms = { name: 'Claude Code', client: 'claude-code', access: 'read', toolsets: ['incidents'] };
const hour = 3_600_000;

describe('secrets of connections', () => {
	it('are 32 random bytes that may stand in a path', () => {
		const secret = newSecret();
		assert.notEqual(secret, newSecret());
		assert.match(secret, /^pdmcp_[\w-]{43}$/);
		assert.equal(Buffer.from(secret.slice(6), 'base64url').length, 32);
		assert.ok(isSecretLike(secret));
		assert.ok(!isSecretLike('u+aBcDeFgHiJkLmNoPqR'));
	});

	it('are known by their hash, to the letter', () => {
		const secret = newSecret();
		const hash = hashOf(secret);
		assert.ok(!hash.includes(secret));
		assert.ok(isSecretOf(hash, secret));
		const last = secret.at(-1) === 'A' ? 'B' : 'A';
		for (const other of [
			'',
			newSecret(),
			secret.slice(0, -1),
			`${secret}A`,
			`${secret.slice(0, -1)}${last}`,
			secret.toUpperCase(),
			secret.toLowerCase(),
			hash,
		])
			assert.ok(!isSecretOf(hash, other), other);
		assert.ok(!isSecretOf('', ''));
		// All of the hash counts, which no other secret can show.
		assert.ok(!isSecretOf(`${hash.slice(0, -1)}${hash.endsWith('0') ? '1' : '0'}`, secret));
		assert.ok(!isSecretOf(hash.slice(0, -2), secret));
	});

	it('never stand in a log', () => {
		const secret = newSecret();
		const told = redact(`GET /mcp/${secret} failed, ${JSON.stringify({ secret })}`, []);
		assert.ok(!told.includes(secret.slice(6)), told);
	});
});

describe('whose secret a request shows', () => {
	const connection = (secret: string, more = {}) => ({
		...terms,
		id: secret,
		createdAt: 0,
		secretHash: hashOf(secret),
		...more,
	});
	const plain = connection('plain');
	const tunnelled = connection('tunnelled', { host: 'a.example.com' });
	const address = connection('address', { host: 'b.example.com', secretInPath: true });
	const both = connection('both', { host: 'c.example.com', secretInPath: true, secondHash: hashOf('second') });
	const all = [plain, tunnelled, address, both];
	const whose = (shown: Partial<Shown>) =>
		whoseSecret(all, { host: '127.0.0.1:1', ownHost: true, inHeader: '', inPath: '', ...shown })?.id;

	it('is told by the header, where the server is called by its own host', () => {
		assert.equal(whose({ inHeader: 'plain' }), 'plain');
		assert.equal(whose({ inHeader: 'tunnelled' }), 'tunnelled');
		assert.equal(whose({ inHeader: 'nobody' }), undefined);
		assert.equal(whose({}), undefined);
	});

	it('is told by the path only for a connection that allows it, and called by its host', () => {
		const host = { host: 'b.example.com', ownHost: false };
		assert.equal(whose({ ...host, inPath: 'address' }), 'address');
		assert.equal(whose({ ...host, host: 'b.example.com:443', inPath: 'address' }), 'address');
		assert.equal(whose({ inPath: 'address' }), undefined);
		assert.equal(whose({ ...host, inHeader: 'address' }), undefined);
		assert.equal(whose({ inPath: 'plain' }), undefined);
		assert.equal(whose({ inPath: 'plain', inHeader: 'plain' }), undefined);
		assert.equal(whose({ host: 'c.example.com', ownHost: false, inPath: 'address' }), undefined);
	});

	it('needs the second secret beside the first where there is one', () => {
		const host = { host: 'c.example.com', ownHost: false };
		assert.equal(whose({ ...host, inPath: 'both', inHeader: 'second' }), 'both');
		for (const inHeader of ['', 'both', 'Second', 'plain'])
			assert.equal(whose({ ...host, inPath: 'both', inHeader }), undefined);
		assert.equal(whose({ ...host, inHeader: 'second' }), undefined);
	});

	it('counts only for the connection that names the host of a tunnel', () => {
		const host = { host: 'a.example.com', ownHost: false };
		assert.equal(whose({ ...host, inHeader: 'tunnelled' }), 'tunnelled');
		assert.equal(whose({ ...host, inHeader: 'plain' }), undefined);
	});
});

describe('the host of a tunnel', () => {
	it('is read of a name or an address', () => {
		assert.equal(hostOf(' Abc-8764.euw.devtunnels.ms '), 'abc-8764.euw.devtunnels.ms');
		assert.equal(hostOf('https://x.ngrok.app/mcp'), 'x.ngrok.app');
		assert.equal(hostOf('pd.example.com:8443'), 'pd.example.com:8443');
		for (const wrong of [
			'',
			'localhost',
			'127.0.0.1',
			'127.0.0.1:80',
			'a b.com',
			'*.example.com',
			'ftp://a.example',
			'a.example/x',
			'-a.example',
			'https://',
		])
			assert.equal(hostOf(wrong), undefined, wrong);
	});
});

describe('the connections of a machine', () => {
	let folder: string;
	let path: string;
	let clock: FakeClock;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'connections-'));
		path = join(folder, 'inside', 'connections.json');
		clock = new FakeClock();
	});

	afterEach(() => rm(folder, { recursive: true }));

	const open = (by: ConstructorParameters<typeof ConnectionStore>[1] = clock) =>
		new ConnectionStore(new ConnectionFile(path, by), by);

	it('are none where nobody has made any, and nothing is written to learn that', async () => {
		assert.deepEqual(await open().fresh(), []);
		assert.deepEqual(await readdir(folder), []);
	});

	it('are kept without their secrets, for their owner only', async () => {
		const store = open();
		const { connection, secret, second } = await store.create({ ...terms, endsAt: clock.now().getTime() + hour }, true);
		assert.notEqual(secret, second);
		assert.deepEqual(await open().fresh(), [connection]);
		const text = await readFile(path, 'utf8');
		for (const hidden of [secret, second ?? ''])
			for (const form of [hidden, hidden.slice(6), Buffer.from(hidden).toString('base64')])
				assert.ok(!text.includes(form));
		if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
		assert.deepEqual(await readdir(join(folder, 'inside')), ['connections.json']);
	});

	it('disappear when their time has come', async () => {
		const store = open();
		const ends = clock.now().getTime() + hour;
		await store.create({ ...terms, name: 'Short', endsAt: ends });
		await store.create({ ...terms, name: 'Long' });
		await clock.advance(hour - 1);
		assert.deepEqual(
			(await store.fresh()).map(({ name }) => name),
			['Short', 'Long'],
		);
		await clock.advance(1);
		assert.deepEqual(
			store.live.map(({ name }) => name),
			['Long'],
		);
		await store.sweep();
		assert.ok(!(await readFile(path, 'utf8')).includes('Short'));
	});

	it('lose nothing when several processes create, change and end at once', async () => {
		const stores = Array.from({ length: 4 }, () => open(systemClock));
		const made = await Promise.all(
			stores.flatMap((store, index) => [0, 1, 2].map((one) => store.create({ ...terms, name: `${index}.${one}` }))),
		);
		const [first, second, third, ...others] = made.map(({ connection }) => connection);
		assert.ok(first && second && third);
		const [rotated] = await Promise.all([
			stores[1]?.rotate(second.id),
			stores[0]?.end(first.id),
			stores[2]?.edit(third.id, { ...terms, name: 'Edited', access: 'respond' }),
			stores[3]?.used(others[0]?.id ?? ''),
		]);
		const kept = await open(systemClock).fresh();
		assert.deepEqual(
			kept.map(({ name }) => name).sort(),
			[second, ...others]
				.map(({ name }) => name)
				.concat('Edited')
				.sort(),
		);
		assert.equal(kept.find(({ id }) => id === second.id)?.secretHash, hashOf(rotated?.secret ?? ''));
	});

	it('keep their secret when edited, and lose it when rotated', async () => {
		const store = open();
		const { connection, secret } = await store.create(terms);
		const edited = await store.edit(connection.id, {
			...terms,
			access: 'administer',
			toolsets: [],
			tools: ['get_incident'],
		});
		assert.equal(edited?.secretHash, hashOf(secret));
		assert.equal(edited.secondHash, undefined);
		const rotated = await store.rotate(connection.id);
		assert.equal(rotated?.connection.access, 'administer');
		assert.notEqual(rotated.secret, secret);
		assert.equal(rotated.second, undefined);
		assert.ok(!isSecretOf(rotated.connection.secretHash, secret));
	});

	it('say so when there is nothing to edit, rotate or end any more', async () => {
		const store = open();
		const { connection } = await store.create(terms);
		assert.equal((await store.end(connection.id))?.name, 'Claude Code');
		assert.equal(await store.end(connection.id), undefined);
		assert.equal(await store.edit(connection.id, terms), undefined);
		assert.equal(await store.rotate(connection.id), undefined);
	});

	it('note when they were used, to the minute', async () => {
		const store = open();
		const { connection } = await store.create(terms);
		await store.used(connection.id);
		const noted = await stat(path, { bigint: true });
		await clock.advance(59_000);
		await store.used(connection.id);
		assert.equal((await stat(path, { bigint: true })).ino, noted.ino);
		await clock.advance(2000);
		await store.used(connection.id);
		assert.equal((await open().fresh())[0]?.lastUsedAt, clock.now().getTime());
	});

	it('tell of a change, of whatever process', async () => {
		const [here, there] = [open(), open()];
		let told = 0;
		const forget = here.onChange(() => told++);
		const stop = new AbortController();
		const watching = here.watch(stop.signal, () => undefined);
		await settle();
		const { connection } = await there.create(terms);
		await clock.advance(1000);
		while (here.live.length === 0) await clock.advance(1000);
		assert.equal(told, 1);
		await there.end(connection.id);
		while (here.live.length > 0) await clock.advance(1000);
		assert.equal(told, 2);
		forget();
		stop.abort();
		await watching;
	});

	it('do not come back by a look that began before they ended', async () => {
		let goOn: () => void = () => undefined;
		class SlowFile extends ConnectionFile {
			slow: Promise<void> | undefined;

			override async read() {
				const connections = await super.read();
				await this.slow;
				return connections;
			}
		}
		const file = new SlowFile(path, clock);
		const store = new ConnectionStore(file, clock);
		const { connection } = await store.create(terms);
		await open().create({ ...terms, name: 'Other' });
		file.slow = new Promise((resolve) => (goOn = resolve));
		const looking = store.fresh();
		await store.end(connection.id);
		goOn();
		await looking;
		assert.deepEqual(
			store.live.map(({ name }) => name),
			['Other'],
		);
	});

	it('let nobody in when the file is broken, and leave it as it is', async () => {
		const store = open();
		await store.create(terms);
		await writeFile(path, '{"version":1,');
		await assert.rejects(store.fresh(), ConnectionFileError);
		assert.deepEqual(store.live, []);
		await assert.rejects(store.create(terms), { name: 'ConnectionFileError', message: /cannot be read/ });
		assert.equal(await readFile(path, 'utf8'), '{"version":1,');
	});

	it('of a newer version are kept and let nobody in', async () => {
		const store = open();
		const { connection } = await store.create(terms);
		const newer = { ...connection, id: 'newer', client: 'a client of tomorrow' };
		await writeFile(path, JSON.stringify({ version: 1, connections: [connection, newer] }));
		assert.deepEqual(await store.fresh(), [connection]);
		await store.end(connection.id);
		assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), { version: 1, connections: [newer] });
	});

	it('give their tools, and only what is within their teams and services', () => {
		assert.deepEqual(policyOf(terms), { access: 'read', toolsets: ['incidents'] });
		const within = { teams: [{ id: 'PT1', name: 'Shop' }], services: [] };
		assert.deepEqual(policyOf({ ...terms, tools: ['a'], excludedTools: ['b'], within }), {
			access: 'read',
			toolsets: ['incidents'],
			tools: ['a'],
			excludedTools: ['b'],
			within: { teams: ['PT1'], services: [], names: { PT1: 'Shop' } },
		});
	});
});
