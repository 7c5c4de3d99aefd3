import type { Area, Question } from '../questions/question.ts';
import type { Result } from './ask.ts';

/** One line of a question that was just asked. */
export function lineOf({ area, id }: Question, result: Result): string {
	const verdict = result.right ? 'right' : 'WRONG';
	const why = result.right ? '' : `  ${result.why.join('; ')}`;
	return `${verdict}  ${`${area}: ${id}`.padEnd(44)} ${figures(result)}${why}`;
}

function figures({ calls, failed, tokensIn, tokensOut, requests }: Result): string {
	return [
		`${calls} calls${failed > 0 ? ` (${failed} failed)` : ''}`,
		`${requests} requests`,
		`${tokensIn} + ${tokensOut} tokens`,
	].join(', ');
}

/** The table of areas beside the last run, and what became better or worse since. */
export function summary(questions: readonly Question[], now: readonly Result[], last: readonly Result[] = []): string {
	const areas = [...new Set(questions.map(({ area }) => area))];
	const head = ['area', 'right', 'last', 'calls', 'last', 'requests', 'last', 'tokens', 'last'];
	const lines = [...areas, undefined].map((area) => row(area, questions, now, last));
	const widths = head.map((title, column) =>
		Math.max(title.length, ...lines.map((line) => (line[column] ?? '').length)),
	);
	const shown = [head, ...lines].map((line) =>
		line
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
			.join('  '),
	);
	return [...shown, ...changes(now, last)].join('\n');
}

function row(
	area: Area | undefined,
	questions: readonly Question[],
	now: readonly Result[],
	last: readonly Result[],
): string[] {
	const ids = new Set(questions.filter((question) => area === undefined || question.area === area).map(({ id }) => id));
	const [these, those] = [now, last].map((results) => results.filter(({ id }) => ids.has(id)));
	const pair = (show: (results: readonly Result[]) => string) =>
		[these, those].map((all = []) => (all.length > 0 ? show(all) : '–'));
	const sum = (of: (result: Result) => number) => (all: readonly Result[]) =>
		String(all.reduce((total, result) => total + of(result), 0));
	return [
		area ?? 'all',
		...pair((all) => `${all.filter(({ right }) => right).length}/${all.length}`),
		...pair(sum(({ calls }) => calls)),
		...pair(sum(({ requests }) => requests)),
		...pair(sum(({ tokensIn, tokensOut }) => tokensIn + tokensOut)),
	];
}

function changes(now: readonly Result[], last: readonly Result[]): string[] {
	const before = new Map(last.map(({ id, right }) => [id, right]));
	const turned = (to: boolean) =>
		now.filter(({ id, right }) => right === to && before.get(id) === !to).map(({ id }) => id);
	const [better, worse] = [turned(true), turned(false)];
	return [
		...(better.length > 0 ? [`Right now, wrong before: ${better.join(', ')}`] : []),
		...(worse.length > 0 ? [`Wrong now, right before: ${worse.join(', ')}`] : []),
	];
}
