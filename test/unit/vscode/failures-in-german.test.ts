import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { SignedIn } from '../../support/signed-in.ts';
import { samplesAlone, type Input } from '../../support/sample-calls.ts';
import { describeProblem } from '../../../src/vscode/words/problem.ts';
import type { L10n } from '../../../src/vscode/words/situation.ts';
import { german } from './support.ts';

/** The tools that commands, views, panels and undoing run for a person. */
const personal = (() => {
	const sources = readdirSync('src/vscode', { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => readFileSync(join('src/vscode', file), 'utf8'));
	const files = sources.flatMap((text) => [...text.matchAll(/tools\/[a-z]+\/([a-z-]+)\.ts'/g)].map(([, name]) => name));
	const undoing = readdirSync('src/record')
		.map((file) => readFileSync(join('src/record', file), 'utf8'))
		.flatMap((text) => [...text.matchAll(/tool: '([a-z_]+)'/g)].map(([, name]) => name));
	const names = new Set([...files.map((name) => name?.replaceAll('-', '_')), ...undoing]);
	const found = catalogue.filter(({ name }) => names.has(name));
	// Found in the sources' text: fewer would mean that it is written otherwise now.
	if (found.length < 30) throw new Error(`Only ${found.length} tools are run for people.`);
	return found;
})();

/** Only what stands in the gaps of sentences that German has: a sentence of ours that is in English remains. */
const gapsOnly: L10n = {
	t: (message, ...values) => {
		german.t(message, ...values);
		if (message === 'PagerDuty refused this: {0}') return '';
		return (message === '{0} It may be one of these: {1}.' ? values.slice(0, 1) : values).join(' · ');
	},
};

/** Names, ids, numbers, times and what PagerDuty or people wrote, which is in quotation marks. */
const ofNoLanguage = /"[^"]*"|#?\b[A-Z0-9]{6,}\b|\d{4}-\d\d-\d\dT\S+|https?:\/\/\S+/g;

function englishIn(error: unknown, names: readonly string[]): string | undefined {
	let text = describeProblem(error, gapsOnly).message.replaceAll(ofNoLanguage, '');
	for (const name of names) text = text.replaceAll(name, '');
	return /\p{L}{2,}/u.test(text) ? describeProblem(error, german).message : undefined;
}

/** What only agents say. */
const agentsOnly = ['replaces', 'routing_key', 'new_rotation', 'add_users', 'remove_users'];

/** What commands give by id: gone by the time, or of no such account. */
const references =
	/^(incidents?|services?|users?|with_user|schedules?|teams?|escalation_polic(y|ies)|assignee|target|sources|priority|workflow|action|runner|status_page|post|template|status|severity|impact|custom_fields|override|integration|rotation|restore|note|shift|with_shift|start|end|since|until)$/;
const times = /^(shift|with_shift|start|end|since|until)$/;
const gone = (value: unknown, argument: string): unknown => {
	if (Array.isArray(value)) return value.map((one: unknown) => gone(one, argument));
	if (typeof value !== 'string') return value;
	if (value.includes('=')) return value.replace(/=.*/, '=nothing of the kind');
	return times.test(argument) ? '2001-01-01T00:00:00Z' : 'PGONE0000000';
};

/** What may be in the way of a call that is right. */
const mishaps: Readonly<
	Record<string, (request: { readonly method: string }, send: () => Promise<Response>) => Promise<Response>>
> = {
	'an answer that is lost': async ({ method }, send) => {
		if (method === 'GET') return send();
		await send();
		throw new TypeError('fetch failed');
	},
	'a change that is lost': ({ method }, send) =>
		method === 'GET' ? send() : Promise.reject(new TypeError('fetch failed')),
	'a page of a proxy': () => Promise.resolve(new Response('<html>Sign in</html>', { status: 200 })),
	...Object.fromEntries(
		[400, 401, 402, 403, 404, 429, 500].flatMap((status) => [
			[`${status} for everything`, () => Promise.resolve(refusing(status))],
			[`${status} for a change`, ({ method }, send) => (method === 'GET' ? send() : Promise.resolve(refusing(status)))],
		]),
	),
};

function refusing(status: number): Response {
	return Response.json({ error: { code: 2001, message: 'So says PagerDuty.', errors: [] } }, { status });
}

describe('What a person is told in German when a tool fails', () => {
	let account: SignedIn;
	afterEach(() => account.close());

	const found = new Map<string, string>();
	const failing = async (name: string, input: Input) => {
		if (agentsOnly.some((argument) => argument in input)) return;
		const tool = personal.find((one) => one.name === name) ?? assert.fail(name);
		account.pause();
		account.toolbox.forget();
		try {
			await account.toolbox.run(tool, input, { signal: new AbortController().signal, priority: 'person' });
		} catch (error) {
			const names = [
				...account.sandbox.store.users.values(),
				...account.sandbox.store.services.values(),
				...account.sandbox.store.schedules.values(),
			].map((one) => one.name);
			const english = englishIn(error, names);
			if (english !== undefined) found.set(english, `${name} ${JSON.stringify(input)}`);
		}
	};

	for (const { name } of personal) {
		it(`${name}: about what is gone, over or closed`, async () => {
			account = await SignedIn.open();
			found.clear();
			for (const input of await samplesAlone(
				{ sandbox: account.sandbox, call: (...one) => account.call(...one) },
				name,
			)) {
				for (const argument of Object.keys(input).filter((key) => references.test(key)))
					await failing(name, { ...input, [argument]: gone(input[argument], argument) });
				await failing(name, input);
				await failing(name, input);
			}
			tell();
		});

		it(`${name}: without the rights for it, or with something in the way`, async () => {
			let mishap: (typeof mishaps)[string] = (_request, send) => send();
			account = await SignedIn.open({ wire: (request, send) => mishap(request, send) });
			found.clear();
			const samples = await samplesAlone({ sandbox: account.sandbox, call: (...one) => account.call(...one) }, name);
			for (const key of ['account', 'readOnly', 'wrong', 'none'] as const) {
				account.signInAs(key);
				for (const input of samples) await failing(name, input);
			}
			account.signInAs('user');
			for (const way of Object.values(mishaps)) {
				mishap = way;
				for (const input of samples) await failing(name, input);
			}
			tell();
		});
	}

	function tell(): void {
		assert.equal([...found].map((one) => one.join(' ← ')).join('\n'), '');
	}
});
