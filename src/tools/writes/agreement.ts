import * as z from 'zod';
import { ConfirmationNeeded } from './confirmation.ts';
import { kindsNamed } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import type { ObjectKind } from '../core/directory.ts';
import { ToolError } from '../core/failure.ts';
import { nameOfId } from '../names/name-of-id.ts';
import { quoted } from '../text/names.ts';
import { cleanLine } from '../text/untrusted.ts';
import { inEnglish, inTurn, said, word, type Said, type SaidMoment, type Saying } from '../text/said.ts';

/** Characters of names. */
const longest = 1000;

/** What shows, where the person has agreed in advance, that the agent knows whom a change takes off call. */
export const agreementArgument = z
	.string()
	.max(longest)
	.optional()
	.describe('The names that the call without `confirm` returned. Only needed when such a call asks for it.');

/** What a change of configuration means for those on call. */
export interface Consequence {
	/** As sentences; undefined for nothing. */
	readonly question: Said | undefined;
	/** The names of those whom it is about: agreeing means to know them. */
	readonly about: string;
	/** Their ids. */
	readonly ids: readonly string[];
}

/** A change of configuration that the person must agree to. */
export interface Reconfiguring {
	/** What it does, as a question that names things. */
	readonly question: Said | (() => Promise<Said>);
	/** What it is about, by id. */
	readonly ids: readonly string[];
	readonly consequence?: Consequence | undefined;
	readonly confirm?: string | undefined;
}

/**
 * Lets a change of configuration go on to which the person agrees.
 * @throws {ConfirmationNeeded} where they agreed in advance, and the agent has not said yet whom it takes off call.
 * @throws {ToolError} nothing was changed, and why.
 */
export async function requireAgreement(change: Reconfiguring, { consent }: ToolContext): Promise<void> {
	const { question, ids, consequence, confirm } = change;
	const takesOff = consequence?.question;
	const kinds = takesOff === undefined ? (['configuration'] as const) : (['configuration', 'off-call'] as const);
	if (consequence && takesOff !== undefined && !consent.own) {
		const { about } = consequence;
		const repeated = cleanLine(confirm ?? '', longest).normalize() === about.normalize();
		if (confirm !== undefined && !repeated)
			throw new ToolError({
				message: `Nothing changed: confirm is ${quoted(confirm)}, but this is about ${JSON.stringify(about)}. ${inEnglish(takesOff)}`,
				next: `If that is meant, call again with confirm: ${JSON.stringify(about)}.`,
			});
		if (!repeated && consent.isGiven(kinds))
			throw new ConfirmationNeeded(`Nothing changed yet. ${inEnglish(takesOff)}`, about);
	}
	await consent.require(kinds, async () => {
		const asked = typeof question === 'function' ? await question() : question;
		return {
			question: takesOff === undefined ? asked : inTurn([asked, takesOff], '\n'),
			yes: said`Make the change`,
			ids: [...ids, ...(takesOff === undefined ? [] : (consequence?.ids ?? []))],
		};
	});
}

/**
 * What a change gives, in words for whoever must agree to it: objects by their names, for nobody can agree to an id.
 * Moments are given as `SaidMoment`.
 */
export async function changesText(
	shape: Readonly<Record<string, z.core.$ZodType>>,
	given: Readonly<Record<string, unknown>>,
	context: ToolContext,
): Promise<Said> {
	const named = async (value: unknown, kinds: readonly ObjectKind[]): Promise<unknown> => {
		if (Array.isArray(value)) return Promise.all(value.map((item) => named(item, kinds)));
		if (typeof value !== 'string') return value;
		const parts = value.split(/([;:])/).map((part) => nameInPlace(part, kinds, context));
		return (await Promise.all(parts)).join('').trim();
	};
	const entries = Object.entries(given).map(async ([argument, value]) => {
		const schema = shape[argument];
		if (!schema) return [argument, value] as const;
		const kinds = kindsNamed(schema);
		return [argument, kinds.length > 0 ? await named(value, kinds) : value] as const;
	});
	return givenText(Object.fromEntries(await Promise.all(entries)));
}

async function nameInPlace(
	text: string,
	[kind, ...others]: readonly ObjectKind[],
	context: ToolContext,
): Promise<string> {
	const [, space = '', id] = /^(\s*)["'`\s]*([A-Z0-9]{6,30})["'`\s]*$/.exec(text) ?? [];
	if (kind === undefined || id === undefined) return text;
	const name = await nameOfId(kind, id, context);
	return name === undefined ? nameInPlace(text, others, context) : space + name;
}

/** What a change gives, as `name "Payments", loops 3`: arguments by their names, values cut. */
export function givenText(given: Readonly<Record<string, unknown>>): Said {
	const known = Object.entries(given).filter(([, value]) => value !== undefined);
	return inTurn(
		known.map(([name, value]) => inTurn([word(name.replaceAll('_', ' ')), valueText(value)], ' ')),
		', ',
	);
}

function valueText(value: unknown): Saying {
	if (isSaidMoment(value)) return value;
	if (typeof value === 'string') return quoted(cleanLine(value, 100));
	if (Array.isArray(value)) {
		const shown = inTurn(value.slice(0, 5).map(valueText), ', ');
		return value.length > 5 ? said`${shown} and ${value.length - 5} more` : shown;
	}
	if (typeof value === 'boolean') return value ? said`yes` : said`no`;
	return cleanLine(JSON.stringify(value), 100);
}

function isSaidMoment(value: unknown): value is SaidMoment {
	return typeof value === 'object' && value !== null && 'iso' in value && 'zone' in value;
}
