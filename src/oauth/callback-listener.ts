import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { callbackPages, pageHeaders, pageToHtml, type CallbackPage } from './callback-page.ts';
import { redirectPath } from './redirect-uri.ts';
import { failure, success, type Outcome } from './sign-in-error.ts';

/** Browsers try both when they look for `localhost`: a stranger at the other one would get the code. */
const addresses = ['127.0.0.1', '::1'];

/** Waits on this computer for a browser that is sent back. */
export class CallbackListener {
	readonly #servers: Server[] = [];
	readonly #receive: (params: URLSearchParams) => CallbackPage;
	readonly #port: number;
	readonly #underWay = new Set<Promise<void>>();
	#closing: Promise<void> | undefined;

	private constructor(port: number, receive: (params: URLSearchParams) => CallbackPage) {
		this.#port = port;
		this.#receive = receive;
	}

	/** Listens on loopback only. `receive` is told of each request for the address, and says what the browser shows. */
	static async open(
		port: number,
		receive: (params: URLSearchParams) => CallbackPage,
	): Promise<Outcome<CallbackListener>> {
		const instead = 'or paste the address that PagerDuty sends your browser to';
		if (!Number.isInteger(port) || port < 1024 || port > 65_535) {
			return failure({
				kind: 'port',
				message: 'The port for the sign-in must be a whole number from 1024 to 65535.',
				nextStep: `Choose one that the app's redirect URL in PagerDuty names, ${instead}.`,
			});
		}
		const listener = new CallbackListener(port, receive);
		for (const address of addresses) {
			const problem = await listener.#listen(address);
			// Not every computer has both.
			if (problem === undefined || (address === '::1' && problem !== 'EADDRINUSE')) continue;
			await listener.close();
			const nextStep = `Close that program, choose another port that the app's redirect URL in PagerDuty names, ${instead}.`;
			if (problem === 'EADDRINUSE')
				return failure({ kind: 'portTaken', message: `Another program uses port ${port}.`, nextStep });
			const message = `This computer does not let us listen at port ${port} (${problem}).`;
			return failure({ kind: 'port', message, nextStep: `Choose another port, ${instead}.` });
		}
		return success(listener);
	}

	/** Stops listening, lets the pages under way out, and cuts what is still connected. */
	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
		await Promise.all(this.#underWay);
		for (const server of this.#servers) server.closeAllConnections();
		await Promise.all(closed);
	}

	/** Answers why it did not work, if it did not. */
	#listen(address: string): Promise<string | undefined> {
		const server = createServer((request, response) => this.#answer(request, response));
		return new Promise((resolve) => {
			server.once('error', (error) => resolve('code' in error ? String(error.code) : 'unknown'));
			server.listen({ port: this.#port, host: address, exclusive: true }, () => {
				// Later errors concern single connections.
				server.on('error', () => undefined);
				this.#servers.push(server);
				resolve(undefined);
			});
		});
	}

	#answer(request: IncomingMessage, response: ServerResponse): void {
		const sent = new Promise<void>((resolve) => {
			response.once('finish', resolve).once('close', resolve);
		});
		this.#underWay.add(sent);
		void sent.then(() => this.#underWay.delete(sent));
		const page = this.#pageFor(request);
		const html = request.method === 'HEAD' ? undefined : pageToHtml(page);
		response.writeHead(page.status, { ...pageHeaders, ...(page.status === 405 && { allow: 'GET' }) }).end(html);
	}

	#pageFor({ method, url = '', headers }: IncomingMessage): CallbackPage {
		const hosts = ['localhost', ...addresses.map((address) => (address.includes(':') ? `[${address}]` : address))];
		const [asked = '', query = ''] = url.split(/\?(.*)/s);
		// Another host: a page elsewhere whose name leads here.
		if (!hosts.some((host) => headers.host === `${host}:${this.#port}`) || asked !== redirectPath)
			return callbackPages.nothing;
		if (method !== 'GET') return callbackPages.method;
		return this.#receive(new URLSearchParams(query));
	}
}
