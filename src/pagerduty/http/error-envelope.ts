import { visibleLine } from './visible-line.ts';
import { parseJson } from './parse-json.ts';

/** What an error reply says, whatever shape it has. */
export interface ErrorEnvelope {
	/** PagerDuty's general sentence, e.g. `Invalid Input Provided`. */
	readonly message: string | undefined;
	/** The particular ones. */
	readonly errors: readonly string[];
	readonly code: number | undefined;
	readonly requiredScopes: string | undefined;
	/** Those that the token has, without `openid`. */
	readonly tokenScopes: string | undefined;
}

const mostErrors = 20;
const mostBytes = 1024;
/** Cleaning reads no more than this of one text. */
const longestText = 16_384;
const nothing: ErrorEnvelope = {
	message: undefined,
	errors: [],
	code: undefined,
	requiredScopes: undefined,
	tokenScopes: undefined,
};

/**
 * Reads `{error: {message, code, errors}}` and its relatives: `errors` missing, a text, a list or a map of fields;
 * `error` a text or a list; the same without `error` around it; plain text. HTML says nothing worth showing.
 * @param clean takes secrets out of each text
 */
export function readEnvelope(body: string, clean: (text: string) => string): ErrorEnvelope {
	const tidy = (text: string) => visibleLine(clean(text.slice(0, longestText)), mostBytes);
	const content = parseJson(body) ?? undefined;
	if (content === undefined) {
		const message = /^\s*</.test(body) ? '' : tidy(body);
		return message === '' ? nothing : { ...nothing, message };
	}
	const error = isRecord(content) && content['error'] !== undefined ? content['error'] : content;
	if (!isRecord(error)) return { ...nothing, errors: unique(texts(error).map(tidy)) };
	const [message] = texts(error['message']).map(tidy);
	const [scopes] = texts(error['required_scopes']).map(tidy);
	const [granted] = texts(error['token_scopes']).map(tidy);
	const code = Number(error['code'] ?? Number.NaN);
	return {
		message: message === '' ? undefined : message,
		errors: unique(texts(error['errors']).map(tidy)),
		code: Number.isSafeInteger(code) ? code : undefined,
		requiredScopes: scopes,
		tokenScopes: granted?.replace(/\bopenid\b\s*/, '').trim(),
	};
}

/** All texts in a value, those of a map with the field's name before them. */
function texts(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value === 'number') return [String(value)];
	if (depth > 3) return [];
	if (Array.isArray(value)) return value.slice(0, mostErrors).flatMap((item) => texts(item, depth + 1));
	if (!isRecord(value)) return [];
	return Object.entries(value)
		.slice(0, mostErrors)
		.flatMap(([field, item]) => texts(item, depth + 1).map((text) => `${field}: ${text}`));
}

function unique(all: readonly string[]): string[] {
	return [...new Set(all.filter((text) => text !== ''))].slice(0, mostErrors);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
