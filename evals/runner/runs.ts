import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Result } from './ask.ts';

const resultSchema = z.object({
	id: z.string(),
	right: z.boolean(),
	why: z.array(z.string()),
	calls: z.number(),
	failed: z.number(),
	tokensIn: z.number(),
	tokensOut: z.number(),
	requests: z.number(),
});
const runSchema = z.object({ began: z.string(), results: z.array(resultSchema) });
const fileSchema = z.object({ model: z.string(), current: runSchema, last: runSchema.optional() });

/** What a model did, once. */
export interface Run {
	readonly began: string;
	readonly results: readonly Result[];
}

/** The run of a model that goes on, beside the one before; kept in a file after each question. Holds no key. */
export class Runs {
	readonly #file: string;
	readonly #model: string;
	#current: Run;
	readonly last: Run | undefined;

	private constructor(file: string, model: string, current: Run, last: Run | undefined) {
		this.#file = file;
		this.#model = model;
		this.#current = current;
		this.last = last;
	}

	/**
	 * The run that was interrupted, or a new one beside it.
	 * @param wanted the ids of the questions: a run that has them all is over.
	 */
	static async open(
		folder: string,
		model: string,
		{ wanted, fresh, now }: { readonly wanted: readonly string[]; readonly fresh: boolean; readonly now: Date },
	): Promise<Runs> {
		const file = join(folder, `${model.replace(/[^\w.-]+/g, '-')}.json`);
		const known = await read(file);
		const begun = { began: now.toISOString(), results: [] };
		if (!known) return new Runs(file, model, begun, undefined);
		const { current, last } = known;
		const over = wanted.every((id) => current.results.some((result) => result.id === id));
		return fresh || over ? new Runs(file, model, begun, current) : new Runs(file, model, current, last);
	}

	get results(): readonly Result[] {
		return this.#current.results;
	}

	has(id: string): boolean {
		return this.results.some((result) => result.id === id);
	}

	/** Written whole: an interruption leaves the file as it was. */
	async add(result: Result): Promise<void> {
		this.#current = { ...this.#current, results: [...this.results, result] };
		const content = { model: this.#model, current: this.#current, ...(this.last && { last: this.last }) };
		await mkdir(dirname(this.#file), { recursive: true });
		await writeFile(`${this.#file}.new`, `${JSON.stringify(content, undefined, '\t')}\n`);
		await rename(`${this.#file}.new`, this.#file);
	}
}

async function read(file: string): Promise<z.output<typeof fileSchema> | undefined> {
	try {
		return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
	} catch {
		// There is none, or it is of another version.
		return undefined;
	}
}
