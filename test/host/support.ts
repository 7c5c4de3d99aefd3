import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import type { CommandName } from '../../src/vscode/ids.ts';

export const extensionId = 'oncall-for-pagerduty.oncall-for-pagerduty';

/** Waits until `probe` gives something. */
export async function until<Value>(what: string, probe: () => Value | undefined | false, seconds = 15): Promise<Value> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const value = probe();
		if (value !== undefined && value !== false) return value;
		if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

export function extension() {
	const found = vscode.extensions.getExtension<TestAccess | undefined>(extensionId);
	assert.ok(found);
	return found;
}

export async function access(): Promise<TestAccess> {
	const given = await extension().activate();
	assert.ok(given);
	return given;
}

/** The rows of the incidents view: headings with what stands under them, and incidents that need none. */
export async function incidentRows() {
	const { incidentsTree: tree } = (await access()).sidebar;
	// What was resolved in the last day is read only when somebody opens it.
	const tops = (await tree.getChildren()).filter((top) => top.kind !== 'group' || top.group.kind !== 'lately');
	return Promise.all(
		tops.map(async (top) => ({
			top: tree.getTreeItem(top),
			items: (top.kind === 'incident' ? [top] : await tree.getChildren(top)).map((node) => ({
				node,
				item: tree.getTreeItem(node),
			})),
		})),
	);
}

/**
 * What commands do when all goes well: each command of the manifest has such a test, which test/unit/happy-paths.test.ts looks for
 * by this call.
 */
export function happyPath(
	commands: CommandName | readonly CommandName[],
	does: string,
	run: () => Promise<void>,
): void {
	it(`${[commands].flat().join(', ')}: ${does}`, run);
}
