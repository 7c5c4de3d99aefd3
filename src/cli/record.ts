import { resolve } from 'node:path';
import { PagerDutyClient } from '../pagerduty/http/client.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import type { Entry } from '../record/entry.ts';
import { reasonOf, RecordFile, type Kept } from '../record/record-file.ts';
import { undoneBy } from '../record/words.ts';
import { isElsewhere, undoAsOne } from '../record/one-undo.ts';
import { undoPlan } from '../record/undo.ts';
import type { Ask } from '../record/undo-plan.ts';
import { toolsets } from '../tools/core/access.ts';
import type { Recorder } from '../tools/core/recorder.ts';
import { inEnglish } from '../tools/text/said.ts';
import { Changes } from '../tools/core/changes.ts';
import { Toolbox } from '../tools/toolbox.ts';
import { fetchFor } from './fetch.ts';
import type { CommandParts } from './login.ts';
import { accountOf, keptSource } from './serve.ts';
import type { AccountSettings } from './settings.ts';
import { stderrLog } from './stderr-log.ts';
import { oneOf, unknown, UsageError } from './usage-error.ts';

const actions = ['list', 'undo', 'delete'] as const;

/**
 * Runs `record list`, `undo` or `delete`. Gives JSON, for scripts.
 * @throws {UsageError} @throws {NotUndone}
 */
export async function record(
	words: readonly string[],
	path: string | undefined,
	settings: () => AccountSettings,
	parts: CommandParts,
): Promise<string> {
	const [given, which, ...more] = words;
	if (given === undefined) throw new UsageError('Say what to do: record list, record undo ID or record delete.');
	const action = oneOf('command', given, actions);
	const [surplus] = action === 'undo' ? more : which === undefined ? [] : [which];
	if (surplus !== undefined) throw new UsageError(`record ${action} takes no "${surplus}".`);
	if (path === undefined) throw new UsageError('Say where the record is: --record FILE.');
	const file = new RecordFile(resolve(path), systemClock, stderrLog('warning', []));
	if (action === 'undo' && which === undefined) throw new UsageError('Say which change: record undo ID.');
	const kept = await keptIn(file);
	switch (action) {
		case 'list':
			return json(shown(kept.entries));
		case 'delete':
			await file.delete();
			return json({ deleted: file.path });
		case 'undo':
			return json(await undoOne(entryOf(which ?? '', kept, file.path), file, settings(), parts));
	}
}

/** What a record holds. @throws {UsageError} where there is none: the path is another one than `--record` had elsewhere */
async function keptIn(file: RecordFile): Promise<Kept> {
	const kept = await file.look().catch((error: unknown) => {
		throw new UsageError(`${file.path} cannot be read (${reasonOf(error)}).`);
	});
	if (!kept) throw new UsageError(`There is no record in ${file.path}.`);
	if (kept.foreign) throw new UsageError(`${file.path} is no record of changes.`);
	if (kept.passedOver > 0) {
		const unread = `${kept.passedOver} of the lines in ${file.path} cannot be read`;
		process.stderr.write(`${unread}, such as those of a newer version. They are left out.\n`);
	}
	return kept;
}

/** With what can be taken back, and what was. */
function shown(entries: readonly Entry[]) {
	const undone = undoneBy(entries);
	return entries.map(({ version, ...entry }) => {
		const by = undone.get(entry.id);
		return { ...entry, ...(by === undefined ? { undo: undoWords({ version, ...entry }) } : { undone_by: by }) };
	});
}

function undoWords(entry: Entry): string {
	const plan = undoPlan(entry);
	if (!plan.possible) return `impossible: ${inEnglish(plan.why)}`;
	return plan.warning === undefined ? 'possible' : `possible: ${inEnglish(plan.warning)}`;
}

function entryOf(which: string, { entries }: Kept, path: string): Entry {
	const entry = entries.find(({ id }) => id === which);
	if (!entry)
		throw unknown(
			'change',
			which,
			entries.map(({ id }) => id),
			entries.length === 0 ? `There are no changes in ${path}.` : 'record list shows every change.',
		);
	const by = undoneBy(entries).get(which);
	if (by !== undefined) throw new UsageError(`${which} was taken back by ${by} already.`);
	return entry;
}

async function undoOne(entry: Entry, file: RecordFile, settings: AccountSettings, { version, ...safe }: CommandParts) {
	const secrets = settings.token === undefined ? [] : [settings.token];
	const log = stderrLog('error', secrets);
	const wire = { userAgent: `oncall-for-pagerduty/${version}`, fetch: await fetchFor(settings.proxy) };
	const account = accountOf(settings);
	const hide = (secret: string) => void secrets.push(secret);
	const source = account ? () => Promise.resolve(account) : await keptSource(settings, { ...safe, ...wire, hide });
	if (isElsewhere(entry, await source()))
		throw new UsageError(`${entry.id} was made in another account: ${entry.subdomain ?? entry.account ?? 'unknown'}.`);
	const toolboxWith = (recorder: Recorder) =>
		new Toolbox({
			client: new PagerDutyClient({ ...wire, clock: systemClock, log, account: source }),
			changes: new Changes(),
			clock: systemClock,
			log,
			// The person has said what to do.
			policy: () => ({ access: 'administer', toolsets }),
			consent: { own: true },
			signIn: 'Run oncall-for-pagerduty login, or set PAGERDUTY_API_TOKEN.',
			recorder,
		});
	const { signal } = new AbortController();
	const caller = { signal, priority: 'person', client: 'oncall-for-pagerduty record undo' } as const;
	const askVia = (recorder: Recorder): Ask => {
		const toolbox = toolboxWith(recorder);
		return (tool, input) => toolbox.call(tool, input, caller);
	};
	try {
		return {
			undone: entry.id,
			tool: entry.tool,
			results: await undoAsOne(entry, askVia, file.recorder({ undoes: entry.id }), systemClock),
		};
	} finally {
		await file.settled();
	}
}

function json(value: unknown): string {
	return `${JSON.stringify(value, undefined, 2)}\n`;
}
