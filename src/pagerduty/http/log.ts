/** What the product logs to. A line never holds a token, a header, a body or an argument of a call. */
export interface Log {
	debug(message: string): void;
	info(message: string): void;
	warn(message: string): void;
	error(message: string): void;
}
