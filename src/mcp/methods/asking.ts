import type { Toolbox } from '../../tools/toolbox.ts';
import type { Ask } from '../arguments/argument.ts';

/** Calls tools as the agent may, within its limits, but asks the person nothing. */
export function asking(tools: Pick<Toolbox, 'call'>, signal: AbortSignal, maxWaitMs: number): Ask {
	return (tool, input) => tools.call(tool, input, { signal, priority: 'person', maxWaitMs });
}
