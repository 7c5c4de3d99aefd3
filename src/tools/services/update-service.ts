import * as z from 'zod';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import * as services from '../../pagerduty/api/services.ts';
import type { Service, ServiceInput } from '../../pagerduty/api/services.ts';
import { reference } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { joinNotes } from '../text/notes.ts';
import { policyOnCallEnded, dutyEnds, policyOnCallMoved, policyOnCall } from '../schedules/policy-on-call.ts';
import { agreementArgument, changesText, requireAgreement } from '../writes/agreement.ts';
import { readIfPossible, sendOnce } from '../writes/send-once.ts';
import { nameOf, quoted } from '../text/names.ts';
import { defineTool } from '../core/tool.ts';
import { serviceShape, showService } from './shared/service-shape.ts';
import { supportHoursText, urgencyText } from './shared/support-hours-shape.ts';
import { presentChanged, requireChange, hasValues } from '../writes/update.ts';
import { serviceArguments, serviceInput, serviceSettings } from './shared/service-input.ts';
import { inTurn, said } from '../text/said.ts';

/** operationId: updateService */
export const updateService = defineTool({
	name: 'update_service',
	title: 'Change a service',
	description:
		'Changes a service; what is not given stays as it is. A disabled service opens no incidents, so nobody is paged for it. The person is told if an active service would page nobody, and agrees first. PagerDuty cannot acknowledge incidents by itself; when an alert fires is set in the monitoring tool.',
	example: 'Let Checkout auto-resolve after a day.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration', 'off-call'],
	operations: {
		always: ['listServices', 'getService', 'updateService'],
		sometimes: ['listEscalationPolicies', 'listOnCalls'],
	},
	input: z.strictObject({
		service: reference('Name or id.'),
		...serviceArguments,
		status: z.enum(['active', 'disabled']).optional().describe('A disabled service opens no incidents.'),
		confirm: agreementArgument,
	}),
	output: z.object({
		service: serviceShape.schema,
		on_call: policyOnCall.optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const { service: asked, status, confirm, ...given } = input;
		requireChange({ ...given, ...(status && { status }) }, [...Object.keys(serviceArguments), 'status']);
		const { pagerduty, directory } = context;
		const { id } = await directory.resolve('service', asked, context);
		const current = await services.getService(pagerduty, id);
		const { values, note } = await serviceInput(given, context, current);
		const wanted: ServiceInput = { ...values, ...(status && { status }) };
		if (has(current, wanted))
			return {
				service: showService(current),
				note: joinNotes('Nothing changed: it was already like this.', note),
			};
		const policy = wanted.escalation_policy?.id ?? current.escalation_policy?.id;
		if (!policy) throw new ToolError({ message: 'The service has no escalation policy: give one.' });
		const old = current.escalation_policy?.id;
		const moved = wanted.escalation_policy !== undefined && old !== undefined && old !== policy;
		// The new policy was asked for; that it pages nobody was not.
		const consequence =
			moved && (status ?? current.status) !== 'disabled'
				? await readIfPossible(() => dutyEnds(nameOf(current), old, policy, context), context)
				: undefined;
		const question = async () => {
			const changes = await changesText(serviceArguments, { ...given, status }, context);
			const change = said`Change the service ${quoted(nameOf(current))}: ${changes}?`;
			const off = status === 'disabled' && current.status !== 'disabled';
			return off ? inTurn([change, said`It then opens no incidents and pages nobody.`], ' ') : change;
		};
		await requireAgreement({ question, ids: [id], consequence, confirm }, context);
		const body = {
			...wanted,
			escalation_policy: referenceTo('escalation_policy', policy),
		};
		const changed = await sendOnce(
			{
				send: () => services.updateService(pagerduty, id, body),
				find: async () => {
					const now = await services.getService(pagerduty, id);
					return has(now, wanted) ? now : undefined;
				},
				missing: 'The service does not show the change now.',
			},
			context,
		);
		directory.forget('service');
		if (wanted.escalation_policy) context.changes.announce({ oncall: true });
		const duty =
			status === 'disabled' && current.status !== 'disabled'
				? await policyOnCallEnded(old ?? policy, context)
				: moved && (await policyOnCallMoved(old, policy, context));
		const told = joinNotes(note, duty && 'note' in duty ? duty.note : undefined);
		return { service: showService(changed), ...duty, ...(told && { note: told }) };
	},
	present: presentChanged(serviceShape, serviceSettings),
});

/** PagerDuty tells a service's state where it was told whether the service is on, and nothing where it was told 0. */
function has(service: Service, { status, ...wanted }: ServiceInput): boolean {
	const { incident_urgency_rule: rule, support_hours: hours, scheduled_actions: actions, ...others } = wanted;
	const on = status === undefined || (status === 'disabled') === (service.status === 'disabled');
	const { acknowledgement_timeout = 0, auto_resolve_timeout = 0 } = service;
	const goal = {
		incident_urgency_rule: rule ?? service.incident_urgency_rule,
		support_hours: hours ?? service.support_hours,
		scheduled_actions: actions ?? service.scheduled_actions,
	};
	const urgency = urgencyText(goal) === urgencyText(service) && supportHoursText(goal) === supportHoursText(service);
	return on && urgency && hasValues({ ...service, acknowledgement_timeout, auto_resolve_timeout }, others);
}
