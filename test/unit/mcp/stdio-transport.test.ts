import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createServer } from '../../../src/mcp/server.ts';
import { StdioTransport } from '../../../src/mcp/stdio/stdio-transport.ts';
import { Answer, CapturedLog, FakeTools, initialize } from '../../mcp/support.ts';

const last = '{"jsonrpc":"2.0","id":99,"method":"ping"}';

/** What a server says to a client that sends this and leaves. */
async function answersTo(...sent: (string | Buffer)[]): Promise<string[]> {
	const input = new PassThrough();
	const output = new PassThrough();
	let text = '';
	output.on('data', (chunk: Buffer) => (text += chunk.toString()));
	const server = createServer({ tools: new FakeTools(), version: '1', log: new CapturedLog() });
	const transport = new StdioTransport(input, output);
	await server.connect(transport);
	for (const part of sent) input.write(part);
	input.end();
	await once(input, 'end');
	await transport.answered(60_000);
	await server.close();
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => Answer.parse(JSON.parse(line)))
		.map(({ id, error }) => `${id} ${error?.code ?? 'ok'}`);
}

describe('a line on stdin', () => {
	const filler = 'x'.repeat(11 * 1024 * 1024);
	const unanswerable: Record<string, [sent: string, ...answers: [id: number | string | null, code: number][]]> = {
		'no JSON': ['not JSON', [null, -32700]],
		'half a message': ['{"jsonrpc":"2.0","id":7,', [null, -32700]],
		'a batch': [
			'[{"jsonrpc":"2.0","id":7,"method":"ping"},{"jsonrpc":"2.0","id":"b","method":"ping"}]',
			[7, -32600],
			['b', -32600],
		],
		'an empty batch': ['[]', [null, -32600]],
		'no jsonrpc': ['{"id":7,"method":"ping"}', [7, -32600]],
		'another version of JSON-RPC': ['{"jsonrpc":"1.0","id":"a","method":"ping"}', ['a', -32600]],
		'no method': ['{"jsonrpc":"2.0","id":7}', [7, -32600]],
		'a method that is no text': ['{"jsonrpc":"2.0","id":7,"method":5}', [7, -32600]],
		'an id that is null': ['{"jsonrpc":"2.0","id":null,"method":"ping"}', [null, -32600]],
		'an id that is an object': ['{"jsonrpc":"2.0","id":{},"method":"ping"}', [null, -32600]],
		'parameters that are a list': ['{"jsonrpc":"2.0","id":7,"method":"ping","params":[]}', [7, -32600]],
		'mere text': ['"ping"', [null, -32600]],
		null: ['null', [null, -32600]],
		'an unknown method': ['{"jsonrpc":"2.0","id":7,"method":"pong"}', [7, -32601]],
		'over 10 MB, the id first': [`{"jsonrpc":"2.0","id":7,"method":"ping","params":{"x":"${filler}"}}`, [7, -32600]],
		'over 10 MB, the id last': [
			`{"method":"ping","params":{"id":5,"x":"${filler}"},"jsonrpc":"2.0","id":"z"}`,
			['z', -32600],
		],
		'over 10 MB, no id to be seen': [`{"method":"ping","params":{"id":5,"x":"${filler}","id":6}}`, [null, -32600]],
		'a wrong answer to a question of ours': ['{"jsonrpc":"2.0","id":7,"result":5}'],
		'a blank line': [' \r'],
	};
	for (const [name, [sent, ...answers]] of Object.entries(unanswerable)) {
		it(`is answered, and the next one too: ${name}`, async () => {
			// The last line ends with the stream.
			const got = await answersTo(`${initialize}\n${sent}\n${last}`);
			const expected = answers.map(([id, code]) => `${id} ${code}`);
			assert.deepEqual(got.sort(), ['1 ok', '99 ok', ...expected].sort());
		});
	}

	it('that cancels a call lets the end not wait for its answer', async () => {
		const call = '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"wait_forever","arguments":{}}}';
		const cancel = '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}';
		assert.deepEqual(await answersTo(`${initialize}\n${call}\n${cancel}\n${last}\n`), ['1 ok', '99 ok']);
	});

	it('may come in many parts, with any end, and be large', async () => {
		const large = { jsonrpc: '2.0', id: 'ü', method: 'ping', params: { x: 'ü'.repeat(4 * 1024 * 1024) } };
		const bytes = Buffer.from(`${initialize}\r\n${JSON.stringify(large)}\r\n\n${last}\n`);
		const parts = Array.from({ length: Math.ceil(bytes.length / 65_537) }, (_, index) =>
			bytes.subarray(index * 65_537, (index + 1) * 65_537),
		);
		assert.deepEqual(await answersTo(...parts), ['1 ok', 'ü ok', '99 ok']);
	});
});
