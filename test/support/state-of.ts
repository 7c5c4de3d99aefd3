import type { LogEntry } from '../../src/sandbox/model/model.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** What PagerDuty, or the product for it, makes up: ids and keys. */
const madeUp = /\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[A-Z0-9]{7,26})\b/g;
const moment = /^\d{4}-\d\d-\d\dT/;

/**
 * Reads all that a demo account holds as text, so that two accounts can be compared that were alike when the reader was
 * made. Times since then are left open, because the same change at another moment is the same change; ids and keys made
 * since then are numbered, because those of changes that were refused are missing between them. The trail of who asked for
 * what is no part of it.
 */
export function stateReader({ store, clock }: Sandbox): () => string {
	const since = clock.ms;
	const known = new Set(JSON.stringify(all()).match(madeUp));

	function all(seen: (text: string) => string = (text) => text): unknown {
		const plain = (value: unknown): unknown => {
			if (typeof value === 'number') return value >= since && value < 1e14 ? 'later' : value;
			if (typeof value === 'string') return moment.test(value) && Date.parse(value) >= since ? 'later' : seen(value);
			if (typeof value !== 'object' || value === null) return value;
			if (value instanceof Map) return [...value].map(plain);
			if (value instanceof Set || Array.isArray(value)) return Array.from(value, plain);
			if ('cancel' in value) return 'timer';
			const parts: Record<string, unknown> = {};
			for (const [name, part] of Object.entries(value)) parts[name] = plain(part);
			return parts;
		};
		const { incidents } = store;
		const parts: Record<string, unknown> = Object.fromEntries(Object.entries(store));
		return plain({
			...parts,
			accountWide: Object.entries(store.accountWide).filter(([name]) => name !== 'audit'),
			notes: incidents.map(({ id }) => store.notes.of(id)),
			alerts: incidents.map(({ id }) => store.alerts.of(id).map((alert) => alert.id)),
			// What is old of these does not change, or only in what is named.
			alertById: [...store.alertById.values()].map((alert) =>
				alert.createdAt >= since ? alert : [alert.id, alert.status, alert.incidentId],
			),
			// An incident keeps the policy that it was opened with.
			incidents: incidents.map((incident) =>
				incident.createdAt >= since ? incident : { ...incident, policy: incident.policy.id },
			),
			changeEvents: store.changeEvents.filter(({ at }) => at >= since),
			logEntries: linesSince(since),
			logOfIncident: [],
			logEntryById: [],
		});
	}

	/** An event that comes twice under one key is one event, in two lines of the log. */
	function linesSince(moment: number): LogEntry[] {
		const events = new Set<string>();
		return store.logEntries.filter(({ at, type, incidentId, description, channel }) => {
			if (at < moment) return false;
			const line = JSON.stringify([incidentId, description, channel]);
			return type !== 'trigger_log_entry' || (!events.has(line) && events.add(line));
		});
	}

	/** Most texts are the same at each reading. */
	const old = new Set<string>();
	return () => {
		const numbers = new Map<string, string>();
		const numbered = (text: string) => {
			if (old.has(text)) return text;
			const changed = text.replace(madeUp, (word) => {
				if (known.has(word)) return word;
				const number = numbers.get(word) ?? `new ${numbers.size + 1}`;
				numbers.set(word, number);
				return number;
			});
			if (changed === text) old.add(text);
			return changed;
		};
		return JSON.stringify(all(numbered));
	};
}
