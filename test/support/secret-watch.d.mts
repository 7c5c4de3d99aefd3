/** What tests use as secrets, and where they were seen: in logs, in what programs write, in files. */
export class SecretWatch {
	use(secret: unknown, used: string): void;
	useHeader(value: string, used: string): void;
	see(text: string, place: string): void;
	/** Where secrets were seen, without them. */
	leaks(): string[];
}
