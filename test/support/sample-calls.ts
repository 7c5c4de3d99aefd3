import assert from 'node:assert/strict';
import * as z from 'zod';
import { calls } from '../contract/calls/all.ts';
import { calledFirst } from '../contract/calls/called-first.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** The arguments of one call. */
export type Input = Readonly<Record<string, unknown>>;

/** A demo account and somebody who calls tools on it: the toolbox of a test, or the editor. */
export interface Sampled {
	readonly sandbox: Pick<Sandbox, 'store' | 'trigger'>;
	call(name: string, input: Input): Promise<unknown>;
	/** Happens before the samples of each tool: the requests of all tools are more than a minute allows. */
	pause?(): void;
}

/** Sample calls of a tool, ready for this account: incidents in every state that they ask for have just been triggered. */
export async function samplesOf(account: Sampled, name: string): Promise<Input[]> {
	const samples = calls[name] ?? assert.fail(`${name} has no sample calls`);
	const values = await valuesFor(account, JSON.stringify(samples));
	return samples.map((sample) => filled(sample, values));
}

/** The same on an account of which no sample has been called: what these need of other tools' samples is made first. */
export async function samplesAlone(account: Sampled, name: string): Promise<Input[]> {
	for (const first of calledFirst[name] ?? [])
		for (const sample of await samplesOf(account, first)) await account.call(first, sample);
	return samplesOf(account, name);
}

/** Arguments in which `$incident` and the like have become the ids that they stand for. */
function filled(input: Input, values: ReadonlyMap<string, string>): Input {
	const text = JSON.stringify(input).replace(/\$[a-z_]+/g, (name) => values.get(name) ?? name);
	return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

async function valuesFor(account: Sampled, samples: string): Promise<ReadonlyMap<string, string>> {
	const { store } = account.sandbox;
	account.pause?.();
	const one = async (name: string) =>
		samples.includes(name) ? (await account.sandbox.trigger({ title: `Sample ${name}` })).id : '';
	const incident = (await account.sandbox.trigger()).id;
	const [other, acknowledged, resolved] = [await one('$other'), await one('$acknowledged'), await one('$resolved')];
	if (acknowledged) await account.call('acknowledge_incidents', { incidents: acknowledged });
	if (resolved) await account.call('resolve_incidents', { incidents: resolved });
	if (samples.includes('$note')) await account.call('add_incident_note', { incident, note: 'Looking' });
	const shifts = await shiftsFor(account, samples);
	const schedules = [...store.schedules.values()];
	const windows = [...store.serviceSettings.maintenanceWindows.values()];
	const me = [...store.users.values()].find(({ name }) => name === 'Maya Okafor');
	const integrations = [...store.services.values()].flatMap((service) => service.integrations);
	const found = {
		$incident: incident,
		$other: other,
		$acknowledged: acknowledged,
		$resolved: resolved,
		$alert: store.alerts.of(incident)[0]?.id,
		$note: store.notes.of(incident)[0]?.id,
		$override: schedules.find(({ name }) => name === 'Payments Secondary')?.overrides[0]?.id,
		...shifts,
		$window: windows.find(({ description }) => description === 'Move of the build farm')?.id,
		$rule: me?.notificationRules[0]?.id,
		$routing_key: integrations.find(({ type }) => type === 'events_api_v2_inbound_integration')?.key,
		$log_entry: store.logEntries[0]?.id,
		$change_event: store.changeEvents.at(-1)?.id,
		$integration:
			store.changeEvents.findLast(({ integrationId }) => integrationId !== null)?.integrationId ?? undefined,
		$invocation: [...store.automation.invocations.keys()][0],
		$checkout_integration: [...store.services.values()].find(({ name }) => name === 'Checkout')?.integrations[0]?.id,
		$checkout_rules: store.orchestrations.ofServices.values().next().value?.version,
		$global_rules: store.orchestrations.byId.values().next().value?.paths.global.version,
		$unrouted_rules: store.orchestrations.byId.values().next().value?.paths.unrouted.version,
	};
	return new Map(Object.entries(found).map(([name, value]) => [name, value ?? '']));
}

/** Parts of a shift-based schedule, made for the samples that ask for them. */
async function shiftsFor(account: Sampled, samples: string): Promise<Record<string, string>> {
	const made = async (name: string, order: Input) => {
		if (!samples.includes(name)) return '';
		const output = await account.call('create_overrides', { schedule: 'Incident Command', user: 'me', ...order });
		return (
			z
				.looseObject({ overrides: z.array(z.looseObject({ id: z.string() })) })
				.parse(output)
				.overrides.at(-1)?.id ?? ''
		);
	};
	const coming = async () => {
		if (!samples.includes('$coming_event')) return '';
		const change = { schedule: 'Incident Command', users: ['me'], start: '2026-04-11' };
		const { rotations } = z
			.looseObject({ rotations: z.array(z.looseObject({ event_id: z.string() })) })
			.parse(await account.call('set_rotation', change));
		return rotations.at(-1)?.event_id ?? '';
	};
	const earlier = async () => {
		if (!samples.includes('$earlier_layer')) return '';
		const schedule = 'Payments Primary';
		const { rotations } = z
			.looseObject({ rotations: z.array(z.looseObject({ id: z.string() })) })
			.parse(await account.call('get_schedule', { schedule, include: ['rotations'] }));
		await account.call('set_rotation', { schedule, turn: '2d' });
		return rotations[0]?.id ?? '';
	};
	const day = (date: string) => ({ start: `${date}T09:00:00Z`, end: `${date}T11:00:00Z` });
	return {
		$shift_override: await made('$shift_override', { ...day('2026-03-18'), instead_of: 'Grace Kimathi' }),
		$custom_shift: await made('$custom_shift', day('2026-03-21')),
		$coming_event: await coming(),
		$earlier_layer: await earlier(),
	};
}
