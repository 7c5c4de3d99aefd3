/** Why an endpoint gave no reply. Its key is never part of what is said. */
export class EndpointError extends Error {
	override readonly name = 'EndpointError';
	/** Whether the next question would fail alike. */
	readonly lasting: boolean;

	constructor(message: string, lasting: boolean) {
		super(message);
		this.lasting = lasting;
	}
}

export interface Endpoint {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** The key, to keep it out of what is said. */
	readonly key: string;
	/** Waits so many milliseconds; tests do not. */
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const mostTries = 4;
const longestWaitMs = 120_000;
const patienceMs = 300_000;

/** What an endpoint answers. Limits and failures that pass are tried again a few times. @throws {EndpointError} */
export async function ask(endpoint: Endpoint, body: object, signal: AbortSignal): Promise<unknown> {
	for (let tried = 1; ; tried++) {
		const response = await send(endpoint, body, signal);
		if (response.ok) return read(response);
		const passes = response.status === 429 || response.status >= 500;
		const said = await wordsOf(response, endpoint.key);
		if (!passes) throw refusal(response.status, said);
		if (tried === mostTries) throw new EndpointError(`${passing(response.status)} ${mostTries} times${said}`, false);
		await endpoint.wait(pauseAfter(response, tried), signal);
	}
}

async function send({ url, headers }: Endpoint, body: object, signal: AbortSignal): Promise<Response> {
	try {
		return await fetch(url, {
			method: 'POST',
			// The key stays with the endpoint: a request that follows a redirect takes the key to another host.
			redirect: 'manual',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: JSON.stringify(body),
			signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
		});
	} catch (error) {
		signal.throwIfAborted();
		const late = error instanceof Error && error.name === 'TimeoutError';
		const why = late ? `did not answer within ${patienceMs / 60_000} minutes` : 'cannot be reached';
		throw new EndpointError(`The endpoint ${why}: ${new URL(url).origin}`, !late);
	}
}

async function read(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		throw new EndpointError('The endpoint answered with something that is no JSON.', false);
	}
}

function refusal(status: number, said: string): EndpointError {
	if (status === 401 || status === 403)
		return new EndpointError(`The endpoint refused the key (HTTP ${status}): look at EVALS_API_KEY${said}`, true);
	if (status === 404)
		return new EndpointError(
			`The endpoint knows no such address or model (HTTP 404): look at EVALS_BASE_URL and EVALS_MODEL${said}`,
			true,
		);
	if (status >= 300 && status < 400)
		return new EndpointError(
			`The endpoint redirects to another address (HTTP ${status}), which does not get the key: look at EVALS_BASE_URL.`,
			true,
		);
	return new EndpointError(`The endpoint refused the request (HTTP ${status})${said}`, false);
}

function passing(status: number): string {
	return status === 429 ? 'The endpoint limited the requests (HTTP 429)' : `The endpoint failed (HTTP ${status})`;
}

/** What it said itself, without the key, should it repeat that. */
async function wordsOf(response: Response, key: string): Promise<string> {
	const text = await response.text().catch(() => '');
	// Before it is cut: half a key is part of a key.
	const safe = key === '' ? text : text.replaceAll(key, '…');
	const said = safe.replace(/\s+/g, ' ').trim().slice(0, 300);
	return said === '' ? '.' : `: ${said}`;
}

/** As the endpoint wishes, else longer each time; two minutes at most. */
function pauseAfter(response: Response, tried: number): number {
	const header = response.headers.get('retry-after');
	const seconds = header === null ? Number.NaN : Number(header);
	return Math.min(Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 2000 * 2 ** (tried - 1), longestWaitMs);
}
