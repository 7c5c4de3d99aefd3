import { rows, text } from './values.ts';

type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * A demo account through its REST API, as somebody else would use it: questions are prepared and judged by it, not by the
 * product's own client.
 */
export class Account {
	readonly #url: string;
	readonly #token: string;
	readonly #clock: () => Date;

	constructor(url: string, token: string, clock: () => Date) {
		this.#url = url;
		this.#token = token;
		this.#clock = clock;
	}

	/** The account's own time. */
	now(): number {
		return this.#clock().getTime();
	}

	/** So many hours from now, as PagerDuty takes it. */
	time(hours: number): string {
		return new Date(this.now() + hours * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
	}

	get(path: string, query: Query = {}): Promise<unknown> {
		const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
			Array.isArray(value) ? value.map((one) => [`${name}[]`, String(one)]) : [[name, String(value)]],
		);
		const search = new URLSearchParams(given).toString();
		return this.send('GET', search === '' ? path : `${path}?${search}`);
	}

	/** All rows of a list, whose key is the last part of its path unless it is named. */
	async list(path: string, query: Query = {}, key = path.split('/').at(-1) ?? ''): Promise<unknown[]> {
		const all: unknown[] = [];
		for (;;) {
			const page = await this.get(path, { ...query, limit: 100, offset: all.length });
			const found = rows(page, key);
			all.push(...found);
			if (found.length < 100) return all;
		}
	}

	/** The object of a list that is called so. */
	async named(path: string, name: string): Promise<unknown> {
		const found = (await this.list(path)).find((row) => text(row, 'name') === name || text(row, 'summary') === name);
		if (found === undefined) throw new Error(`The demo account has no ${path} called ${name}`);
		return found;
	}

	async id(path: string, name: string): Promise<string> {
		return text(await this.named(path, name), 'id');
	}

	/** Every incident there is. */
	incidents(query: Query = {}): Promise<unknown[]> {
		const statuses = ['triggered', 'acknowledged', 'resolved'];
		return this.list('/incidents', { statuses, date_range: 'all', ...query });
	}

	openIncidents(query: Query = {}): Promise<unknown[]> {
		return this.incidents({ statuses: ['triggered', 'acknowledged'], ...query });
	}

	/** An incident by its number or id. */
	async incident(name: number | string): Promise<unknown> {
		const reply = await this.get(`/incidents/${name}`);
		return typeof reply === 'object' && reply !== null && 'incident' in reply ? reply.incident : undefined;
	}

	/** The notes on an incident. */
	async notes(incident: number): Promise<readonly unknown[]> {
		return rows(await this.get(`/incidents/${incident}/notes`), 'notes');
	}

	async send(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.#url}${path}`, {
			method,
			headers: {
				Authorization: `Token token=${this.#token}`,
				'Content-Type': 'application/json',
				From: 'jonas.richter@lumen-oak.example',
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const reply = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${reply.slice(0, 300)}`);
		return reply === '' ? undefined : JSON.parse(reply);
	}
}
