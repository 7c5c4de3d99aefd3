import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { settledWithin } from '../../src/vscode/commands/shared/slow-action.ts';
import { commandIds, type CommandName } from '../../src/vscode/ids.ts';
import { access, until } from './support.ts';

/** In a test the editor shows no modal question and answers it with no. */
describe('Commands about who is on call', () => {
	let parts: TestAccess;
	before(async () => {
		parts = await access();
		await vscode.commands.executeCommand(commandIds.exploreDemo);
		await until('the on-call list is read', () => parts.oncall.load.completeAt);
	});
	after(() => vscode.commands.executeCommand(commandIds.signOut));

	const rows = () => {
		const { oncallTree: tree } = parts.sidebar;
		return tree
			.getChildren()
			.flatMap((top) => (top.kind === 'policy' ? tree.getChildren(top) : [top]))
			.map((node) => ({ node, item: tree.getTreeItem(node) }));
	};
	const row = (word: string) =>
		rows().find(({ node, item }) => node.kind === 'turn' && (item.contextValue ?? '').split(' ').includes(word))
			?.node ?? assert.fail(word);
	const turns = () => JSON.stringify(parts.oncall.policies.map((policy) => policy.turns));
	/** Runs a command, and does the same in whatever it asks, until it has ended. */
	const answering = async (
		answer: 'acceptSelectedQuickOpenItem' | 'closeQuickOpen',
		name: CommandName,
		on?: unknown,
	) => {
		const running = Promise.resolve(vscode.commands.executeCommand(commandIds[name], on));
		while (!(await settledWithin(running, 300, systemClock)))
			await vscode.commands.executeCommand(`workbench.action.${answer}`);
	};

	it('have a row for the person first, and can be done with it and with those on schedules', () => {
		const [me] = rows();
		assert.match(me?.item.contextValue ?? '', /^me mine\b/);
		for (const { node, item } of rows()) {
			const words = (item.contextValue ?? '').split(' ');
			assert.equal(words.includes('person'), node.kind === 'turn', item.id);
			if (node.kind === 'turn') assert.equal(words.includes('scheduled'), node.turn.scheduleId !== undefined, item.id);
		}
	});

	for (const name of ['overrideShift', 'swapShifts'] as const) {
		it(`change nothing without a yes, or when somebody leaves: ${name}`, async () => {
			const before = turns();
			await answering('acceptSelectedQuickOpenItem', name, row('mine'));
			await answering('closeQuickOpen', name, row('mine'));
			await answering('closeQuickOpen', name);
			await vscode.commands.executeCommand(commandIds.refresh);
			assert.equal(turns(), before);
		});
	}

	for (const name of ['contactPerson', 'openSchedule'] as const) {
		it(`end by themselves, and when somebody leaves: ${name}`, async () => {
			await answering('acceptSelectedQuickOpenItem', name, row('scheduled'));
			await answering('closeQuickOpen', name, row('scheduled'));
			await answering('closeQuickOpen', name);
		});
	}

	it('list my shifts, lead on from one, and leave it at that', async () => {
		const before = turns();
		await answering('acceptSelectedQuickOpenItem', 'myShifts');
		await answering('closeQuickOpen', 'myShifts');
		assert.equal(turns(), before);
	});
});
