import { BlockList, isIP } from 'node:net';
import type { RequestHead } from '../mcp/http/guard.ts';
import { UsageError } from './usage-error.ts';

/** Who asked, as the last of our own proxies tells. */
export interface Forwarded {
	/** An address, without a port. */
	readonly client: string | undefined;
	readonly proto: string | undefined;
}

/** The proxies in front of this server, whose word counts: what anybody else says in these headers does not. */
export class TrustedProxies {
	readonly #addresses = new BlockList();

	/** @param list addresses and networks, separated by commas @throws {UsageError} */
	constructor(list: string) {
		for (const given of list.split(',').map((part) => part.trim())) {
			const [address = '', bits] = given.split('/');
			const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
			const most = family === 'ipv6' ? 128 : 32;
			if (isIP(address) === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
				throw new UsageError(
					`--trust-proxy takes addresses and networks such as 10.0.0.5 or 10.0.0.0/8, not "${given}".`,
				);
			if (bits === undefined) this.#addresses.addAddress(address, family);
			else this.#addresses.addSubnet(address, Number(bits), family);
		}
	}

	/** The head as the client sent it, if it comes through one of the proxies: by the host that it called. */
	head(head: RequestHead): RequestHead {
		const host = this.#comesThrough(head) ? last(head, 'x-forwarded-host') : undefined;
		if (host === undefined) return head;
		const { method, url, rawHeaders, socket, headersDistinct } = head;
		return { method, url, rawHeaders, socket, headersDistinct: { ...headersDistinct, host: [host] } };
	}

	/** Who asked: the nearest that is none of the proxies, for each of them adds whom it heard. */
	forwarded(head: RequestHead): Forwarded {
		const direct = plain(head.socket.remoteAddress ?? '');
		if (!this.#comesThrough(head)) return { client: direct || undefined, proto: undefined };
		const named = values(head, 'x-forwarded-for').map(plain);
		const client = named.reverse().find((address) => !this.#trusts(address)) ?? direct;
		const proto = last(head, 'x-forwarded-proto');
		return {
			client: isIP(client) === 0 ? 'malformed' : client,
			proto: proto === 'https' || proto === 'http' ? proto : undefined,
		};
	}

	#comesThrough({ socket }: RequestHead): boolean {
		return this.#trusts(plain(socket.remoteAddress ?? ''));
	}

	#trusts(address: string): boolean {
		const version = isIP(address);
		return version !== 0 && this.#addresses.check(address, version === 6 ? 'ipv6' : 'ipv4');
	}
}

/** Without a port and without brackets; IPv4 as such. */
function plain(address: string): string {
	const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^(\d[\d.]*):\d+$/, '$1');
	return bare.replace(/^::ffff:(?=\d+\.)/i, '');
}

function values({ headersDistinct }: RequestHead, name: string): string[] {
	return (headersDistinct[name] ?? []).flatMap((line) => line.split(',')).map((value) => value.trim());
}

/** What the nearest proxy says. */
function last(head: RequestHead, name: string): string | undefined {
	return values(head, name).at(-1)?.toLowerCase();
}
