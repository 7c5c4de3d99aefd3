import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './usage-error.ts';

/** No token, and no address with a code in it, is as long. */
const mostCharacters = 16 * 1024;

/** The person at the terminal, or the program that writes to this one. */
export interface Terminal {
	/** Shows a text beside the results. */
	tell(text: string): void;
	/** One line of what is typed, which is not shown, or piped; undefined at the end of the input. @throws {UsageError} when it is far too long */
	secret(question: string): Promise<string | undefined>;
	dispose(): void;
}

/** The terminal of this process. What is typed is never shown: it is a token, or an address with a code. */
export function openTerminal(): Terminal {
	const { stdin, stderr } = process;
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	// Only of a terminal does Node's reader take over the echo.
	const lines = createInterface({ input: stdin, output: nowhere, terminal: stdin.isTTY, crlfDelay: Infinity });
	const waiting: ((line: string | undefined) => void)[] = [];
	const read: string[] = [];
	let ended = false;
	lines.on('line', (line) => {
		const next = waiting.shift();
		if (next) next(line);
		else read.push(line);
	});
	lines.on('close', () => {
		ended = true;
		for (const next of waiting.splice(0)) next(undefined);
	});
	// Ctrl+C is a key here, not a signal.
	lines.on('SIGINT', () => lines.close());
	const tell = (text: string) => void stderr.write(text);
	return {
		tell,
		async secret(question) {
			if (stdin.isTTY) tell(question);
			const known = read.shift();
			const line =
				known ?? (ended ? undefined : await new Promise<string | undefined>((resolve) => waiting.push(resolve)));
			if (stdin.isTTY) tell('\n');
			if ((line?.length ?? 0) > mostCharacters) throw new UsageError('What was entered is too long.');
			return line?.trim();
		},
		dispose() {
			lines.close();
			// A pipe whose other end stays open would keep the process.
			stdin.destroy();
		},
	};
}
