import { failureOf } from '../../tools/core/failure-text.ts';
import type { Check } from '../check.ts';
import type { Finding } from '../finding.ts';

const ofCertificates = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_SSL|EPROTO/;

/** Whether the way to PagerDuty is open; no token is sent for it. */
export const connectionCheck: Check = {
	name: 'connection',
	title: 'Connection',
	async run(readings): Promise<Finding> {
		const reach = await readings.reach();
		const { host } = reach;
		if (reach.reached) {
			const { ms } = reach;
			return { verdict: 'ok', message: `${host} answered in ${ms} ms.`, facts: { host, milliseconds: ms } };
		}
		const { error, codes } = reach;
		const { signIn, certificate, proxy } = readings.subject.words;
		const next =
			error.kind === 'proxy' || codes.includes('ERR_PROXY_CONNECTION_FAILED')
				? proxy
				: codes.some((code) => ofCertificates.test(code))
					? certificate
					: failureOf(error, signIn).next;
		return {
			verdict: 'problem',
			message: error.message,
			facts: { host, ...(codes.length > 0 && { codes }), ...(error.status !== undefined && { status: error.status }) },
			...(next !== undefined && { next }),
		};
	},
};

/** Whether there is a proxy, and whether it lets requests through. */
export const proxyCheck: Check = {
	name: 'proxy',
	title: 'Proxy',
	async run(readings): Promise<Finding> {
		const { proxy, words } = readings.subject;
		const reach = await readings.reach();
		const facts = proxy === undefined ? {} : { facts: { host: proxy } };
		if (!reach.reached && (reach.error.kind === 'proxy' || reach.codes.includes('ERR_PROXY_CONNECTION_FAILED')))
			return { verdict: 'problem', message: reach.error.message, ...facts, next: words.proxy };
		if (!reach.reached && reach.error.foreign)
			return { verdict: 'warning', message: reach.error.message, ...facts, next: words.proxy };
		if (proxy === undefined) return { verdict: 'ok', message: 'No proxy is set here.' };
		return reach.reached
			? { verdict: 'ok', message: `Requests go through ${proxy}, unless NO_PROXY names the host.`, ...facts }
			: { verdict: 'unknown', message: `Requests go to ${proxy}; PagerDuty was not reached.`, ...facts };
	},
};

/** Whether PagerDuty's certificate is trusted here. */
export const certificateCheck: Check = {
	name: 'certificate',
	title: 'Certificate',
	async run(readings): Promise<Finding> {
		const reach = await readings.reach();
		const { host, secure } = reach;
		if (!secure) return { verdict: 'ok', message: `${host} is on this computer and needs none.` };
		if (reach.reached) return { verdict: 'ok', message: `The certificate of ${host} is trusted.` };
		const code = reach.codes.find((one) => ofCertificates.test(one));
		if (code === undefined) return { verdict: 'unknown', message: `${host} was not reached.` };
		return {
			verdict: 'problem',
			message: `The certificate that ${host} shows is not trusted here: ${code}. ${explained(code)}`,
			facts: { host, code },
			next: readings.subject.words.certificate,
		};
	},
};

function explained(code: string): string {
	if (/EXPIRED|DATE_INVALID|NOT_YET_VALID/.test(code))
		return "It is not valid at this time: this computer's clock may be wrong.";
	if (/ALTNAME|COMMON_NAME/.test(code)) return 'It was made for another host.';
	return 'A proxy or security software probably puts its own in between.';
}

const noticeableMs = 30_000;
const harmfulMs = 5 * 60_000;

/** Whether this computer and PagerDuty agree on the time. */
export const clockCheck: Check = {
	name: 'clock',
	title: 'Clock',
	async run(readings): Promise<Finding> {
		const reach = await readings.reach();
		if (!reach.reached) return { verdict: 'unknown', message: 'PagerDuty was not reached.' };
		const { aheadMs } = reach;
		if (aheadMs === undefined) return { verdict: 'unknown', message: 'The reply did not say what time it is.' };
		const off = Math.abs(aheadMs);
		const facts = { seconds_ahead: Math.round(aheadMs / 1000) };
		if (off < noticeableMs) return { verdict: 'ok', message: "This computer's clock and PagerDuty's agree.", facts };
		const much = off < 120_000 ? `${Math.round(off / 1000)} seconds` : `${Math.round(off / 60_000)} minutes`;
		return {
			verdict: off < harmfulMs ? 'warning' : 'problem',
			message: `This computer's clock is ${much} ${aheadMs > 0 ? 'ahead of' : 'behind'} PagerDuty's.`,
			facts,
			next: 'Let the computer set its clock automatically: "now" and times such as -24h count from it.',
		};
	},
};
