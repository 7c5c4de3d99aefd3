/** What a text says as JSON; `otherwise` when it is none. */
export function parseJson(text: string, otherwise?: unknown): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return otherwise;
	}
}
