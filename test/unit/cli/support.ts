import type { Fetched } from '../../../src/pagerduty/http/transport.ts';

/** The whole content of a reply. */
export async function textOf({ body }: Fetched): Promise<string> {
	const reader = body?.getReader();
	const chunks: Uint8Array[] = [];
	for (;;) {
		const { done, value } = (await reader?.read()) ?? { done: true };
		if (done === true) return Buffer.concat(chunks).toString();
		if (value instanceof Uint8Array) chunks.push(value);
	}
}
