import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { numberOf } from '../../../src/tools/text/names.ts';
import { english, inEnglish, inWords, said, type Words } from '../../../src/tools/text/said.ts';
import { saidIn } from '../../../src/tools/time/show-time.ts';
import { Asked } from '../../support/needs-consent.ts';
import { hasLanguage } from '../../support/said-texts.ts';
import { samplesAlone, type Input } from '../../support/sample-calls.ts';
import { SignedIn } from '../../support/signed-in.ts';

const bundle = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8')));

const asking = catalogue.filter(({ consent }) => consent !== undefined);

/** Moments are written in the person's language, here in English. */
const moments = /\w{3}, \w{3} \d+, \d{4}, [\d:]+\s[AP]M [\w+-]+(?: \([\w/]+\))?/g;
/** What is no language: names in quotation marks, times, numbers, addresses. */
const facts = /"(?:[^"\\]|\\.)*"|#\w+|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)?|https?:\S+|\d+/g;

describe('The words in which people are asked', () => {
	let account: SignedIn;
	afterEach(() => account.close());

	/** All that somebody is asked by the samples of a tool, who says yes. */
	const questions = async (
		name: string,
		words: Words,
		more: (sample: Input) => readonly Input[] = (sample) => [sample],
	): Promise<readonly string[]> => {
		account = await SignedIn.open({ consent: { words } });
		const client = new Asked();
		client.answer = 'yes';
		const labels: string[] = [];
		const person = {
			choose: (...[question, choices, safe, title]: Parameters<Asked['choose']>) => {
				assert.equal(title, words('Choice'));
				labels.push(...choices.map(({ label }) => label));
				return client.choose(question, choices, safe);
			},
		};
		const call = (tool: string, input: Readonly<Record<string, unknown>>) =>
			account.toolbox.call(tool, input, { signal: new AbortController().signal, priority: 'person', person });
		const made = async (tool: string, input: Readonly<Record<string, unknown>>) => {
			const result = await call(tool, input);
			assert.ok(result.ok, JSON.stringify(result));
			return result.output;
		};
		const samples = await samplesAlone({ sandbox: account.sandbox, call: made }, name);
		client.questions.length = 0;
		for (const input of samples.flatMap(more)) await call(name, input);
		return [...client.questions, ...labels];
	};

	for (const { name, consent = [] } of asking) {
		it(`${name}: every one is there in German, with its answers`, async () => {
			const missing = new Set<string>();
			await questions(name, (text, ...values) => {
				if (hasLanguage(text) && bundle[text] === undefined) missing.add(text);
				return english(bundle[text] ?? text, ...values);
			});
			assert.deepEqual([...missing], []);
		});

		it(`${name}: nothing else of it is language`, async () => {
			const spoken = await questions(name, (text, ...values) =>
				hasLanguage(text) ? values.join(' ') : english(text, ...values),
			);
			if (consent.join() !== 'many') assert.ok(spoken.length > 0);
			for (const one of spoken)
				assert.doesNotMatch(one.replaceAll(moments, '').replaceAll(facts, ''), /\p{L}{2,}/u, one);
		});

		it(`${name}: each time is written as people do, on a clock that they know`, async () => {
			// As agents may give it too: a time that needs nobody's clock.
			const inUtc = (sample: Input) => {
				const entries = Object.entries(sample).map(([key, value]) => {
					const hours = typeof value === 'string' ? /^\+(\d+)h$/.exec(value)?.[1] : undefined;
					const at = account.clock.now().getTime() + Number(hours) * 3_600_000;
					return [key, hours === undefined ? value : new Date(at).toISOString()] as const;
				});
				return [Object.fromEntries(entries), sample];
			};
			for (const one of await questions(name, english, inUtc)) {
				assert.doesNotMatch(one, /\d{4}-\d\d-\d\d/, one);
				// A schedule's times are told on its own clock, which samples have put on UTC, or which they name.
				if (!['create_overrides', 'set_rotation', 'delete_schedule'].includes(name))
					assert.doesNotMatch(one, /[AP]M UTC/, one);
			}
		});
	}

	it('write moments as people do, in their language, and name the zone', () => {
		const question = said`Until ${saidIn(Date.parse('2026-12-07T17:00:00Z'), 'America/Los_Angeles')}?`;
		const german: Words = Object.assign((_text: string, until = '') => `Bis ${until}?`, { language: 'de' });
		assert.equal(
			inWords(question, english).replaceAll(/\s/g, ' '),
			'Until Mon, Dec 7, 2026, 9:00 AM PST (America/Los_Angeles)?',
		);
		assert.match(
			inWords(question, german),
			/^Bis Mo\.?, 7\. Dez\.? 2026,? (um )?0?9:00 GMT-8 \(America\/Los_Angeles\)\?$/,
		);
		assert.equal(inEnglish(question), 'Until 2026-12-07T09:00:00-08:00?');
		assert.equal(inWords({ iso: '2026-12-07T17:00:00Z', zone: 'Mars' }, english), '2026-12-07T17:00:00Z');
		const twice = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((time) =>
			inWords(saidIn(Date.parse(time), 'Europe/Berlin'), english),
		);
		assert.notEqual(twice[0], twice[1]);
	});

	it('group the digits of a count, and leave the number of an incident as PagerDuty writes it', async () => {
		account = await SignedIn.open();
		const german: Words = Object.assign((text: string, ...values: string[]) => english(text, ...values), {
			language: 'de',
		});
		const incident = numberOf({ id: 'PINC', incident_number: 12345 });
		assert.equal(inWords(said`${incident} has ${12345} alerts.`, german), '#12345 has 12.345 alerts.');
	});

	it('put each value into its gap once, whatever it says', async () => {
		account = await SignedIn.open();
		const german: Words = (text, ...values) => english(text === '{0} and {1}' ? '{1} und {0}' : text, ...values);
		assert.equal(inWords(said`${'{1}'} and ${said`${2} and ${3}`}`, german), '3 und 2 und {1}');
	});
});
