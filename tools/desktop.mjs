import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { say } from './vscode-host/console.mjs';
import { demoSettings } from './vscode-host/settings.mjs';

const windows = process.platform === 'win32';
const oldest = [1, 105];

/** The `code` command of a VS Code that can open a window on this machine's screen, if there is one. */
export function desktopCode() {
	const { env } = process;
	const screen = windows || process.platform === 'darwin' || env['DISPLAY'] || env['WAYLAND_DISPLAY'];
	// Windows' VS Code, called from inside WSL, does not see this environment.
	if (!screen || env['WSL_DISTRO_NAME']) return undefined;
	const name = windows ? 'code.cmd' : 'code';
	const files = (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
	const code = files.find((file) => existsSync(file) && !isRemoteCommand(file));
	return code && isRecent(code) ? code : undefined;
}

/** The `code` command of a VS Code that is downloaded once, for machines without one on which the server does not run. */
export async function downloadedCode() {
	const { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath } = await import('@vscode/test-electron');
	say('there is no VS Code on the PATH; downloading one, about 200 MB, once');
	return resolveCliPathFromVSCodeExecutablePath(await downloadAndUnzipVSCode('stable'));
}

/** In the terminal of a remote window `code` only talks to that window. @param {string} file */
function isRemoteCommand(file) {
	return /[\\/]remote-cli[\\/]/.test(realpathSync(file));
}

/** @param {string} code */
function isRecent(code) {
	const { stdout } = spawnSync(quoted(code), ['--version'], { encoding: 'utf8', shell: windows });
	const [, major = 0, minor = 0] = /^(\d+)\.(\d+)\./.exec(stdout)?.map(Number) ?? [];
	if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return true;
	say(`${code} is not VS Code ${oldest.join('.')} or later; opening VS Code in the browser instead`);
	return false;
}

/**
 * Opens a window with its own profile, so that the demo neither sees nor changes the person's account and settings, and
 * waits until it is closed, or closes it when this command is stopped.
 * @param {import('./vscode-host/lifetime.mjs').Lifetime} lifetime
 * @param {{ code: string, extensions: string[], workspace: string, env: Record<string, string> }} options
 * @returns {Promise<number>}
 */
export async function openOnDesktop(lifetime, { code, extensions, workspace, env }) {
	const data = profileFolder(join(dirname(workspace), 'desktop'));
	const user = join(data, 'User');
	mkdirSync(user, { recursive: true });
	const settings = join(user, 'settings.json');
	if (!existsSync(settings)) writeFileSync(settings, JSON.stringify(demoSettings, null, '\t'));
	const args = [
		...extensions.map((folder) => `--extensionDevelopmentPath=${folder}`),
		...['--new-window', '--wait', workspace],
		...['--user-data-dir', data, '--extensions-dir', join(data, 'extensions')],
		...['--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', '--disable-telemetry'],
	];
	say('VS Code opens; this command ends when you close its window, and Ctrl+C closes it');
	lifetime.defer(() => closeWindow(data));
	const child = spawn(quoted(code), args.map(quoted), {
		env: { ...process.env, ...env },
		stdio: 'inherit',
		shell: windows,
	});
	return new Promise((resolve, reject) => child.on('error', reject).on('close', (status) => resolve(status ?? 1)));
}

/** The command's process is not the editor's: that one tells its id in its profile. @param {string} profile */
function closeWindow(profile) {
	const lock = join(profile, 'code.lock');
	const id = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : NaN;
	if (!Number.isInteger(id) || id <= 0) return;
	try {
		process.kill(id, 'SIGTERM');
	} catch {
		// It has ended by itself.
	}
}

/** macOS limits the path of the socket VS Code puts there to 103 characters. @param {string} folder */
function profileFolder(folder) {
	return process.platform === 'darwin' && folder.length > 80 ? mkdtempSync(join(tmpdir(), 'demo-')) : folder;
}

/** A command file needs a shell on Windows, and the shell needs quotes. @param {string} argument */
function quoted(argument) {
	return windows ? `"${argument}"` : argument;
}
