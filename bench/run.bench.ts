import { activation } from './activation.ts';
import { tokens } from './answers.ts';
import { firstCall, memory, requests } from './command-line.ts';
import type { Figure } from './measure.ts';
import { sizes } from './sizes.ts';
import { largeAccount, manyIncidents, overhead, payroll } from './speed.ts';

/** Prints each figure with its bound; the exit code tells whether all hold. */
// Where the editor's host does not run (tools/vscode-host/README.md), the other figures still count.
const inEditor = process.platform === 'linux' ? [await activation()] : [];
const figures: Figure[] = [
	...inEditor,
	...sizes(),
	...(await tokens()),
	...(await overhead()),
	...(await requests()),
	...(await firstCall()),
	await memory(),
	await payroll(),
	await largeAccount(),
	...(await manyIncidents()),
];
const lines = figures.map(({ what, value, unit, atMost }) => {
	const bound = atMost === undefined ? '' : `at most ${atMost}`;
	const verdict = atMost === undefined || value <= atMost ? '' : '  too much';
	return `${value.toFixed(1).padStart(9)} ${unit.padEnd(6)} ${bound.padEnd(12)} ${what}${verdict}`;
});
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = figures.some(({ value, atMost }) => atMost !== undefined && value > atMost) ? 1 : 0;
