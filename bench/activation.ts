import { spawnSync } from 'node:child_process';
import { median, type Figure } from './measure.ts';

/** What `activate` takes by itself in a real extension host; a new editor for each run. */
export async function activation(): Promise<Figure> {
	const value = await median(3, () => Promise.resolve(activate()));
	return { what: 'activate() in the extension host', value, unit: 'ms', atMost: 15 };
}

function activate(): number {
	const host = spawnSync(process.execPath, ['tools/vscode-host/host.mjs', 'test'], {
		env: { ...process.env, HOST_TEST_GREP: 'activates' },
		encoding: 'utf8',
	});
	const found = /activates in ([\d.]+) ms/.exec(host.stdout);
	if (!found) throw new Error(`The editor did not tell:\n${host.stdout}${host.stderr}`);
	return Number(found[1]);
}
