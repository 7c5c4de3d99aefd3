import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HostError, say } from './console.mjs';
import { EditorInside } from './inside.mjs';
import { extensionRoot } from './paths.mjs';

const suites = 'out/test/host/host.main.js';

/**
 * Runs the suites of test/host inside a real VS Code and returns the exit code: 0 passed, 1 failed, 2 timed out,
 * 3 the browser ended. On failure the folder with the logs and a picture of the window is kept and named.
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 */
export async function runHostSuites(lifetime) {
	if (!existsSync(join(extensionRoot, suites))) {
		throw new HostError(`${suites} is missing: run "npm run test:host", which builds it.`);
	}
	// Of the suites, without which the rest of this folder works.
	const { WindowLeaks } = await import('../../test/support/window-leaks.mjs');
	const editor = await EditorInside.start(lifetime, {}, (data) => new WindowLeaks(lifetime, [data]));
	const { code, told, errors } = await editor.run({ path: suites, tell: (line) => console.log(line) });
	if (code !== 0 && !lifetime.signal.aborted) {
		if (!told) say(`the suites never started; the workbench's last errors:\n${errors.slice(-3).join('\n')}`);
		say(`logs and a picture of the window: ${editor.data}`);
	}
	return code;
}
