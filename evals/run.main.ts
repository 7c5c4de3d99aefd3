import { setTimeout as sleep } from 'node:timers/promises';
import { questions } from './questions/catalogue.ts';
import { run } from './runner/run.ts';

const stop = new AbortController();
process.once('SIGINT', () => {
	stop.abort(new Error('Interrupted'));
});

try {
	process.exitCode = await run(process.argv.slice(2), questions, {
		environment: process.env,
		print(line) {
			process.stdout.write(`${line}\n`);
		},
		async wait(ms, signal) {
			await sleep(ms, undefined, { signal });
		},
		now: () => new Date(),
		signal: stop.signal,
	});
} catch (error) {
	if (!stop.signal.aborted) throw error;
	process.stdout.write('Interrupted. What was answered is kept: the same command goes on from here.\n');
	process.exitCode = 2;
}
