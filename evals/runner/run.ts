import { anthropicModel } from '../models/anthropic.ts';
import { EndpointError, type Endpoint } from '../models/endpoint.ts';
import type { Model } from '../models/model.ts';
import { openaiModel } from '../models/openai.ts';
import { scriptedModel } from '../models/scripted.ts';
import type { Question } from '../questions/question.ts';
import { ask } from './ask.ts';
import { chosen, endpointOf, parseOptions, usage, UsageError, type Options } from './options.ts';
import { lineOf, summary } from './report.ts';
import { Runs } from './runs.ts';
import { KeptValidators } from './kept-validators.ts';
import { Session } from './session.ts';

export interface Surroundings {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly print: (line: string) => void;
	readonly wait: Endpoint['wait'];
	readonly now: () => Date;
	readonly signal: AbortSignal;
}

/** So many questions in a row that an endpoint does not answer end the run. */
const mostUnanswered = 3;

/** The whole program. @returns its exit code. */
export async function run(
	args: readonly string[],
	questions: readonly Question[],
	surroundings: Surroundings,
): Promise<number> {
	const { print } = surroundings;
	try {
		const options = parseOptions(args);
		const wanted = chosen(questions, options);
		if (options.help) print(usage);
		else if (options.list) for (const question of wanted) print(listed(question));
		else return await askAll(wanted, options, surroundings);
		return 0;
	} catch (error) {
		if (error instanceof UsageError) {
			print(error.message);
			print('npm run evals -- --help tells more.');
			return 2;
		}
		if (error instanceof EndpointError) {
			print(error.message);
			print('What was answered is kept: the same command goes on from here.');
			return 2;
		}
		throw error;
	}
}

function listed({ area, id, ask: asked, hard }: Question): string {
	return `${area}: ${id}${hard === undefined ? '' : ` (hard: ${hard})`}\n    ${asked}`;
}

/** @throws {EndpointError} when the endpoint does not answer any more. */
async function askAll(
	wanted: readonly Question[],
	options: Options,
	{ environment, print, wait, now, signal }: Surroundings,
): Promise<number> {
	const model = modelOf(wanted, options, environment, wait);
	const ids = wanted.map(({ id }) => id);
	const runs = await Runs.open(options.results, model.name, { wanted: ids, fresh: options.fresh, now: now() });
	const left = wanted.filter(({ id }) => !runs.has(id));
	print(
		`${model.name}: ${left.length} questions${left.length < wanted.length ? `, ${wanted.length - left.length} are answered` : ''}`,
	);
	let unanswered = 0;
	const validators = new KeptValidators();
	for (const question of left) {
		try {
			const result = await askOne(question, model, validators, signal);
			unanswered = 0;
			await runs.add(result);
			print(lineOf(question, result));
		} catch (error) {
			if (!(error instanceof EndpointError) || error.lasting || ++unanswered === mostUnanswered) throw error;
			print(`not asked  ${question.area}: ${question.id}  ${error.message}`);
		}
	}
	const asked = runs.results.filter(({ id }) => ids.includes(id));
	print('');
	print(summary(wanted, asked, runs.last?.results));
	if (asked.length < wanted.length) {
		print(
			`${wanted.length - asked.length} questions were not answered by the endpoint: the same command asks them again.`,
		);
		return 2;
	}
	return asked.every(({ right }) => right) ? 0 : 1;
}

async function askOne(question: Question, model: Model, validators: KeptValidators, signal: AbortSignal) {
	const session = await Session.open(question, validators);
	try {
		await question.prepare?.(session.account);
		return await ask(question, session, model, AbortSignal.any([signal]));
	} finally {
		await session.close();
	}
}

function modelOf(
	wanted: readonly Question[],
	{ scripted }: Options,
	environment: Surroundings['environment'],
	wait: Endpoint['wait'],
): Model {
	if (scripted) return scriptedModel(wanted, scripted);
	const { provider, baseUrl, model, key } = endpointOf(environment);
	return (provider === 'openai' ? openaiModel : anthropicModel)(model, { key, wait }, baseUrl);
}
