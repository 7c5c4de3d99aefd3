import assert from 'node:assert/strict';
import * as z from 'zod';
import { freeText, keywords, reference, references } from '../../../src/tools/core/arguments.ts';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { parseInput } from '../../../src/tools/core/input.ts';

const input = z.strictObject({
	incident: reference('').optional(),
	incidents: references('').optional(),
	statuses: keywords(['triggered', 'acknowledged']).optional(),
	note: freeText(100, '').optional(),
	limit: z.int().min(1).max(100).default(25),
	overview: z.boolean().default(true),
});

const read = (raw: unknown) => parseInput(input, raw);

function refusal(raw: unknown): string {
	try {
		read(raw);
	} catch (error) {
		assert.ok(error instanceof ToolError);
		return [error.failure.message, error.failure.next].join(' ');
	}
	return assert.fail('should have been refused');
}

describe('tool input', () => {
	it('mends harmless slips', () => {
		assert.deepEqual(read({ limit: '5', overview: 'false', incidents: '#12', incident: ' "Q1" ' }), {
			limit: 5,
			overview: false,
			incidents: ['#12'],
			incident: 'Q1',
		});
	});

	it('takes numbers for references and lists written as text', () => {
		assert.deepEqual(read({ incident: 12, incidents: '["#1", "#2"]' }).incidents, ['#1', '#2']);
		assert.equal(read({ incident: 12 }).incident, '12');
	});

	it('takes keywords in any case', () => {
		assert.deepEqual(read({ statuses: ['Triggered'] }).statuses, ['triggered']);
	});

	it('takes arguments as JSON text, and none at all', () => {
		assert.equal(read('{"incident":"Q1"}').incident, 'Q1');
		for (const nothing of [undefined, null, {}]) assert.equal(read(nothing).limit, 25);
	});

	it('reads null as not given', () => {
		assert.equal(read({ incident: null }).incident, undefined);
	});

	it('names what is missing', () => {
		const schema = z.object({ service: reference(''), kind: z.enum(['a', 'b']), users: references('') });
		const message = '`service` is missing. `kind` is missing: give one of a, b. `users` is missing.';
		assert.throws(() => parseInput(schema, {}), { message });
	});

	it('refuses an unknown argument and names the nearest', () => {
		assert.match(refusal({ incident_id: 'Q1' }), /no argument `incident_id`.*`incident`/);
		assert.match(refusal({ __proto__x: 1 }), /no argument/);
		assert.match(refusal(JSON.parse('{"__proto__": 1}')), /no argument/);
	});

	it('refuses an unknown keyword and names the nearest', () => {
		assert.match(refusal({ statuses: ['acknowledge'] }), /"acknowledge" is not one of .* Did you mean "acknowledged"/);
	});

	for (const empty of ['', '  ', '""', '“”', '``', '\u200b', 'null', 'undefined', 'None', 'nil', '"null"']) {
		it(`refuses ${JSON.stringify(empty)} as a reference`, () => {
			assert.match(refusal({ incident: empty }), /incident: .* is not a value/);
			assert.match(refusal({ incidents: [empty] }), /incidents: .* is not a value/);
		});
	}

	it('keeps free text as it is, but not an empty one', () => {
		assert.equal(read({ note: ' "quoted"\n' }).note, ' "quoted"\n');
		for (const empty of ['', ' \n\t', '\u200b\ufeff', '\u200e\u00ad\u2062'])
			assert.match(refusal({ note: empty }), /note: the text is empty/);
	});

	it('refuses what is too long, too large or of another type', () => {
		assert.match(refusal({ note: 'x'.repeat(101) }), /^note: at most 100 characters\. Correct/);
		assert.match(refusal({ limit: 1000 }), /^limit: at most 100\./);
		assert.match(refusal({ limit: 0 }), /^limit: at least 1\./);
		assert.match(refusal({ limit: 1.5 }), /^limit: expected a whole number\./);
		assert.match(refusal({ limit: 'Infinity', overview: 'perhaps' }), /^limit: .* overview: expected true or false\./);
		assert.match(refusal({ limit: 'many' }), /limit: "many" is not a number/);
		assert.match(refusal({ incident: { id: 'Q1' } }), /incident: expected text/);
		assert.match(refusal({ incidents: [] }), /^incidents: at least 1 is needed\./);
		assert.match(refusal({ incidents: Array.from({ length: 101 }, () => '#1') }), /^incidents: at most 100 at once\./);
		assert.match(refusal('hello'), /one object/);
		assert.match(refusal([1]), /one object/);
	});
});
