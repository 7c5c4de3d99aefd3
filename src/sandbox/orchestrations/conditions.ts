/*
 * PagerDuty's condition language: paths, literals, comparisons, `matches`, `exists`, schedules and counts, joined by `not`, `and`
 * and `or`. What is not of the language is refused when rules are stored; what cannot be compared is false.
 */

import { parseTime } from '../time.ts';

/** The current time and the event, as a condition sees them. */
export interface Scene {
	readonly now: number;
	readonly event: unknown;
}

/** What a part of a condition stands for; undefined: nothing, PagerDuty's nil. */
type Evaluate = (scene: Scene) => unknown;

/** @throws {Error} that says what is wrong, and where. */
export function parseCondition(text: string): (scene: Scene) => boolean {
	const reader = new Reader(text);
	const evaluate = readOr(reader);
	reader.end();
	return (scene) => evaluate(scene) === true;
}

const tokenForm =
	/\s*(?:(?<string>'(?:[^'\\]|\\['\\])*')|(?<datetime>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [A-Za-z_+\-/0-9]+)|(?<time>\d{2}:\d{2}:\d{2})|(?<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>>=|<=|==|[<>()[\].,/]))/y;

class Reader {
	readonly #tokens: { readonly kind: string; readonly text: string; readonly at: number }[] = [];
	readonly #text: string;
	#next = 0;

	constructor(text: string) {
		this.#text = text;
		const form = new RegExp(tokenForm);
		while (form.lastIndex < text.trimEnd().length) {
			const at = form.lastIndex;
			const groups: Readonly<Record<string, string | undefined>> = form.exec(text)?.groups ?? {};
			const [found] = Object.entries(groups).flatMap(([kind, token]) => (token === undefined ? [] : [{ kind, token }]));
			if (!found) throw new Error(`unexpected text at "${text.slice(at, at + 20)}"`);
			this.#tokens.push({ kind: found.kind, text: found.token, at });
		}
	}

	/** The next token if it is of this kind, or these words. */
	take(kind: string, ...texts: readonly string[]): string | undefined {
		const token = this.#tokens[this.#next];
		if (token?.kind !== kind || (texts.length > 0 && !texts.includes(token.text))) return undefined;
		this.#next++;
		return token.text;
	}

	need(kind: string, ...texts: readonly string[]): string {
		return this.take(kind, ...texts) ?? this.fail(texts.length > 0 ? texts.join(' or ') : kind);
	}

	fail(expected: string): never {
		const token = this.#tokens[this.#next];
		throw new Error(
			`expected ${expected} ${token ? `at "${this.#text.slice(token.at).trim().slice(0, 20)}"` : 'at the end'}`,
		);
	}

	end(): void {
		if (this.#next < this.#tokens.length) this.fail('nothing more');
	}
}

function readOr(reader: Reader): Evaluate {
	let left = readAnd(reader);
	while (reader.take('word', 'or')) {
		const [one, other] = [left, readAnd(reader)];
		left = (scene) => one(scene) === true || other(scene) === true;
	}
	return left;
}

function readAnd(reader: Reader): Evaluate {
	let left = readNot(reader);
	while (reader.take('word', 'and')) {
		const [one, other] = [left, readNot(reader)];
		left = (scene) => one(scene) === true && other(scene) === true;
	}
	return left;
}

function readNot(reader: Reader): Evaluate {
	if (!reader.take('word', 'not')) return readComparison(reader);
	const inner = readNot(reader);
	return (scene) => inner(scene) !== true;
}

function readComparison(reader: Reader): Evaluate {
	if (reader.take('sign', '(')) {
		const inner = readOr(reader);
		reader.need('sign', ')');
		return inner;
	}
	const left = readOperand(reader);
	if (left.path && reader.take('word', 'exists')) {
		const { path } = left;
		return ({ event }) => find({ event, raw_event: event }, path).exists;
	}
	if (left.now && reader.take('word', 'in')) return readSchedule(reader);
	if (reader.take('word', 'matches')) return readMatch(reader, left.evaluate);
	const sign = reader.take('sign', '==', '>=', '<=', '>', '<');
	if (sign === undefined) {
		// What is neither true nor false counts as false.
		if (left.flag || left.path) return left.evaluate;
		return reader.fail('an operation such as matches, exists or ==');
	}
	const right = readOperand(reader);
	return (scene) => compare(sign, left.evaluate(scene), right.evaluate(scene));
}

function compare(sign: string, left: unknown, right: unknown): boolean {
	if (sign === '==') return left === right;
	if (typeof left !== 'number' || typeof right !== 'number') return false;
	if (sign === '>') return left > right;
	if (sign === '<') return left < right;
	return sign === '>=' ? left >= right : left <= right;
}

/** `matches`, `matches part`, `matches regex`, each with `exactly` for upper and lower case. */
function readMatch(reader: Reader, left: Evaluate): Evaluate {
	const kind = reader.take('word', 'part', 'regex');
	const exactly = reader.take('word', 'exactly') !== undefined;
	if (kind === 'regex') {
		const source = unquoted(reader.need('string'));
		const form = regex(source, exactly, reader);
		return (scene) => {
			const value = textOf(left(scene));
			return value !== undefined && form.test(value);
		};
	}
	const right = readOperand(reader).evaluate;
	return (scene) => {
		const [value, wanted] = [left(scene), right(scene)].map((part) => {
			const text = textOf(part);
			return exactly ? text : text?.toLowerCase();
		});
		if (value === undefined || wanted === undefined) return false;
		return kind === 'part' ? value.includes(wanted) : value === wanted;
	};
}

/** Flags in front, such as `(?i)`, win over `exactly`. */
function regex(source: string, exactly: boolean, reader: Reader): RegExp {
	const [, on = '', off = '', rest = source] = /^\(\?([ims]*)-?([ims]*)\)(.*)$/s.exec(source) ?? [];
	const flags = new Set(exactly ? 'sm' : 'ism');
	for (const flag of on) flags.add(flag);
	for (const flag of off) flags.delete(flag);
	try {
		return new RegExp(rest, [...flags].join(''));
	} catch {
		return reader.fail('a regular expression that can be read');
	}
}

interface Operand {
	readonly evaluate: Evaluate;
	readonly path?: readonly (string | number)[];
	readonly now?: boolean;
	/** True or false by itself. */
	readonly flag?: boolean;
}

const roots = ['event', 'raw_event', 'variables', 'cache_var'];

function readOperand(reader: Reader): Operand {
	const text = reader.take('string');
	if (text !== undefined) return { evaluate: () => unquoted(text) };
	const datetime = reader.take('datetime');
	if (datetime !== undefined) return { evaluate: () => instantIn(datetime) };
	const number = reader.take('number');
	if (number !== undefined) return { evaluate: () => Number(number) };
	const flag = reader.take('word', 'true', 'false');
	if (flag !== undefined) return { evaluate: () => flag === 'true', flag: true };
	if (reader.take('word', 'nil')) return { evaluate: () => undefined };
	if (reader.take('word', 'now')) return { evaluate: ({ now }) => now, now: true };
	if (reader.take('word', 'trigger_count', 'resetting_trigger_count')) {
		reader.need('word', 'over');
		readDuration(reader);
		// The event itself is the only one that counts here.
		return { evaluate: () => 1 };
	}
	const path = readPath(reader);
	return { evaluate: ({ event }) => find({ event, raw_event: event }, path).value, path };
}

function readPath(reader: Reader): (string | number)[] {
	const path: (string | number)[] = [reader.take('word', ...roots) ?? reader.fail('a path, a text, a number or now')];
	for (;;) {
		if (reader.take('sign', '.')) path.push(reader.need('word'));
		else if (reader.take('sign', '[')) {
			const name = reader.take('string');
			path.push(name === undefined ? Number(reader.need('number')) : unquoted(name));
			reader.need('sign', ']');
		} else return path;
	}
}

const units = /^(second|minute|hour|day)s?$/;

function readDuration(reader: Reader): void {
	const seen = new Set<string>();
	for (let number = reader.need('number'); ;) {
		const unit = units.exec(reader.need('word'))?.[1];
		if (unit === undefined || seen.has(unit) || !/^\d+$/.test(number))
			return reader.fail('seconds, minutes, hours or days');
		seen.add(unit);
		const more = reader.take('number');
		if (more === undefined) return;
		number = more;
	}
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon,Fri 09:00:00 to 17:00:00 America/New_York`; an end that is not later is on the next day. */
function readSchedule(reader: Reader): Evaluate {
	const wanted: string[] = [];
	do wanted.push(reader.need('word', ...days));
	while (reader.take('sign', ','));
	const start = reader.need('time');
	reader.need('word', 'to');
	const end = reader.need('time');
	let zone = reader.need('word');
	while (reader.take('sign', '/')) zone += `/${reader.need('word')}`;
	if (!isTimeZone(zone)) return reader.fail('a time zone');
	return ({ now }) => {
		const [day, time] = wallClock(now, zone);
		const before = days[(days.indexOf(day) + 6) % 7] ?? day;
		if (start < end) return wanted.includes(day) && time >= start && time < end;
		return (wanted.includes(day) && time >= start) || (wanted.includes(before) && time < end);
	};
}

function wallClock(now: number, timeZone: string): [string, string] {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		weekday: 'short',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		hourCycle: 'h23',
	}).formatToParts(now);
	const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
	return [part('weekday'), `${part('hour')}:${part('minute')}:${part('second')}`];
}

/** Any zone of the tz database, unlike elsewhere in the API. */
function isTimeZone(zone: string): boolean {
	return parseTime('2022-01-01T00:00:00', zone) !== undefined;
}

/** The moment of `2022-01-01 08:00:00 Etc/UTC`. */
function instantIn(text: string): number | undefined {
	const [day = '', time = '', zone = ''] = text.split(' ');
	return parseTime(`${day}T${time}`, zone);
}

function find(
	value: unknown,
	path: readonly (string | number)[],
): { readonly exists: boolean; readonly value?: unknown } {
	const [name, ...rest] = path;
	if (name === undefined) return { exists: true, value: value ?? undefined };
	if (typeof value !== 'object' || value === null) return { exists: false };
	const entry = Object.entries(value).find(([key]) => key === String(name));
	return entry ? find(entry[1], rest) : { exists: false };
}

function textOf(value: unknown): string | undefined {
	if (value === undefined) return undefined;
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function unquoted(text: string): string {
	return text.slice(1, -1).replace(/\\(['\\])/g, '$1');
}
