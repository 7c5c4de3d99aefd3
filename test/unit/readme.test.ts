import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { catalogue } from '../../src/tools/catalogue.ts';
import { toolsets } from '../../src/tools/access.ts';

const start = '<!-- tools:start -->';
const end = '<!-- tools:end -->';

/** The README's table, one row a tool, as the formatter likes it. */
function table(): string {
	const rows = toolsets.flatMap((toolset) =>
		catalogue
			.filter((tool) => tool.toolset === toolset)
			.map((tool) => [`\`${toolset}\``, `\`${tool.name}\``, tool.title, tool.access]),
	);
	const all = [['Toolset', 'Tool', 'What it does', 'Access'], ...rows];
	const width = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0));
	const widths = [0, 1, 2, 3].map(width);
	const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	const rule = `| ${widths.map((size) => '-'.repeat(size)).join(' | ')} |`;
	return [line(all[0] ?? []), rule, ...all.slice(1).map(line)].join('\n');
}

describe('the README', () => {
	it("has the catalogue's tools in its table", () => {
		const readme = readFileSync('README.md', 'utf8');
		const [before, rest] = [readme.slice(0, readme.indexOf(start)), readme.slice(readme.indexOf(end))];
		const wanted = `${before}${start}\n\n${table()}\n\n${rest}`;
		if (process.env['UPDATE_DOCS']) writeFileSync('README.md', wanted);
		assert.equal(readFileSync('README.md', 'utf8'), wanted, 'run UPDATE_DOCS=1 npm run test:unit');
	});
});
