/** An address of a repository without user, password and query. */
export function withoutSecret(address: string): string | undefined {
	const short = /^[^@/\s]+@(?<host>[^:/\s]+):(?<path>\S+)$/.exec(address)?.groups;
	if (short) return `${short['host'] ?? ''}/${short['path'] ?? ''}`;
	if (!URL.canParse(address)) return undefined;
	const { protocol, host, pathname } = new URL(address);
	return ['http:', 'https:', 'ssh:', 'git:'].includes(protocol) ? `${host}${pathname}` : undefined;
}
