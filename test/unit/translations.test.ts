import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const root = process.cwd();
const Texts = z.record(z.string(), z.string());
const textsOf = (file: string) => Texts.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));

/** What is the same in the language: names, and words that it took over. */
const alike: Readonly<Record<string, readonly string[]>> = {
	de: [
		'Alerts',
		'Alerts ({0})',
		'Details',
		'Browser',
		'Client',
		'Demo',
		'in {0} min',
		'Incident',
		'Incidents',
		'Level {0}',
		'Name',
		'On-Call for PagerDuty',
		'PagerDuty',
		'Status',
		'Team',
		'Teams',
		'Tool',
		'Toolsets',
	],
};

/** What a translation takes over as it is: placeholders, icons, links' targets, code, settings, addresses. */
const kept =
	/\{\d+\}|\$\([a-z~-]+\)|\(command:[\w.]+|`+[^`]+`+|https?:\/\/[^\s,]*\w|\b(?:pagerduty|http)\.\w+(?:\.\w+)*\b/g;
const keptIn = (text: string) => [...text.matchAll(kept)].map(([part]) => part).sort();
const wordsIn = (text: string) => text.replaceAll(kept, '').match(/\p{L}{3,}/gu) ?? [];
const lines = (text: string) => text.split('\n').length;

/** A file of texts in English, and how the same in a language is called. */
const files = [
	{ english: 'l10n/bundle.l10n.json', folder: 'l10n', name: /^bundle\.l10n\.(.+)\.json$/ },
	{ english: 'package.nls.json', folder: '.', name: /^package\.nls\.(.+)\.json$/ },
];

for (const { english, folder, name } of files) {
	const original = textsOf(english);
	const translations = readdirSync(join(root, folder)).flatMap((file) => {
		const language = name.exec(file)?.[1];
		return language === undefined ? [] : [{ language, texts: textsOf(join(folder, file)) }];
	});

	describe(`The translations of ${english}`, () => {
		it('are there for each language', () =>
			assert.deepEqual(translations.map(({ language }) => language).sort(), Object.keys(alike).sort()));

		for (const { language, texts } of translations) {
			const each = Object.entries(texts).map(([key, text]) => ({ key, text, from: original[key] ?? '' }));

			it(`have every text in ${language}, and no other`, () =>
				assert.deepEqual(Object.keys(texts).sort(), Object.keys(original).sort()));

			it(`keep what is no language in ${language}: placeholders, icons, links, settings, lines`, () => {
				for (const { key, text, from } of each) {
					assert.deepEqual(keptIn(text), keptIn(from), key);
					assert.equal(lines(text), lines(from), key);
				}
			});

			it(`leave nothing empty or in English in ${language}`, () => {
				for (const { key, text, from } of each) {
					assert.equal(text, text.trim(), key);
					assert.notEqual(text, '', key);
					if (text === from && wordsIn(text).length > 0) assert.ok(alike[language]?.includes(text), `${key}: ${text}`);
				}
			});
		}
	});
}

describe('The package', () => {
	it('holds the translations', () => {
		const shipped = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n');
		assert.ok(shipped.includes('!l10n/**') && shipped.includes('!package.nls*.json'));
		const manifest = z.object({ l10n: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
		assert.equal(manifest.l10n, './l10n');
	});
});
