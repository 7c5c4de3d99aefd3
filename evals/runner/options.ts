import { parseArgs } from 'node:util';
import { manners, type Manner } from '../models/scripted.ts';
import { areas, type Area, type Question } from '../questions/question.ts';

/** What was asked of the runner, wrongly. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

export const usage = `Asks a model questions about the demo account through our MCP server, and judges the account's end state.

  npm run evals -- [options]

Options
  --list            the questions, without asking them
  --area A          only these areas, with commas: ${areas.join(', ')}
  --only ID         only these questions, with commas
  --fresh           begin anew, rather than go on with the run that was interrupted
  --results FOLDER  where runs are kept. Default: evals/results
  --scripted MANNER no endpoint: play what is prepared (${manners.join(', ')})
  --help

Environment
  EVALS_PROVIDER    openai (chat completions, which many servers speak) or anthropic (messages)
  EVALS_BASE_URL    Default: https://api.openai.com/v1, or https://api.anthropic.com
  EVALS_MODEL       the model's name
  EVALS_API_KEY     the key; never printed nor kept. A local server may need none.

Each question has a demo account of its own. Nothing of yours is read or changed. Exit code: 0 when all were right, 1 when
some were wrong, 2 when the run could not go on.`;

export type Provider = 'openai' | 'anthropic';

export interface Options {
	readonly list: boolean;
	readonly help: boolean;
	readonly fresh: boolean;
	readonly areas: readonly Area[];
	readonly only: readonly string[];
	readonly results: string;
	readonly scripted: Manner | undefined;
}

/** @throws {UsageError} */
export function parseOptions(args: readonly string[]): Options {
	const { values } = parse(args);
	const wanted = listed(values.area).map((name) => oneOf(name, areas, '--area'));
	return {
		list: values.list ?? false,
		help: values.help ?? false,
		fresh: values.fresh ?? false,
		areas: wanted,
		only: listed(values.only),
		results: values.results ?? 'evals/results',
		scripted: values.scripted === undefined ? undefined : oneOf(values.scripted, manners, '--scripted'),
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				list: { type: 'boolean' },
				help: { type: 'boolean' },
				fresh: { type: 'boolean' },
				area: { type: 'string' },
				only: { type: 'string' },
				results: { type: 'string' },
				scripted: { type: 'string' },
			},
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : 'These options cannot be read.');
	}
}

/** The questions that were asked for. @throws {UsageError} for an id that no question has. */
export function chosen(questions: readonly Question[], { areas: wanted, only }: Options): readonly Question[] {
	const unknown = only.filter((id) => !questions.some((question) => question.id === id));
	if (unknown.length > 0) throw new UsageError(`There is no question ${unknown.join(', ')}: --list shows them.`);
	return questions.filter(
		({ id, area }) => (wanted.length === 0 || wanted.includes(area)) && (only.length === 0 || only.includes(id)),
	);
}

export interface EndpointSettings {
	readonly provider: Provider;
	readonly baseUrl: string;
	readonly model: string;
	readonly key: string;
}

const usualUrls: Readonly<Record<Provider, string>> = {
	openai: 'https://api.openai.com/v1',
	anthropic: 'https://api.anthropic.com',
};

/** @throws {UsageError} */
export function endpointOf(environment: Readonly<Record<string, string | undefined>>): EndpointSettings {
	const { EVALS_PROVIDER, EVALS_BASE_URL, EVALS_MODEL = '', EVALS_API_KEY = '' } = environment;
	if (EVALS_PROVIDER === undefined || EVALS_MODEL === '')
		throw new UsageError(
			'Set EVALS_PROVIDER and EVALS_MODEL, and EVALS_API_KEY if the endpoint wants one; or play --scripted right.',
		);
	const provider = oneOf(EVALS_PROVIDER, ['openai', 'anthropic'] as const, 'EVALS_PROVIDER');
	return { provider, baseUrl: EVALS_BASE_URL ?? usualUrls[provider], model: EVALS_MODEL, key: EVALS_API_KEY };
}

function listed(text = ''): string[] {
	return text
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== '');
}

function oneOf<const Values extends readonly string[]>(text: string, values: Values, name: string): Values[number] {
	const found = values.find((value) => value === text);
	if (found === undefined) throw new UsageError(`${name}: ${text} is none of ${values.join(', ')}.`);
	return found;
}
