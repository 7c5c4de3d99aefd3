import { ErrorCode, LoggingLevelSchema, type LoggingLevel } from '@modelcontextprotocol/sdk/types.js';
import type { ToolContext } from '../../tools/core/context.ts';
import type { CallResult } from '../../tools/toolbox.ts';
import type { Extra } from '../person.ts';
import { ProtocolError, type Method } from './method.ts';

/** In the order of how serious they are. */
const levels: readonly LoggingLevel[] = LoggingLevelSchema.options;

/** Tells one client how its own calls of tools end, from the level on that it asks for. It hears nothing before it asks. */
export class ClientLog {
	readonly #log: ToolContext['log'];
	#least = Number.POSITIVE_INFINITY;

	constructor(log: ToolContext['log']) {
		this.#log = log;
	}

	/** `logging/setLevel`. */
	readonly methods = {
		'logging/setLevel': ({ level }) => {
			const known = LoggingLevelSchema.safeParse(level);
			if (!known.success)
				throw new ProtocolError(ErrorCode.InvalidParams, `logging/setLevel needs a \`level\`: ${levels.join(', ')}.`);
			this.#least = levels.indexOf(known.data);
			return Promise.resolve({});
		},
	} satisfies Record<string, Method>;

	/** How a call ended, without what it was about. */
	ended(tool: string, result: CallResult, extra: Extra): void {
		if (result.ok) this.#tell('info', { tool, outcome: 'done' }, extra);
		else {
			const { status, code } = result.failure;
			this.#tell('warning', { tool, outcome: 'failed', status, code }, extra);
		}
	}

	#tell(level: LoggingLevel, data: Readonly<Record<string, unknown>>, { sendNotification }: Extra): void {
		if (levels.indexOf(level) < this.#least) return;
		const params = { level, logger: 'tools', data };
		sendNotification({ method: 'notifications/message', params }).catch(() =>
			this.#log.debug('MCP: the client is not there to hear how its call ended'),
		);
	}
}
