import { cleanLine } from './untrusted.ts';

/** No key looks like this. */
const fileName = /^[a-z_-]{1,24}\.[a-z]{2,5}$/i;

/** An address without user, password, query and long parts: chat services put their keys there. */
export function withoutKeys(address: string): string {
	try {
		const url = new URL(address);
		const path = url.pathname
			.split('/')
			.map((part) => (part.length >= 16 && !fileName.test(part) ? '…' : part))
			.join('/');
		return cleanLine(`${url.protocol}//${url.host}${path}${url.search && '?…'}`, 300);
	} catch {
		return '(not an address)';
	}
}
