// Builds the extension, the CLI and the test suites.
//   node esbuild.mjs             dist/: minified, what ships
//   node esbuild.mjs --dev       dist/: readable, with source maps
//   node esbuild.mjs --watch     the same, again at each change
//   node esbuild.mjs --tests     out/: the test suites (*.test.ts), benches (*.bench.ts) and their programs (*.main.ts)
import { build, context } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pages } from './tools/pages.mjs';
import { thirdPartyNotices } from './tools/third-party-notices.mjs';

const flags = new Set(process.argv.slice(2));
const watch = flags.has('--watch');
const readable = watch || flags.has('--dev');

/** @type {import('esbuild').BuildOptions} */
const common = {
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	// The editor's tasks wait for "build finished".
	logLevel: watch ? 'info' : 'warning',
	splitting: true,
};

/** CommonJS dependencies inside an ES module bundle still call `require` for Node's own modules. */
const requireForDependencies =
	"import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Only the files that call it carry it: at activation, there are forty others. */
const requireWhereCalled = {
	name: 'require-where-called',
	setup(/** @type {import('esbuild').PluginBuild} */ { onEnd }) {
		onEnd(async ({ metafile }) => {
			for (const file of Object.keys(metafile?.outputs ?? {}).filter((name) => name.endsWith('.js'))) {
				const code = await readFile(file, 'utf8');
				if (/\brequire\b/.test(code)) await writeFile(file, code.replace(/^(#!.*\n)?/, `$1${requireForDependencies} `));
			}
		});
	},
};

/** The MCP SDK loads a JSON Schema validator of 130 kB for answers of people; the server checks those itself. */
const withoutValidator = {
	name: 'without-validator',
	setup(/** @type {import('esbuild').PluginBuild} */ { onLoad }) {
		const filter = /@modelcontextprotocol[\\/]sdk[\\/]dist[\\/]esm[\\/]validation[\\/]ajv-provider\.js$/;
		onLoad({ filter }, () => ({ contents: 'export class AjvJsonSchemaValidator {}' }));
	},
};

/** What went into the pages. @type {import('esbuild').Metafile['outputs']} */
const pageOutputs = {};

/** @type {import('esbuild').BuildOptions} */
const product = {
	...common,
	entryPoints: ['src/extension.ts', 'src/cli.ts', 'src/keyring.ts'],
	outdir: 'dist',
	chunkNames: 'chunks/[name]-[hash]',
	// The keyring's part is native code, of which each system has its own; without it the rest works.
	external: ['vscode', '@napi-rs/keyring'],
	plugins: [withoutValidator, requireWhereCalled, pages({ minify: !readable, outputs: pageOutputs })],
	minify: !readable,
	sourcemap: readable,
	metafile: true,
};

/** @type {import('esbuild').BuildOptions} */
const tests = {
	...common,
	entryPoints: testFiles(),
	outbase: '.',
	outdir: 'out',
	chunkNames: 'chunks/[name]-[hash]',
	packages: 'external',
	external: ['vscode'],
	plugins: [pages()],
	sourcemap: true,
};

/**
 * The built files that none of these programs loads, by their names in dist.
 * @param {import('esbuild').Metafile} metafile
 * @param {readonly string[]} programs
 */
function unreached({ outputs }, programs) {
	const reached = new Set(programs);
	for (const file of reached) for (const { path } of outputs[file]?.imports ?? []) reached.add(path);
	return Object.keys(outputs)
		.filter((file) => !reached.has(file))
		.map((file) => relative('dist', file).replaceAll('\\', '/'));
}

function testFiles() {
	const files = ['test', 'bench', 'evals'].flatMap((folder) =>
		existsSync(folder) ? readdirSync(folder, { recursive: true }).map((file) => join(folder, String(file))) : [],
	);
	return files.filter((file) => /\.(test|bench|main)\.ts$/.test(file));
}

if (flags.has('--tests')) {
	await rm('out', { recursive: true, force: true });
	await build(tests);
} else if (watch) {
	await (await context(product)).watch();
} else {
	await rm('dist', { recursive: true, force: true });
	const { metafile } = await build(product);
	await writeFile('dist/meta.json', JSON.stringify(metafile));
	const inPages = { ...metafile, outputs: { ...metafile.outputs, ...pageOutputs } };
	await writeFile('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(inPages));
	// The npm package is the command line: what only the extension loads stays out of it.
	await writeFile('dist/.npmignore', unreached(metafile, ['dist/cli.js', 'dist/keyring.js']).join('\n'));
}
