import { format } from 'node:util';
import Mocha from 'mocha';
import { runSuites } from './run-suites.ts';

/** The entry VS Code calls (`extensionTestsPath`), in the server's host and on the desktop alike. */
export async function run(): Promise<void> {
	const mark = process.env['HOST_TEST_MARK'];
	if (mark) markLines(mark);
	const { failures } = await runSuites('host', import.meta.dirname, { timeout: 30_000 });
	if (failures > 0) throw new Error(`${failures} test(s) failed.`);
}

/** The runner outside reads mocha's lines out of all that the editor logs. */
function markLines(mark: string): void {
	Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
		for (const line of format(...parts).split('\n')) console.log(mark + line);
	};
}
