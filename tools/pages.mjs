// Builds a page for whoever imports `page:<name>`: its script and its style sheet as texts, for a panel and for chats alike.
import { build } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const sources = join(root, 'src/ui');
const bundles = join(root, 'l10n');

/** English texts of a page, as its code and what pages share write them. @param {string} name */
function pageTexts(name) {
	const code = [name, 'shared']
		.flatMap((folder) => readdirSync(join(sources, folder)).map((file) => join(sources, folder, file)))
		.filter((file) => /\.tsx?$/.test(file))
		.map((file) => readFileSync(file, 'utf8'))
		.join('\n');
	const literals = code.matchAll(/l10n\s*\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g);
	return [...new Set([...literals].map(([, single, double]) => (single ?? double ?? '').replaceAll(/\\(.)/g, '$1')))];
}

/**
 * What stands for them in each other language. It is put into the page, because in a chat nobody else could bring it.
 * @param {string} name
 * @returns {Record<string, Record<string, string>>}
 */
function translations(name) {
	const texts = pageTexts(name);
	const languages = readdirSync(bundles).flatMap((file) => /^bundle\.l10n\.(.+)\.json$/.exec(file)?.[1] ?? []);
	return Object.fromEntries(
		languages.map((language) => {
			const bundle = JSON.parse(readFileSync(join(bundles, `bundle.l10n.${language}.json`), 'utf8'));
			return [language.toLowerCase(), Object.fromEntries(texts.map((text) => [text, bundle[text] ?? text]))];
		}),
	);
}

/**
 * @param {{ minify?: boolean, outputs?: import('esbuild').Metafile['outputs'] }} [options] `outputs` gets what went into the pages
 * @returns {import('esbuild').Plugin}
 */
export function pages({ minify = true, outputs = {} } = {}) {
	return {
		name: 'pages',
		setup({ onResolve, onLoad }) {
			onResolve({ filter: /^page:/ }, ({ path }) => ({ path: path.slice('page:'.length), namespace: 'page' }));
			onLoad({ filter: /.*/, namespace: 'page' }, async ({ path: name }) => {
				const { outputFiles, metafile } = await build({
					absWorkingDir: root,
					entryPoints: [`src/ui/${name}/main.tsx`, `src/ui/${name}/${name}.css`],
					outdir: 'dist/pages',
					bundle: true,
					format: 'esm',
					target: 'es2022',
					jsx: 'automatic',
					jsxImportSource: 'preact',
					define: { pageTexts: JSON.stringify(translations(name)) },
					legalComments: 'none',
					minify,
					write: false,
					metafile: true,
				});
				Object.assign(outputs, metafile.outputs);
				const text = (/** @type {string} */ ending) =>
					outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
				return {
					contents: `export const script = ${JSON.stringify(text('.js'))};\nexport const style = ${JSON.stringify(text('.css'))};\n`,
					loader: 'js',
					watchFiles: [
						...Object.keys(metafile.inputs).map((file) => join(root, file)),
						...readdirSync(bundles).map((file) => join(bundles, file)),
					],
				};
			});
		},
	};
}
