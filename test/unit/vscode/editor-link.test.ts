import assert from 'node:assert/strict';
import {
	editorLink,
	linkAccount,
	pageOf,
	parseEditorLink,
	targetOf,
	type LinkTarget,
} from '../../../src/vscode/links/editor-link.ts';

/** As the editor hands an address over: decoded. */
const parse = (path: string, query = '', fragment = '') => parseEditorLink({ path, query, fragment });

describe('A link of the editor', () => {
	it('leads to an incident by id or number, a schedule, a service, who is on call, or the report', () => {
		assert.deepEqual(parse('/incident/Q1ABC', 'account=acme.eu'), {
			target: { kind: 'incident', incident: 'Q1ABC' },
			account: 'acme.eu',
		});
		assert.deepEqual(parse('/incident/482')?.target, { kind: 'incident', incident: '482' });
		assert.deepEqual(parse('/schedule/PSCHED1')?.target, { kind: 'schedule', schedule: 'PSCHED1' });
		assert.deepEqual(parse('/service/PSERV1')?.target, { kind: 'service', service: 'PSERV1' });
		assert.deepEqual(parse('/report')?.target, { kind: 'report' });
		assert.deepEqual(parse('/oncall'), { target: { kind: 'oncall' }, account: undefined });
	});

	it('that is copied leads back', () => {
		const targets: readonly LinkTarget[] = [
			{ kind: 'incident', incident: 'Q1ABC' },
			{ kind: 'schedule', schedule: 'PSCHED1' },
			{ kind: 'service', service: 'PSERV1' },
			{ kind: 'oncall' },
			{ kind: 'report' },
		];
		for (const account of [undefined, 'acme', 'acme.eu'])
			for (const target of targets) {
				const link = new URL(editorLink(target, { scheme: 'vscode-insiders', extensionId: 'a.b', account }));
				assert.equal(link.protocol, 'vscode-insiders:');
				assert.equal(link.host, 'a.b');
				assert.deepEqual(parse(link.pathname, link.search.slice(1)), { target, account });
				// The page that it opens leads back to it.
				assert.deepEqual(targetOf(pageOf(target)), target);
			}
		assert.equal(linkAccount({ subdomain: 'acme', region: 'eu' }), 'acme.eu');
		assert.equal(linkAccount({ subdomain: 'acme', region: 'us' }), 'acme');
		assert.equal(linkAccount({ region: 'us' }), undefined);
	});

	for (const path of [
		'',
		'/',
		'incident/Q1',
		'/incident',
		'/incident/',
		'/incident/Q1/',
		'/incident/Q1/acknowledge',
		'//incident/Q1',
		'/incident/../oncall',
		'/incident/Q1;resolve',
		'/incident/[x](command:workbench.action.quit)',
		'/incident/#1',
		`/incident/${'Q'.repeat(41)}`,
		'/incident/Ω1',
		'/incident/Q1\n',
		'/schedule',
		'/schedule/P 1',
		'/oncall/',
		'/oncall/now',
		'/report/all',
		'/service',
		'/service/../oncall',
		'/service/P1/delete',
		'/acknowledge/Q1',
		'/command/pagerduty.resolve',
		'/Incident/Q1',
	])
		it(`is refused when its path is ${JSON.stringify(path)}`, () => assert.equal(parse(path), undefined));

	for (const query of [
		'account=',
		'account=acme&account=evil',
		'account=acme&run=1',
		'command=pagerduty.resolve',
		'account=acme.pagerduty.com',
		'account=ACME',
		'account=[a](command:b)',
		'account=acme.eu.eu',
		`account=${'a'.repeat(81)}`,
		'__proto__=1',
		'constructor=1',
	])
		it(`is refused when its query is ${query.slice(0, 40)}`, () =>
			assert.equal(parse('/incident/Q1', query), undefined));

	it('is refused with a fragment', () => assert.equal(parse('/incident/Q1', '', 'resolve'), undefined));
});
