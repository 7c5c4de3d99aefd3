import assert from 'node:assert/strict';
import { entryOf } from '../../../src/record/entry.ts';
import type { RecordedCall } from '../../../src/tools/core/recorder.ts';
import { activityRow, whoInWords } from '../../../src/vscode/activity/present.ts';
import { l10n } from './support.ts';

const now = new Date('2026-03-10T10:00:00Z');
const situation = { now, locale: { language: 'en', timeZone: 'UTC' }, l10n };
const call: RecordedCall = {
	at: now,
	tool: 'resolve_incidents',
	outcome: 'done',
	incidents: [],
	requestIds: [],
	account: undefined,
	arguments: { incidents: ['#1'] },
};

describe('A row of the agent activity', () => {
	it('tells a client that calls itself You from the person', async () => {
		const [person, client] = [entryOf(call), entryOf({ ...call, client: 'You' })];
		assert.equal(whoInWords(person, l10n), 'You');
		assert.equal(whoInWords(client, l10n), '"You"');
		assert.equal(
			whoInWords(entryOf({ ...call, client: 'A" · "B' }, { connection: 'Laptop' }), l10n),
			`"A' · 'B" (Laptop)`,
		);
		assert.equal(whoInWords(entryOf({ ...call, client: '\u200b' }), l10n), 'a client without a name');
		const icons = await Promise.all(
			[person, client].map(async (entry) => (await activityRow(entry, { undone: false }, situation)).icon),
		);
		assert.deepEqual(icons, ['account', 'check']);
	});
});
