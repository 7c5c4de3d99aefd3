import * as z from 'zod';
import {
	createAlertGroupingSetting,
	deleteAlertGroupingSetting,
	getAlertGroupingSetting,
	listAlertGroupingSettings,
	updateAlertGroupingSetting,
	type AlertGroupingInput,
	type AlertGroupingSetting,
} from '../../pagerduty/api/alert-grouping-settings.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { freeText, reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { nameOfId } from '../names/name-of-id.ts';
import { namesOf, quoted, quotedNames } from '../text/names.ts';
import { removeOnce, sendOnce } from '../writes/send-once.ts';
import { givenText, requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { alertGroupingSchema, showAlertGrouping } from '../shapes/alert-grouping.ts';
import { groupingConfig, groupingType } from './shared/alert-grouping-config.ts';
import { said, type Said } from '../text/said.ts';

const input = z.strictObject({
	setting: reference('Id or name of the setting to change. Its services stay unless `services` are given.').optional(),
	services: references('All services of the setting: names or ids.').optional(),
	type: z
		.enum(['time', 'intelligent', 'content_based', 'content_based_intelligent', 'off'])
		.optional()
		.describe('How to group; off stops grouping. Needed if there is no grouping yet.'),
	timeout: z
		.int()
		.min(0)
		.max(86_400)
		.optional()
		.describe('For type time: 60 to 86400 seconds. 0 means until resolved.'),
	time_window: z
		.int()
		.min(0)
		.max(86_400)
		.optional()
		.describe(
			'For all other types: seconds since the latest alert, 300 to 3600, or 86400 for content_based. 0 means as PagerDuty recommends.',
		),
	match_fields: references(
		'Fields of alerts that must be the same, such as summary, custom_details.host.',
		20,
	).optional(),
	match: z
		.enum(['all', 'any'])
		.optional()
		.describe('Whether all or any of `match_fields` must match, for content_based types.'),
	name: freeText(255, 'Name of the setting.').optional(),
	description: freeText(1024, 'Why alerts are grouped this way.').optional(),
});
export type AlertGroupingArguments = z.output<typeof input>;

/** operationId: postAlertGroupingSettings, putAlertGroupingSetting or deleteAlertGroupingSetting, after listAlertGroupingSettings */
export const setAlertGrouping = defineTool({
	name: 'set_alert_grouping',
	title: 'Change how alerts are grouped',
	description:
		"Sets or removes how services' alerts are grouped into incidents: by time, by content or by PagerDuty's judgement. What is not given stays as it is. When an alert fires (a threshold) is set in the monitoring tool, not in PagerDuty.",
	example: 'Group the alerts of Checkout by time, ten minutes.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: [
			'listAlertGroupingSettings',
			'postAlertGroupingSettings',
			'putAlertGroupingSetting',
			'deleteAlertGroupingSetting',
		],
		sometimes: ['listServices', 'getAlertGroupingSetting', 'getService'],
	},
	input,
	output: z.object({ alert_grouping: alertGroupingSchema.optional(), note: z.string().optional() }),
	async run(given, context) {
		const { pagerduty } = context;
		const { ids, current } = await selectServices(given, context);
		if (given.type === 'off') {
			if (!current) return { note: 'Nothing changed: these alerts were not grouped.' };
			return { note: await remove(current, ids, context) };
		}
		const wanted = inputFor(given, ids, current);
		if (current && isAs(current, wanted))
			return { alert_grouping: showAlertGrouping(current), note: 'Nothing changed: it was already like this.' };
		await requireAgreement({ question: () => questionOf(given, ids, context), ids }, context);
		const setting = await sendOnce(
			{
				send: () =>
					current
						? updateAlertGroupingSetting(pagerduty, current.id, wanted)
						: createAlertGroupingSetting(pagerduty, wanted),
				find: async () => {
					const now = current ? await getAlertGroupingSetting(pagerduty, current.id) : await settingOf(ids, context);
					return now && isAs(now, wanted) ? now : undefined;
				},
				missing: 'The alerts of these services are not grouped that way now.',
			},
			context,
		);
		return { alert_grouping: showAlertGrouping(setting) };
	},
});

async function questionOf(given: AlertGroupingArguments, ids: readonly string[], context: ToolContext): Promise<Said> {
	const names = await Promise.all(ids.map(async (id) => (await nameOfId('service', id, context)) ?? id));
	const changes = givenText({ ...given, services: undefined, setting: undefined });
	return said`Change how the alerts of ${quotedNames(names)} are grouped: ${changes}?`;
}

/** The setting that is meant, if there is one yet, and the services that it is for. */
async function selectServices(
	{ setting, services }: AlertGroupingArguments,
	context: ToolContext,
): Promise<{ readonly ids: readonly string[]; readonly current: AlertGroupingSetting | undefined }> {
	const ids = await context.directory.ids('service', services, context);
	if (setting === undefined) {
		if (!ids) throw new ToolError({ message: 'Give `services`, or the `setting` that is meant.' });
		return { ids, current: await settingOf(ids, context) };
	}
	const { id } = await context.directory.resolve('alert_grouping_setting', setting, context);
	const current = await getAlertGroupingSetting(context.pagerduty, id);
	return { ids: ids ?? coveredBy(current).map((service) => service.id), current };
}

/** The services of a setting. @throws {ToolError} where they are not known: a change would take the setting from them. */
function coveredBy({ services }: AlertGroupingSetting): NonNullable<AlertGroupingSetting['services']> {
	if (services) return services;
	throw new ToolError({
		message: 'PagerDuty did not say which services the setting covers. Nothing was changed.',
		next: "Change it on the service's page in PagerDuty.",
	});
}

/** The one setting of these services: a service has one at most, but a setting may cover many services. */
async function settingOf(ids: readonly string[], context: ToolContext): Promise<AlertGroupingSetting | undefined> {
	const settings = await listAlertGroupingSettings(context.pagerduty, { service_ids: ids, limit: 100 }).catch(
		(error: unknown) => {
			if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
			throw new ToolError({
				message:
					'This PagerDuty account has no alert grouping settings: each service holds its own. Nothing was changed.',
				next: "Change it on the service's page in PagerDuty.",
			});
		},
	);
	if (settings.length <= 1) return settings[0];
	const parts = settings.map(({ services = [] }) => quotedNames(namesOf(services)));
	throw new ToolError({
		message: `These services have ${settings.length} settings: ${parts.join('; ')}. Nothing was changed.`,
		next: 'Change one setting at a time, with all its services.',
	});
}

async function remove(setting: AlertGroupingSetting, ids: readonly string[], context: ToolContext): Promise<string> {
	const { pagerduty } = context;
	const covered = coveredBy(setting);
	const left = covered.filter(({ id }) => !ids.includes(id));
	const gone = covered.filter(({ id }) => ids.includes(id));
	if (gone.length === 0 && covered.length > 0) {
		const others = await Promise.all(ids.map((id) => context.directory.resolve('service', id, context)));
		return `Nothing changed: the setting does not cover ${quotedNames(others.map(({ name }) => name))}.`;
	}
	const names = quotedNames(namesOf(gone));
	await requireAgreement(
		{
			question: names
				? said`Stop grouping the alerts of ${names}?`
				: said`Delete the alert grouping that covers no service?`,
			ids: [setting.id, ...gone.map(({ id }) => id)],
		},
		context,
	);
	const services = left.map(({ id }) => referenceTo('service', id));
	await removeOnce(
		{
			send: () =>
				left.length === 0
					? deleteAlertGroupingSetting(pagerduty, setting.id)
					: updateAlertGroupingSetting(pagerduty, setting.id, { ...described(setting), ...kept(setting), services }),
			isAway: async () => {
				const now = await getAlertGroupingSetting(pagerduty, setting.id).catch(noneIfGone);
				return !now || (left.length > 0 && coveredBy(now).every(({ id }) => !ids.includes(id)));
			},
			missing: 'Their alerts are grouped as before.',
		},
		context,
	);
	const others = left.length > 0 ? ` The setting stays for ${quotedNames(namesOf(left))}.` : '';
	return gone.length > 0
		? `Alerts of ${names} are no longer grouped.${others}`
		: 'The setting, which had no services, is gone.';
}

function noneIfGone(error: unknown): undefined {
	if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
}

function inputFor(
	given: AlertGroupingArguments,
	ids: readonly string[],
	current: AlertGroupingSetting | undefined,
): AlertGroupingInput {
	const others = current ? coveredBy(current).filter(({ id }) => !ids.includes(id)) : [];
	if (others.length > 0) {
		throw new ToolError({
			message: `The setting also covers ${quotedNames(namesOf(others))}. Nothing was changed.`,
			next: 'Name all of its services, or take these out first with `type: off`.',
		});
	}
	const type = groupingType(given.type) ?? groupingType(current?.type);
	if (!type) throw new ToolError({ message: 'These services have no grouping yet: give `type`.' });
	if (type === 'content_based_intelligent' && ids.length > 1)
		throw new ToolError({ message: 'content_based_intelligent is for one service only.' });
	if (current && Object.keys(given).length === 1 && current.services?.length === ids.length)
		throw new ToolError({ message: 'Nothing to change was given.' });
	return {
		...described(current),
		...(given.name !== undefined && { name: given.name.trim() }),
		...(given.description !== undefined && { description: given.description.trim() }),
		type,
		config: groupingConfig(type, given, current?.type === type ? current.config : undefined),
		services: ids.map((id) => referenceTo('service', id)),
	};
}

/** PagerDuty replaces the whole setting: what is left out may be gone. */
function described(setting: AlertGroupingSetting | undefined): Pick<AlertGroupingInput, 'name' | 'description'> {
	const { name, description } = setting ?? {};
	return { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
}

function kept({ type, config }: AlertGroupingSetting): Pick<AlertGroupingInput, 'type' | 'config'> {
	const known = groupingType(type);
	if (!known) throw new ToolError({ message: `Grouping of type ${quoted(type ?? 'unknown')} cannot be changed here.` });
	return { type: known, config: groupingConfig(known, {}, config) };
}

function isAs(setting: AlertGroupingSetting, wanted: AlertGroupingInput): boolean {
	const config = groupingType(setting.type) && kept(setting).config;
	const ids = (services: readonly { readonly id: string }[] = []) =>
		services
			.map(({ id }) => id)
			.sort()
			.join(' ');
	return (
		setting.type === wanted.type &&
		(wanted.name === undefined || setting.name === wanted.name) &&
		(wanted.description === undefined || setting.description === wanted.description) &&
		JSON.stringify(config) === JSON.stringify(wanted.config) &&
		ids(setting.services) === ids(wanted.services)
	);
}
