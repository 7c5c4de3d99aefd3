import assert from 'node:assert/strict';
import { withoutSecret } from '../../../src/vscode/git/remote-address.ts';
import { enter, escape, type Answer } from '../../support/fake-person.ts';
import type { SignedInOptions } from '../../support/signed-in.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

const search = { type: 'Search', then: 'Product Search' } as const;

/** The API of the editor's Git extension, as far as it is used. */
const repository = {
	rootUri: { path: '/home/ana/shop' },
	state: {
		HEAD: { name: 'main', commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d' },
		remotes: [{ name: 'origin', fetchUrl: 'https://maya:secret@github.com/lumen-oak/shop.git' }],
	},
	getCommit: () => Promise.resolve({ message: 'Retry the gateway\n\nOnce.' }),
};

describe('Recording a change', () => {
	let at: SignedInEditor;

	const open = async (answers: readonly Answer[], options: SignedInOptions = {}, repositories: object[] = []) => {
		at = await SignedInEditor.open(answers, options);
		const git = { isActive: false, activate: () => Promise.resolve({ getAPI: () => ({ repositories }) }) };
		Object.assign(at.editor, { extensions: { getExtension: () => (repositories.length > 0 ? git : undefined) } });
		const { changeCommands } = await import('../../../src/vscode/commands/change.ts');
		return changeCommands({ ...at.parts, whose: () => ({ demo: true, name: 'Demo' }) });
	};
	afterEach(() => at.close());

	const changes = () => at.signedIn.sandbox.store.changeEvents.at(-1);

	it('takes a service and what changed', async () => {
		const { declareChange } = await open([search, 'Index rebuilt']);
		await declareChange();
		assert.equal(changes()?.summary, 'Index rebuilt');
		assert.deepEqual(at.said, ['Recorded the change of Product Search']);
	});

	it('asks which integration is meant where the service has several', async () => {
		const { declareChange } = await open([search, 'Deploys', 'Index rebuilt']);
		await at.signedIn.call('create_service_integration', { service: 'Product Search', name: 'Deploys' });
		await declareChange();
		assert.deepEqual(at.person.lists.at(-1)?.labels, ['$(plug) Grafana', '$(plug) Deploys']);
		const service = at.signedIn.sandbox.store.services.get(changes()?.serviceIds[0] ?? '');
		const made = service?.integrations.find(({ name }) => name === 'Deploys');
		assert.ok(made);
		assert.equal(changes()?.integrationId, made.id);
	});

	it('suggests the commit that is checked out, and sends where it is, without the secret in its address', async () => {
		const { declareChange } = await open([search, enter], {}, [repository]);
		await declareChange();
		assert.equal(changes()?.summary, 'Retry the gateway (shop 1a2b3c4)');
		assert.deepEqual(changes()?.details, {
			repository: 'github.com/lumen-oak/shop.git',
			branch: 'main',
			commit: repository.state.HEAD.commit,
		});
	});

	it('suggests nothing where the API of Git is another one', async () => {
		const { declareChange } = await open([search, escape], {}, [{ state: {} }]);
		await declareChange();
		assert.equal(at.person.offered.at(-1), '');
	});

	it('says which service takes no events, and keeps what was typed', async () => {
		const { declareChange } = await open([search, 'Index rebuilt', search, escape, search, escape], {
			replies: (content, { path }) =>
				/^\/services\/\w+$/.test(path) && typeof content === 'object' && content !== null && 'service' in content
					? { service: Object.assign({}, content.service, { integrations: [] }) }
					: content,
		});
		await assert.rejects(
			Promise.resolve(declareChange()),
			/"Product Search" takes no events: it has no Events API v2 integration whose key can be read\./,
		);
		await declareChange();
		assert.equal(at.person.offered.at(-1), 'Index rebuilt');
		await declareChange();
		assert.equal(at.person.offered.at(-1), '', 'whoever leaves the questions is done with it');
	});
});

describe('The address of a repository', () => {
	for (const [address, shown] of [
		['https://token@github.com/a/b.git', 'github.com/a/b.git'],
		['https://host/a?access_token=x', 'host/a'],
		['git@github.com:a/b.git', 'github.com/a/b.git'],
		['ssh://git@host:2222/a/b', 'host:2222/a/b'],
		['/home/maya/shop', undefined],
		['file:///home/maya/shop', undefined],
	] as const)
		it(`is ${shown ?? 'not told'} of ${address}`, () => {
			assert.equal(withoutSecret(address), shown);
		});
});
