import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/** Replaces what stands between the markers of `name`, or only compares it. */
export async function checkPart(file: string, name: string, content: string): Promise<void> {
	const text = readFileSync(file, 'utf8');
	const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
	const [from, to] = [text.indexOf(start), text.indexOf(end)];
	assert.ok(from >= 0 && to > from, `${file} has no markers for ${name}`);
	await checkWhole(file, `${text.slice(0, from)}${start}\n\n${content}\n\n${text.slice(to)}`);
}

/** Replaces a document, or only compares it. */
export async function checkWhole(file: string, content: string): Promise<void> {
	const wanted = await format(content, { ...(await resolveConfig(file)), parser: 'markdown' });
	if (process.env['UPDATE_DOCS']) writeFileSync(file, wanted);
	assert.equal(readFileSync(file, 'utf8'), wanted, 'run UPDATE_DOCS=1 npm run test:unit');
}

/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
