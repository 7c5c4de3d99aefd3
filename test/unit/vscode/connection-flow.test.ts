import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlowParts } from '../../../src/vscode/connections/flow.ts';
import { MachineConnections } from '../../../src/vscode/connections/machine-connections.ts';
import { StablePort } from '../../../src/vscode/connections/stable-port.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { enter, escape, FakePerson, yes, type Answer } from '../../support/fake-person.ts';

const unused = {
	bearer: '',
	toolsChanged: () => undefined,
	listenAt: () => assert.fail('no port is wanted'),
	dispose: () => Promise.resolve(),
};
const ana = { region: 'eu', kind: 'user', name: 'Ana Ruiz', userId: 'PANA' } as const;

describe('The way of a connection through the editor', () => {
	let folder: string;
	let person: FakePerson;
	let parts: FlowParts;
	let running: FlowParts['mcp']['running'];
	let told: readonly string[];

	const open = async (answers: readonly Answer[]) => {
		const editor = new FakeEditor();
		editor.open();
		told = editor.told;
		person = new FakePerson(editor, answers);
		return import('../../../src/vscode/connections/flow.ts');
	};

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'connections-'));
		const clock = new FakeClock();
		const nothing = () => undefined;
		parts = {
			whose: () => ana,
			connections: new MachineConnections(folder, clock),
			mcp: { running: () => running() },
			port: new StablePort({
				folder,
				port: () => 0,
				needed: () => Promise.resolve(false),
				listen: () => assert.fail('no port is wanted'),
				clock,
				log: { info: nothing, warn: nothing },
			}),
			now: () => clock.now(),
			tools: () => Promise.resolve([]),
			findTeams: () => Promise.resolve([]),
			findServices: () => Promise.resolve([]),
			moment: nothing,
		};
	});
	afterEach(async () => {
		person.done();
		await rm(folder, { recursive: true });
	});

	it('keeps whose account it was made for, also when it is edited', async () => {
		const { newConnection } = await open([enter, enter, enter, enter, enter, enter, escape]);
		running = () => Promise.resolve({ ...unused, url: 'http://127.0.0.1:1/mcp' });
		await newConnection(parts);
		const store = await parts.connections.store();
		const [made] = await store.fresh();
		assert.ok(made);
		assert.deepEqual(made.account, ana);
		person.done();
		const { editConnection } = await open([enter]);
		await editConnection({ ...parts, whose: () => ({ demo: true, name: 'Demo' }) }, made);
		assert.deepEqual((await store.fresh())[0]?.account, ana);
	});

	it('is not made while nobody is signed in, whom it would not know', async () => {
		const { newConnection } = await open([]);
		await newConnection({ ...parts, whose: () => undefined });
		assert.match(told.join(), /^Sign in to PagerDuty first/);
		assert.deepEqual(await (await parts.connections.store()).fresh(), []);
	});

	it('does not take a secret from a client where the new one could not be handed over', async () => {
		const { rotateConnection } = await open([yes]);
		running = () => Promise.reject(new Error('no port'));
		const store = await parts.connections.store();
		const { connection } = await store.create({ name: 'Codex', client: 'codex', access: 'read', toolsets: [] });
		await assert.rejects(rotateConnection(parts, connection), /no port/);
		assert.deepEqual(await store.fresh(), [connection]);
	});
});
