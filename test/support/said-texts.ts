import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { catalogue } from '../../src/tools/catalogue.ts';
import { finders } from '../../src/tools/finders.ts';

/** Every text that the code says to people by the tag `said`; those of nothing but gaps are the same in all languages. */
export function saidTexts(): ReadonlySet<string> {
	const texts = new Set<string>();
	for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
		if (!/\.tsx?$/.test(file)) continue;
		const source = readFileSync(join('src', file), 'utf8');
		if (!source.includes('said`')) continue;
		const visit = (node: ts.Node): void => {
			if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === 'said')
				texts.add(textOf(node.template));
			ts.forEachChild(node, visit);
		};
		visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest));
	}
	return new Set([...texts].filter(hasLanguage));
}

function textOf(template: ts.TemplateLiteral): string {
	if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
	const parts = template.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`);
	return `${template.head.text}${parts.join('')}`;
}

/** Whether there is anything to translate in it. */
export function hasLanguage(text: string): boolean {
	return /\p{L}/u.test(text.replaceAll(/\{\d+\}/g, ''));
}

const changing = catalogue.filter(({ access }) => access !== 'read');

/** Words that stand in lists: titles of what the record keeps, and what is looked for by name. */
export function listedWords(): ReadonlySet<string> {
	const found = Object.values(finders).map(({ noun }) => noun);
	return new Set([...changing.map(({ title }) => title), ...found]);
}

/** Arguments as questions call them. */
export function argumentWords(): ReadonlySet<string> {
	return new Set(changing.flatMap(({ input }) => Object.keys(input.shape)).map((name) => name.replaceAll('_', ' ')));
}
