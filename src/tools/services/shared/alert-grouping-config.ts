import type {
	AlertGroupingConfig,
	AlertGroupingSetting,
	AlertGroupingType,
} from '../../../pagerduty/api/alert-grouping-settings.ts';
import { ToolError } from '../../core/failure.ts';

/** What may be given about the way of grouping; each type takes some of it. */
export interface GroupingArguments {
	readonly timeout?: number | undefined;
	readonly time_window?: number | undefined;
	readonly match_fields?: readonly string[] | undefined;
	readonly match?: 'all' | 'any' | undefined;
}

export function groupingType(text: string | undefined): AlertGroupingType | undefined {
	const types: readonly AlertGroupingType[] = ['time', 'intelligent', 'content_based', 'content_based_intelligent'];
	return types.find((type) => type === text);
}

/**
 * The configuration of a type: what is given, else what it was, else PagerDuty's recommendation (0).
 * @throws {ToolError} for what the type does not take, or a span outside its limits.
 */
export function groupingConfig(
	type: AlertGroupingType,
	given: GroupingArguments,
	current?: AlertGroupingSetting['config'],
): AlertGroupingConfig {
	refuseForeign(type, given);
	if (type === 'time') {
		const timeout = given.timeout ?? current?.timeout ?? 0;
		if (timeout !== 0 && timeout < 60)
			throw new ToolError({ message: `timeout: ${timeout} is neither 0 nor 60 to 86400 seconds.` });
		return { timeout };
	}
	const window = given.time_window ?? current?.time_window ?? 0;
	const whole = type === 'content_based' && window === 86_400;
	if (window !== 0 && !whole && (window < 300 || window > 3600)) {
		const or = type === 'content_based' ? ', 300 to 3600 nor 86400' : ' nor 300 to 3600';
		throw new ToolError({ message: `time_window: ${window} is neither 0${or} seconds.` });
	}
	if (type === 'intelligent') {
		const fields = given.match_fields ?? current?.iag_fields ?? [];
		return { time_window: window, ...(fields.length > 0 && { iag_fields: fields }) };
	}
	const fields = given.match_fields ?? current?.fields ?? [];
	if (fields.length === 0) throw new ToolError({ message: `${type} needs \`match_fields\`.` });
	const aggregate = given.match ?? (current?.aggregate === 'any' ? 'any' : 'all');
	return { time_window: window, aggregate, fields };
}

function refuseForeign(type: AlertGroupingType, given: GroupingArguments): void {
	const foreign = {
		timeout: type !== 'time' && given.timeout !== undefined,
		time_window: type === 'time' && given.time_window !== undefined,
		match_fields: type === 'time' && given.match_fields !== undefined,
		match: !type.startsWith('content_based') && given.match !== undefined,
	};
	const names = Object.entries(foreign).flatMap(([name, is]) => (is ? [name] : []));
	if (names.length > 0) throw new ToolError({ message: `${names.join(', ')}: not for type ${type}.` });
}
