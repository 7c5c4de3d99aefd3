import type { Connection } from './connection.ts';
import { isSecretOf } from './secrets.ts';

/** What a request shows, and by which host it called. */
export interface Shown {
	/** Lower case, with its port if it named one. */
	readonly host: string;
	/** The server is called by this host anyway, so it says nothing about who calls. */
	readonly ownHost: boolean;
	/** What stands in `Authorization` after `Bearer`. */
	readonly inHeader: string;
	/** What stands in the path behind that of the server. */
	readonly inPath: string;
}

/** Which connection's secret a request shows. All are compared, so that the time tells nothing either. */
export function whoseSecret(connections: readonly Connection[], shown: Shown): Connection | undefined {
	const [found] = connections.filter((connection) => shows(connection, shown));
	return found;
}

/** The hosts by which tunnels call. */
export function tunnelHosts(connections: readonly Connection[]): string[] {
	return connections.flatMap(({ host }) => host ?? []);
}

/** Whether a `Host` header means this host: a tunnel may add a port, and nobody names the usual one. */
export function isSameHost(known: string, given: string): boolean {
	return known === given || known === given.replace(/:\d+$/, '');
}

function shows(connection: Connection, { host, ownHost, inHeader, inPath }: Shown): boolean {
	const { secretInPath = false, secretHash, secondHash } = connection;
	const first = isSecretOf(secretHash, secretInPath ? inPath : inHeader);
	const second = secondHash === undefined || isSecretOf(secondHash, inHeader);
	const inPlace = secretInPath || inPath === '';
	const byHost = connection.host !== undefined && isSameHost(connection.host, host);
	return first && second && inPlace && (byHost || (ownHost && !secretInPath));
}
