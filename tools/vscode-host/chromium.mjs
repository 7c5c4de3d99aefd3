import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { HostError, withProgress } from './console.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { here } from './paths.mjs';

const packageFolder = join(here, 'chromium');

/**
 * The headless Chromium of an npm package, with the libraries and fonts it needs: for machines that have no browser, and where
 * pictures are compared.
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @returns {Promise<import('./browser.mjs').Browser>}
 */
export async function bundledChromium(lifetime) {
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new HostError('No browser was found on this machine: install Chromium or Chrome, or set CHROME_PATH to one.');
	}
	const { dependencies } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
	const versions = [dependencies['@sparticuz/chromium'], dependencies['dejavu-fonts-ttf']].join('-');
	const folder = join(packageFolder, 'node_modules', `.unpacked-${versions}`);
	if (!existsSync(folder)) {
		await withLock(join(here, '.installing'), lifetime, async (started) => {
			if (existsSync(folder)) return;
			await withProgress(
				'downloading a headless Chromium from the npm registry, once, about 85 MB, 300 MB on disk',
				npm(lifetime, ['ci', '--ignore-scripts'], packageFolder, started),
			);
			unpack(join(packageFolder, 'node_modules'), folder);
		});
	}
	// Chromium ends when it finds no font. The package's own list points into /tmp; this one is written each time, because
	// it holds the folder's path and a checkout may be moved.
	writeFileSync(join(folder, 'fonts.conf'), fontConfiguration(folder));
	return {
		path: join(folder, 'chromium'),
		args: ['--no-zygote'],
		env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
	};
}

/** Unpacks beside the target and renames at the end, so that the folder is whole or absent. @param {string} packages @param {string} folder */
function unpack(packages, folder) {
	const packed = join(packages, '@sparticuz/chromium/bin');
	const unfinished = `${folder}.part`;
	rmSync(unfinished, { recursive: true, force: true });
	mkdirSync(unfinished, { recursive: true });
	const contentOf = (/** @type {string} */ name) => brotliDecompressSync(readFileSync(join(packed, name)));
	for (const archive of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
		const { status, error, stderr } = spawnSync('tar', ['-x', '-C', unfinished], { input: contentOf(archive) });
		if (status !== 0) throw new HostError(`"tar" cannot unpack ${archive}: ${error?.message ?? stderr}`);
	}
	for (const font of ['DejaVuSans', 'DejaVuSans-Bold', 'DejaVuSansMono', 'DejaVuSansMono-Bold'])
		copyFileSync(join(packages, `dejavu-fonts-ttf/ttf/${font}.ttf`), join(unfinished, `fonts/${font}.ttf`));
	writeFileSync(join(unfinished, 'chromium'), contentOf('chromium.br'), { mode: 0o755 });
	renameSync(unfinished, folder);
}

/** No fonts of the machine's: what is drawn looks the same everywhere. @param {string} folder */
function fontConfiguration(folder) {
	return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
	<dir>${folder}/fonts</dir>
	<cachedir>${folder}/font-cache</cachedir>
	<alias><family>system-ui</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
	<alias><family>sans-serif</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
	<alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;
}
