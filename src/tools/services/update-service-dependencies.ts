import * as z from 'zod';
import {
	addServiceDependencies,
	listServiceDependencies,
	removeServiceDependencies,
	type DependencyInput,
	type DependencyKind,
	type ServiceDependency,
} from '../../pagerduty/api/service-dependencies.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { naming, reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { sendOnce } from '../writes/send-once.ts';
import { changesText, requireAgreement } from '../writes/agreement.ts';
import { quoted } from '../text/names.ts';
import { defineTool } from '../core/tool.ts';
import { dependenciesSchema, nameDependencies } from './shared/read-dependencies.ts';
import { said } from '../text/said.ts';

const lists = {
	add_depends_on: naming(references('Services that it will depend on: names or ids.'), 'service').optional(),
	remove_depends_on: naming(references('Services that it no longer depends on.'), 'service').optional(),
	add_needed_by: naming(references('Services that will depend on it.'), 'service').optional(),
	remove_needed_by: naming(references('Services that no longer depend on it.'), 'service').optional(),
	add_needed_by_business: naming(
		references('Business services that will depend on it.'),
		'business_service',
	).optional(),
	remove_needed_by_business: naming(
		references('Business services that no longer depend on it.'),
		'business_service',
	).optional(),
};
const input = z.strictObject({ service: reference('Name or id.'), ...lists });
type Input = z.output<typeof input>;

/** operationId: createServiceDependency and deleteServiceDependency */
export const updateServiceDependencies = defineTool({
	name: 'update_service_dependencies',
	title: 'Change what a service depends on',
	description:
		'Adds and removes dependencies between services; the others stay. They show responders what else may be affected.',
	example: 'Checkout now depends on Gift Cards.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: ['listServices', 'getTechnicalServiceServiceDependencies', 'deleteServiceDependency'],
		sometimes: ['createServiceDependency', 'listBusinessServices'],
	},
	input,
	output: z.object({
		service: z.string(),
		added: z.int(),
		removed: z.int(),
		...dependenciesSchema.shape,
		note: z.string().optional(),
	}),
	async run(given, context) {
		const { directory, pagerduty } = context;
		const service = await directory.resolve('service', given.service, context);
		const [add, remove] = await wantedChanges(service.id, given, context);
		const current = await listServiceDependencies(pagerduty, service.id);
		const missing = add.filter((wanted) => !has(current, wanted));
		const present = remove.filter((wanted) => has(current, wanted));
		const there = async (wanted: readonly DependencyInput[], expected: boolean) => {
			const now = await listServiceDependencies(pagerduty, service.id);
			return wanted.every((item) => has(now, item) === expected) ? now : undefined;
		};
		const question = async () => {
			const changes = await changesText(lists, { ...given, service: undefined }, context);
			return said`Change what the service ${quoted(service.name)} depends on: ${changes}?`;
		};
		if (missing.length + present.length > 0) await requireAgreement({ question, ids: [service.id] }, context);
		if (missing.length > 0)
			await sendOnce(
				{
					send: () => addServiceDependencies(pagerduty, missing),
					find: () => there(missing, true),
					missing: 'The service does not have all of these dependencies now.',
				},
				context,
			);
		if (present.length > 0) {
			try {
				await sendOnce(
					{
						send: () => removeServiceDependencies(pagerduty, present),
						find: () => there(present, false),
						missing: 'The service still has at least one of these dependencies.',
					},
					context,
				);
			} catch (error) {
				throw missing.length > 0 ? half(missing.length, error) : error;
			}
		}
		const nothing = missing.length + present.length === 0;
		// The change is made, whether or not it can be read back.
		const now = nothing ? current : await listServiceDependencies(pagerduty, service.id).catch(() => undefined);
		const expected = [...current.filter((one) => !present.some((gone) => has([one], gone))), ...missing];
		return {
			service: service.name,
			added: missing.length,
			removed: present.length,
			...(await nameDependencies(service.id, now ?? expected, context)),
			...(nothing && { note: 'Nothing changed: it was already like this.' }),
			...(!now && { note: 'The change is made but could not be read back: this is how it should be now.' }),
		};
	},
});

async function wantedChanges(
	own: string,
	given: Input,
	context: ToolContext,
): Promise<[DependencyInput[], DependencyInput[]]> {
	if (Object.keys(lists).every((name) => !Object.hasOwn(given, name)))
		throw new ToolError({
			message: 'Nothing to change was given.',
			next: `Give at least one of ${Object.keys(lists).join(', ')}.`,
		});
	const ids = async (services: readonly string[] | undefined) => {
		const found = (await context.directory.ids('service', services, context)) ?? [];
		if (found.includes(own)) throw new ToolError({ message: 'A service cannot depend on itself.' });
		return found;
	};
	const needs = (id: string) => relation(id, own);
	const needed = (id: string) => relation(own, id);
	const business = async (services: readonly string[] | undefined) =>
		((await context.directory.ids('business_service', services, context)) ?? []).map((id) =>
			relation(own, id, 'business_service'),
		);
	const [addNeeds, removeNeeds, addNeeded, removeNeeded, addBusiness, removeBusiness] = await Promise.all([
		ids(given.add_depends_on),
		ids(given.remove_depends_on),
		ids(given.add_needed_by),
		ids(given.remove_needed_by),
		business(given.add_needed_by_business),
		business(given.remove_needed_by_business),
	]);
	const add = [...addNeeds.map(needs), ...addNeeded.map(needed), ...addBusiness];
	const remove = [...removeNeeds.map(needs), ...removeNeeded.map(needed), ...removeBusiness];
	if (add.some((item) => remove.some((other) => JSON.stringify(item) === JSON.stringify(other))))
		throw new ToolError({ message: 'The same dependency cannot be added and removed at once.' });
	return [add, remove];
}

function relation(supporting: string, dependent: string, kind: DependencyKind = 'service'): DependencyInput {
	return {
		supporting_service: { id: supporting, type: 'service' },
		dependent_service: { id: dependent, type: kind },
	};
}

function has(current: readonly ServiceDependency[], wanted: DependencyInput): boolean {
	return current.some(
		({ supporting_service: supporting, dependent_service: dependent }) =>
			supporting?.id === wanted.supporting_service.id && dependent?.id === wanted.dependent_service.id,
	);
}

function half(added: number, error: unknown): ToolError {
	const why = error instanceof PagerDutyError ? error.message : 'unknown error';
	const unclear = error instanceof PagerDutyError && error.unclear;
	const removal = unclear ? 'it is unclear whether the others were removed' : 'none could be removed';
	return new ToolError(
		{
			message: `${added} dependencies were added, but ${removal}: ${why}`,
			next: 'Look at the dependencies with get_service before trying again.',
		},
		error,
	);
}
