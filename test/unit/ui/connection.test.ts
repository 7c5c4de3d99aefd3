import assert from 'node:assert/strict';
import { Connection } from '../../../src/ui/shared/connection.ts';
import { fieldsOf } from '../../../src/ui/shared/fields.ts';

describe('The connection of a page with its host', () => {
	/** A host that answers when it is told to. */
	const host = () => {
		const sent: { readonly id: unknown; readonly method: unknown }[] = [];
		let tell: (message: unknown) => void = () => undefined;
		const connection = new Connection(
			{
				post: (message) => {
					const { id, method } = fieldsOf(message);
					if (id !== undefined) sent.push({ id, method });
				},
				listen: (receive) => {
					tell = receive;
				},
			},
			{ input: () => undefined, result: () => undefined, context: () => undefined },
		);
		const answer = async (result: object = { result: {} }) => {
			tell({ jsonrpc: '2.0', id: sent.shift()?.id, ...result });
			await new Promise(setImmediate);
		};
		return { connection, sent, answer, waiting: () => sent.length };
	};

	it('takes the words for a person where a call fails, and what the model is told where there are none', async () => {
		const { connection, answer } = host();
		const opening = connection.open('test');
		await answer();
		await opening;
		const text = async (error: object) => {
			const called = connection.callTool('tool', {});
			const content = [{ type: 'text', text: 'Nothing was changed: the person was asked and said no.' }];
			await answer({ result: { isError: true, content, _meta: { 'oncall-for-pagerduty/error': error } } });
			return (await called).text;
		};
		assert.equal(await text({ told: 'You said no.' }), 'You said no.');
		for (const error of [{}, { told: 7 }]) assert.match(await text(error), /the person was asked/);
	});

	it('lets calls wait that are too many at once, and sends them in turn, whatever becomes of the others', async () => {
		const { connection, sent, answer, waiting } = host();
		const opening = connection.open('test');
		await answer();
		await opening;
		const done: string[] = [];
		const calls = Array.from({ length: 30 }, async (_, at) => {
			await connection.callTool(`tool ${at}`, {}).catch(() => done.push(`refused ${at}`));
			done.push(`tool ${at}`);
		});
		assert.equal(sent.length, 8);
		// A link need not wait.
		const opened = connection.openLink('https://example.com');
		assert.equal(sent.at(-1)?.method, 'ui/open-link');
		await answer({ error: { code: -1, message: 'No.' } });
		assert.equal(sent.filter(({ method }) => method === 'tools/call').length, 8);
		for (let left = waiting(); left > 0; left = waiting()) {
			assert.ok(left <= 9);
			await answer();
		}
		await Promise.all([...calls, opened]);
		assert.equal(done.length, 31);
		assert.ok(done.includes('refused 0'));
	});
});
