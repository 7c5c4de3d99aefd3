import assert from 'node:assert/strict';
import { PageHost, type PageAnswer } from '../../../src/vscode/pages/page-host.ts';

describe('The editor as the host of a page', () => {
	let posted: unknown[];
	let called: unknown[];
	let opened: string[];
	let opens: boolean;
	let logged: string[];
	let answer: () => Promise<PageAnswer>;
	let host: PageHost;

	beforeEach(() => {
		posted = [];
		called = [];
		opened = [];
		opens = true;
		logged = [];
		answer = () => Promise.resolve({ content: [{ type: 'text', text: 'done' }] });
		const write = (line: string) => void logged.push(line);
		host = new PageHost({
			post: (message) => posted.push(message),
			call: (name, input) => {
				called.push([name, input]);
				return answer();
			},
			openLink: (url) => (opens ? Promise.resolve(opened.push(url) > 0) : Promise.reject(new Error('no browser'))),
			context: () => ({
				theme: 'dark',
				styles: { variables: {} },
				locale: 'de',
				timeZone: 'Europe/Berlin',
				visible: true,
			}),
			ready: () => host.sendInput({ incident: 'PX' }),
			log: { debug: write, info: write, warn: write, error: write },
		});
	});
	const request = (id: unknown, method: string, params: unknown = {}) =>
		host.receive({ jsonrpc: '2.0', id, method, params });
	const refusal = (id: unknown, code: number, message: string) => ({ jsonrpc: '2.0', id, error: { code, message } });

	it('tells a page in what language, zone and theme it is shown', async () => {
		await request(1, 'ui/initialize', { protocolVersion: '2026-01-26' });
		const [reply] = posted;
		assert.match(JSON.stringify(reply), /"id":1,.*"theme":"dark".*"locale":"de","timeZone":"Europe\/Berlin"/);
	});

	it('tells a page nothing before it listens', async () => {
		host.sendResult({ content: [] });
		host.sendContext();
		assert.deepEqual(posted, []);
		await host.receive({ jsonrpc: '2.0', method: 'ui/notifications/initialized' });
		host.sendResult({ content: [] });
		assert.deepEqual(posted, [
			{ jsonrpc: '2.0', method: 'ui/notifications/tool-input', params: { arguments: { incident: 'PX' } } },
			{ jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: { content: [] } },
		]);
	});

	it('calls tools for it', async () => {
		await request('a', 'tools/call', { name: 'get_incident', arguments: { incident: 'PX' } });
		assert.deepEqual(called, [['get_incident', { incident: 'PX' }]]);
		assert.deepEqual(posted, [{ jsonrpc: '2.0', id: 'a', result: { content: [{ type: 'text', text: 'done' }] } }]);
	});

	it('opens addresses of the web, and no others', async () => {
		await request(1, 'ui/open-link', { url: 'https://example.com/a' });
		const wrong = ['command:pagerduty.signOut', 'vscode://x/y', 'file:///etc/passwd', 'javascript:alert(1)', 'x', 5];
		for (const url of wrong) await request(2, 'ui/open-link', { url });
		assert.deepEqual(opened, ['https://example.com/a']);
		assert.deepEqual(
			posted.slice(1),
			wrong.map(() => refusal(2, -32602, 'Invalid params')),
		);
	});

	it('tells a page when an address could not be opened', async () => {
		opens = false;
		await request(1, 'ui/open-link', { url: 'https://example.com/a' });
		assert.deepEqual(posted, [{ jsonrpc: '2.0', id: 1, result: { isError: true } }]);
	});

	it('does nothing for whatever is no message', async () => {
		const rubbish = [
			undefined,
			null,
			'x',
			7,
			[],
			{},
			{ jsonrpc: '1.0', id: 1, method: 'ping' },
			{ jsonrpc: '2.0', id: { toString: 1 }, method: 'ping' },
			{ jsonrpc: '2.0', id: 1, method: 'x'.repeat(1000) },
			{ jsonrpc: '2.0', id: 1, method: 'tools/call', params: 'all of them' },
		];
		for (const message of rubbish) await host.receive(message);
		assert.deepEqual([posted, called], [[], []]);
		assert.equal(logged.length, rubbish.length);
	});

	it('refuses what it does not know, and calls without a name', async () => {
		await request(1, 'resources/read', { uri: 'file:///etc/passwd' });
		await request(2, 'tools/call', { name: 5 });
		assert.deepEqual(posted, [refusal(1, -32601, 'Method not found'), refusal(2, -32602, 'Invalid params')]);
	});

	it('runs only so many calls at once of ten thousand', async () => {
		let finish: () => void = () => undefined;
		const done = new Promise<void>((resolve) => (finish = resolve));
		answer = () => done.then(() => ({ content: [] }));
		const all = Array.from({ length: 10_000 }, (_, id) => request(id, 'tools/call', { name: 'get_incident' }));
		await new Promise(setImmediate);
		assert.equal(called.length, 12);
		assert.equal(posted.length, 10_000 - 12);
		finish();
		await Promise.all(all);
		await request(1, 'tools/call', { name: 'get_incident' });
		assert.equal(called.length, 13);
	});
});
