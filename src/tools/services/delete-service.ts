import * as z from 'zod';
import { listServiceDependencies } from '../../pagerduty/api/service-dependencies.ts';
import * as services from '../../pagerduty/api/services.ts';
import type { Service } from '../../pagerduty/api/services.ts';
import { reference } from '../core/arguments.ts';
import { confirmArgument, deleteConfirmed, namesCheck, openIncidentsCheck } from '../writes/deletion.ts';
import { namesOf } from '../text/names.ts';
import { onCallThrough } from '../schedules/turns-through.ts';
import { defineTool } from '../core/tool.ts';
import { said } from '../text/said.ts';

/** operationId: deleteService */
export const deleteService = defineTool({
	name: 'delete_service',
	title: 'Delete a service',
	description:
		'Deletes a service and its integrations for good: monitoring that reports to it no longer pages anybody. The person is told what would break, and agrees first. To pause a service, disable it instead.',
	example: 'Delete the service of the old importer.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: ['listServices', 'deleteService'],
		sometimes: [
			'getService',
			'listIncidents',
			'getTechnicalServiceServiceDependencies',
			'listOnCalls',
			'getCurrentUser',
		],
	},
	input: z.strictObject({ service: reference('Name or id.'), confirm: confirmArgument('service') }),
	output: z.object({ deleted: z.string(), id: z.string() }),
	async run(input, context) {
		const { pagerduty, directory } = context;
		const { id, name } = await directory.resolve('service', input.service, context);
		let read: Promise<Service> | undefined;
		const service = () => (read ??= services.getService(pagerduty, id));
		const checks = [
			openIncidentsCheck({ service_ids: [id] }, context),
			onCallThrough(async () => {
				const policy = (await service()).escalation_policy?.id;
				return policy === undefined ? undefined : { escalation_policy_ids: [policy] };
			}, context),
			namesCheck(said`integrations`, async () => ({
				names: namesOf((await service()).integrations),
				more: false,
			})),
			{
				what: said`dependencies`,
				async find() {
					const count = (await listServiceDependencies(pagerduty, id)).length;
					return count > 0
						? count === 1
							? said`1 dependency with another service`
							: said`${count} dependencies with other services`
						: undefined;
				},
			},
		];
		await deleteConfirmed(
			{
				noun: 'service',
				question: (named) => said`Delete the service ${named} for good?`,
				id,
				name,
				confirm: input.confirm,
				checks,
				send: () => services.deleteService(pagerduty, id),
				read: () => services.getService(pagerduty, id),
			},
			context,
		);
		directory.forget('service');
		return { deleted: name, id };
	},
});
