/** Why a port cannot be had. @param flag names another one */
export function notListening(
	error: unknown,
	{ host, port }: { readonly host: string; readonly port: number },
	flag: string,
) {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE')
		return new Error(`Port ${port} is taken. Choose another one with --${flag}.`, { cause: error });
	if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
		return new Error(`This machine does not let a program listen on ${host}, port ${port}.`, { cause: error });
	return error;
}
