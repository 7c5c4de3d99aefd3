// Installs clients of MCP that others have written into this folder, unless they are there.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hostNode } from '../vscode-host/paths.mjs';

const here = import.meta.dirname;

/** The Inspector and the conformance suite need a newer Node than we do. */
export const newerNode = existsSync(hostNode) ? hostNode : process.execPath;

/** The Inspector's program. */
export function inspector() {
	return installed('@modelcontextprotocol/inspector/clients/launcher/build/index.js');
}

/** The program of MCP's conformance suite. */
export function conformance() {
	return installed('@modelcontextprotocol/conformance/dist/index.js');
}

/** A program of the packages in this folder, which are installed unless they are there. @param {string} path */
function installed(path) {
	const modules = join(here, 'node_modules');
	const program = join(modules, path);
	if (existsSync(program) && same(join(here, 'package-lock.json'), join(modules, 'package-lock.json'))) return program;
	// Not `npm ci`, which misses in the lock an optional package that is in no registry.
	const npm = [
		'install',
		'--no-save',
		'--omit=optional',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
	];
	const { status } = spawnSync('npm', npm, { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
	if (status !== 0) throw new Error(`The programs of others cannot be installed into ${here}.`);
	cpSync(join(here, 'package-lock.json'), join(modules, 'package-lock.json'));
	return program;
}

/** Python with its client, or why there is none. @returns {{ python: string } | { missing: string }} */
export function pythonClient() {
	const folder = join(here, '.venv');
	const python = join(folder, 'bin/python');
	const [wanted, kept] = [join(here, 'requirements.txt'), join(folder, 'requirements.txt')];
	if (existsSync(python) && same(wanted, kept)) return { python };
	rmSync(folder, { recursive: true, force: true });
	const suits = ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'];
	if (spawnSync('python3', suits).status !== 0) return { missing: 'there is no Python 3.10 or later with venv' };
	const made = spawnSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
	const filled = spawnSync(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '-r', wanted], {
		stdio: 'inherit',
	});
	if (made.status !== 0 || filled.status !== 0) return { missing: 'its packages cannot be had from PyPI' };
	cpSync(wanted, kept);
	return { python };
}

/** @param {string} one @param {string} other */
function same(one, other) {
	return existsSync(other) && readFileSync(one, 'utf8') === readFileSync(other, 'utf8');
}
