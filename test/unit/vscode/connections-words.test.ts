import assert from 'node:assert/strict';
import type { Connection } from '../../../src/connections/connection.ts';
import {
	connectionDescription,
	connectionInWords,
	connectionTooltip,
	portMessage,
} from '../../../src/vscode/connections/present.ts';

const now = new Date('2026-01-05T09:00:00Z');
const l10n = {
	t: (message: string, ...args: (string | number | boolean)[]) =>
		message.replace(/\{(\d)\}/g, (_all, index: string) => String(args[Number(index)])),
};
const situation = { now, locale: { language: 'en-GB', timeZone: 'UTC' }, l10n };
const alone = { withAccount: false };
const connection: Connection = {
	id: 'c0ffee00',
	name: 'Nightly *report*',
	client: 'codex',
	access: 'respond',
	toolsets: ['incidents', 'oncall'],
	secretHash: 'abcdef',
	createdAt: now.getTime() - 3_600_000,
	endsAt: now.getTime() + 7 * 3_600_000 + 58 * 60_000,
};

describe('words about a connection', () => {
	it('say the client and when it ends, and no more than the name does', () => {
		assert.equal(connectionDescription(connection, situation, alone), 'Codex · ends in 7h 58m');
		assert.equal(connectionDescription({ ...connection, name: 'Codex' }, situation, alone), 'ends in 7h 58m');
		const { endsAt, ...forever } = connection;
		assert.equal(connectionDescription(forever, situation, alone), 'Codex · never ends');
		assert.equal(
			connectionDescription({ ...connection, endsAt: now.getTime() + 5000 }, situation, alone),
			'Codex · ends in 1m',
		);
		assert.ok(endsAt);
	});

	it('say whose account it serves where there are several', () => {
		const account = { region: 'eu', kind: 'user', name: 'Ana Ruiz', subdomain: 'acme' } as const;
		const several = { withAccount: true };
		const bound = { ...connection, account };
		assert.equal(connectionDescription(bound, situation, several), 'Codex · Ana Ruiz · acme.eu · ends in 7h 58m');
		assert.equal(connectionDescription(bound, situation, alone), 'Codex · ends in 7h 58m');
		assert.equal(connectionDescription(connection, situation, several), 'Codex · ends in 7h 58m');
		assert.match(connectionInWords(bound, situation, several), /: Codex, Ana Ruiz · acme\.eu, view and respond,/);
		const demo = { ...connection, account: { demo: true, name: 'Demo' } as const };
		assert.match(connectionDescription(demo, situation, several), /^Codex · Demo · /);
		assert.match(connectionTooltip(demo, situation), /Account: Demo/);
	});

	it('say it all to who hears a row', () => {
		assert.equal(
			connectionInWords(connection, situation, alone),
			'Nightly *report*: Codex, view and respond, ends in 7h 58m',
		);
	});

	it('say everything in a hover, without markup of the name and without the hash', () => {
		const within = { teams: [{ id: 'PT1', name: 'Shop [x](y)' }], services: [] };
		const hover = connectionTooltip(
			{ ...connection, within, callsPerMinute: 30, tools: ['get_user'], lastUsedAt: now.getTime() - 60_000 },
			situation,
		);
		const plain = hover.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
		assert.deepEqual(plain.replace(/: 0(?=\d)/g, ': ').split(/\s*\n+/), [
			'**Nightly *report***',
			'Client: Codex',
			'Access: view and respond',
			'Toolsets: incidents, oncall',
			'Single tools, too: get_user',
			'Only: Shop [x](y)',
			'Calls a minute: 30',
			'Created: 8:00',
			'Last used: 8:59',
			'Ends: 16:58',
		]);
		assert.ok(!hover.includes('*report*') && !hover.includes('](') && !hover.includes('abcdef'));
	});

	it('say what is wrong with the port, and what to do', () => {
		assert.equal(portMessage({ kind: 'off' }, l10n), undefined);
		assert.equal(portMessage({ kind: 'here', port: 8764 }, l10n), undefined);
		assert.match(portMessage({ kind: 'elsewhere', port: 8764 }, l10n) ?? '', /Another window serves port 8764/);
		assert.match(
			portMessage({ kind: 'taken', port: 8764 }, l10n) ?? '',
			/Another program has port 8764.*pagerduty\.mcp\.port/,
		);
	});
});
