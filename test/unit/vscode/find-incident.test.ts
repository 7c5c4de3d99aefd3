import assert from 'node:assert/strict';
import { readIncidents } from '../../../src/vscode/incidents/read.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { describeProblem } from '../../../src/vscode/words/problem.ts';
import { enter, escape, FakePerson, type Answer } from '../../support/fake-person.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { SignedIn } from '../../support/signed-in.ts';
import { l10n } from './support.ts';

describe('Finding an incident', () => {
	let account: SignedIn;
	let store: IncidentStore;
	let editor: FakeEditor;
	let person: FakePerson;
	/** Incidents whose pages were opened. */
	let opened: string[];

	/** @param answers may need what is in the account */
	const find = async (answers: () => readonly Answer[]) => {
		store = new IncidentStore(account.clock);
		const caller = { signal: new AbortController().signal, priority: 'background' } as const;
		await readIncidents(account.toolbox, store, caller, (error) => describeProblem(error, l10n));
		editor = new FakeEditor();
		editor.open();
		person = new FakePerson(editor, answers());
		const { findCommands } = await import('../../../src/vscode/commands/find.ts');
		const openPage = (_page: string, { incident = '' }: Readonly<Record<string, string>>) =>
			Promise.resolve(void opened.push(incident));
		const { toolbox, clock } = account;
		const mark = account.sandbox.requests.length;
		await findCommands({ toolbox, store, clock, openPage }).findIncident();
		return account.sandbox.requests.slice(mark).map(({ path }) => path);
	};
	const resolved = () =>
		account.sandbox.store.incidents.findLast(({ status }) => status === 'resolved') ?? assert.fail('none');

	beforeEach(async () => {
		account = await SignedIn.open();
		opened = [];
	});
	afterEach(async () => {
		await account.close();
		person.done();
	});

	it('begins with what needs the person most, and asks PagerDuty nothing for that', async () => {
		assert.deepEqual(await find(() => [enter]), []);
		assert.deepEqual(opened, [store.openByNeed[0]?.id]);
	});

	it('opens the page of the number that was typed, which is looked up at once', async () => {
		const { id, number } = await account.sandbox.trigger({ title: 'Disk full' });
		const requests = await find(() => [{ type: `#${number}`, then: 'Disk full' }]);
		assert.deepEqual(requests, [`/incidents/${number}`]);
		assert.deepEqual(opened, [id]);
	});

	it('opens one that is over', async () => {
		const { number, title, id } = resolved();
		await find(() => [{ type: String(number), then: title }]);
		assert.deepEqual(opened, [id]);
	});

	it('searches titles and services, open or not', async () => {
		const service = [...account.sandbox.store.services.values()].find(({ name }) => name.includes('Search'));
		assert.ok(service);
		const { id } = await account.sandbox.trigger({ title: 'Nothing like it', service: service.id });
		await find(() => [{ type: service.name.slice(0, 6), then: 'Nothing like it' }]);
		assert.deepEqual(opened, [id]);
		const over = resolved();
		await find(() => [{ type: over.title.slice(0, 12), then: `#${over.number}` }]);
		assert.ok(person.lists.some(({ labels }) => labels.some((label) => label.includes(`#${over.number}`))));
	});

	it('shows state, priority and age', async () => {
		await account.sandbox.trigger({ title: 'Disk full' });
		account.sandbox.clock.advance(5 * 60_000);
		await find(() => [{ type: 'disk', then: '5m' }]);
		const labels = person.lists.flatMap((list) => list.labels);
		assert.ok(
			labels.some((label) => /^5m #\d+ Disk full$/.test(label)),
			labels.join('\n'),
		);
	});

	it('does nothing for whoever thinks better of it', async () => {
		await find(() => [escape]);
		assert.deepEqual([opened, editor.ran], [[], []]);
	});
});
