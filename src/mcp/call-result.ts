import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { failureText } from '../tools/core/failure-text.ts';
import { resultText } from '../tools/text/result-text.ts';
import type { CallResult } from '../tools/toolbox.ts';

const rateLimitKey = 'oncall-for-pagerduty/rateLimit';
const errorKey = 'oncall-for-pagerduty/error';

/** A result whose content is text. */
export type TextResult = CallToolResult & {
	readonly isError?: true;
	readonly content: readonly { readonly type: 'text'; readonly text: string }[];
};

/** Facts for programs stand in `_meta`, where they cost a model nothing. */
export function asResult(result: CallResult, forPage: Readonly<Record<string, unknown>>): TextResult {
	const { rateLimit } = result;
	const facts = { ...forPage, ...(rateLimit && { [rateLimitKey]: rateLimit }) };
	if (!result.ok) {
		const { status, code, retryable = false, retryAfterSeconds } = result.failure;
		return {
			isError: true,
			content: [{ type: 'text', text: failureText(result.failure) }],
			_meta: { ...facts, [errorKey]: { status, code, retryable, retryAfterSeconds, told: result.told } },
		};
	}
	return {
		content: [{ type: 'text', text: resultText(result.output) }],
		structuredContent: result.output,
		...(Object.keys(facts).length > 0 && { _meta: facts }),
	};
}
