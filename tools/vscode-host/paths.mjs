import { join, resolve } from 'node:path';

/** This package. */
export const here = import.meta.dirname;

/** The extension under test: the working tree this package stands in. */
export const extensionRoot = resolve(here, '../..');

export const hostModules = join(here, 'node_modules');

/** The VS Code server inside code-server, a package with dependencies of its own. */
export const vscodeServer = join(hostModules, 'code-server/lib/vscode');

/** The Node the server runs on: it needs a newer one than the project does. */
export const hostNode = join(hostModules, `node-${process.platform}-${process.arch}`, 'bin/node');
