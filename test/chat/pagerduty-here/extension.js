import { request } from 'node:http';
import { Readable } from 'node:stream';

const hosts = ['api.pagerduty.com', 'identity.pagerduty.com'];

/** What is meant for PagerDuty goes to the demo account at PAGERDUTY_HERE, by the name that it is called by; the rest is refused. */
export function activate() {
	const here = process.env['PAGERDUTY_HERE'] ?? '';
	const otherwise = globalThis.fetch;
	globalThis.fetch = async (input, init) => {
		const asked = new Request(input, init);
		const { host, pathname, search } = new URL(asked.url);
		if (!hosts.includes(host)) return otherwise(input, init);
		const body = await asked.text();
		return new Promise((resolve, reject) => {
			const headers = { ...Object.fromEntries(asked.headers), host, 'x-forwarded-proto': 'https' };
			const { method } = asked;
			const sent = request(new URL(pathname + search, here), {
				method,
				headers,
				...(init?.signal && { signal: init.signal }),
			});
			sent.once('error', reject).once('response', (reply) => {
				const { statusCode: status = 0, headersDistinct } = reply;
				const told = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
					values.map((value) => /** @type {[string, string]} */ ([name, value])),
				);
				const empty = [204, 205, 304].includes(status);
				resolve(new Response(empty ? null : Readable.toWeb(reply), { status, headers: told }));
			});
			sent.end(body);
		});
	};
}
