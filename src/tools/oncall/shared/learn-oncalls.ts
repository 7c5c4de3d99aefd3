import type { OnCall } from '../../../pagerduty/api/oncalls.ts';
import type { Page } from '../../../pagerduty/api/paging.ts';
import type { ToolContext } from '../../core/context.ts';

/** Policies and schedules that are shown are known by their ids from then on. */
export async function learnOncalls(read: Promise<Page<OnCall>>, context: ToolContext): Promise<Page<OnCall>> {
	const shown = await read;
	const { directory } = context;
	const some = <Row>(pick: (oncall: OnCall) => Row | undefined) => ({
		...shown,
		items: shown.items.flatMap((oncall) => pick(oncall) ?? []),
	});
	await directory.learning(
		'escalation_policy',
		() => Promise.resolve(some((one) => one.escalation_policy)),
		context,
	)({});
	await directory.learning('schedule', () => Promise.resolve(some((one) => one.schedule)), context)({});
	return shown;
}
