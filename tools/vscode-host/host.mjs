#!/usr/bin/env node
// A real VS Code for the suites, made of npm packages alone.
//   node tools/vscode-host/host.mjs install    fetch it into this folder; does nothing when it is there
//   node tools/vscode-host/host.mjs test       run the built suites of test/host inside it
//   node tools/vscode-host/host.mjs bench      run the built programs of bench/editor inside it, and print the figures
import { runBench } from './bench.mjs';
import { installHost } from './install.mjs';
import { runToExit } from './lifetime.mjs';
import { runHostSuites } from './test.mjs';

/** @type {Record<string, (lifetime: import('./lifetime.mjs').Lifetime) => Promise<number>>} */
const commands = {
	install: async (lifetime) => installHost(lifetime).then(() => 0),
	test: runHostSuites,
	bench: runBench,
};

const command = commands[process.argv[2] ?? ''];
if (!command || process.argv.length > 3) {
	console.error(`usage: host.mjs ${Object.keys(commands).join(' | ')}`);
	process.exit(64);
}
await runToExit(command);
