#!/usr/bin/env node
// `npm start`: builds the extension and opens it in a real VS Code, signed in to the demo account.
//   npm start                   VS Code on the desktop if this machine has it, else VS Code in the browser
//   npm start -- --web          VS Code in the browser, at http://127.0.0.1:8123
//   npm start -- --port 9000    the same, elsewhere
//   npm start -- --dev          readable code with source maps; builds again and reloads the window at each change
import { spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { desktopCode, downloadedCode, openOnDesktop } from './desktop.mjs';
import { HostError, say } from './vscode-host/console.mjs';
import { installHost } from './vscode-host/install.mjs';
import { runToExit } from './vscode-host/lifetime.mjs';
import { extensionRoot } from './vscode-host/paths.mjs';
import { startServer } from './vscode-host/server.mjs';
import { demoSettings } from './vscode-host/settings.mjs';
import { workbenchAddress } from './vscode-host/workbench.mjs';

/** The browser keeps the editor's secrets per origin: with a fixed port the demo stays signed in. */
const defaultPort = '8123';

/** `live` lets new incidents appear while one looks. */
const demoEnvironment = { PAGERDUTY_DEMO: 'live' };

await runToExit(async (lifetime) => {
	const { web, port, dev } = readOptions();
	await (dev ? buildAtEachChange(lifetime) : build());
	const data = join(extensionRoot, 'node_modules/.cache/demo');
	const workspace = join(data, 'workspace');
	if (!existsSync(workspace)) cpSync(join(import.meta.dirname, 'demo-workspace'), workspace, { recursive: true });

	const env = { ...demoEnvironment, ...(dev && { PAGERDUTY_RELOAD: join(extensionRoot, 'dist') }) };
	const extensions = [extensionRoot, join(import.meta.dirname, 'demo-opener')];
	const serverRuns = process.platform === 'linux';
	const code = web ? undefined : (desktopCode() ?? (serverRuns ? undefined : await downloadedCode()));
	if (code) return openOnDesktop(lifetime, { code, extensions, workspace, env });

	await installHost(lifetime);
	const server = await startServer(lifetime, {
		data: join(data, 'web'),
		port,
		settings: demoSettings,
		extensions,
		env,
	});
	say('VS Code is up; press Ctrl+C to stop it');
	console.log(`Open ${workbenchAddress(server, workspace)}`);
	await server.exited;
	throw new HostError(`The VS Code server ended; its log is ${join(data, 'web/server.log')}. Run "npm start" again.`);
});

function readOptions() {
	try {
		const options = /** @type {const} */ ({
			web: { type: 'boolean' },
			port: { type: 'string' },
			dev: { type: 'boolean' },
		});
		const { values } = parseArgs({ options });
		const port = Number(values.port ?? defaultPort);
		if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error(`${values.port} is no port.`);
		return { web: values.web || values.port !== undefined, port, dev: values.dev };
	} catch (error) {
		throw new HostError(
			`${error instanceof Error ? error.message : error} Usage: npm start -- [--dev] [--web] [--port N]`,
		);
	}
}

const notBuilt = 'The extension could not be built: run "npm ci" in the project\'s folder, then "npm start" again.';

async function build() {
	const child = spawn(process.execPath, ['esbuild.mjs'], { cwd: extensionRoot, stdio: 'inherit' });
	const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
	if (code !== 0) throw new HostError(notBuilt);
}

/** Ends with the first build; later ones are shown in the terminal and in the window. @param {import('./vscode-host/lifetime.mjs').Lifetime} lifetime */
async function buildAtEachChange(lifetime) {
	// esbuild watches for as long as its standard input is open.
	const stdio = /** @type {const} */ (['pipe', 'inherit', 'pipe']);
	const child = spawn(process.execPath, ['esbuild.mjs', '--watch'], { cwd: extensionRoot, stdio });
	lifetime.defer(() => void child.kill());
	await new Promise((resolve, reject) => {
		child.on('error', reject).on('close', () => reject(new HostError(notBuilt)));
		child.stderr.setEncoding('utf8').on('data', (text) => {
			process.stderr.write(text);
			if (text.includes('build finished')) resolve(undefined);
		});
	});
}
