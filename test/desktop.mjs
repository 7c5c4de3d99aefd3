// The suites of test/host in VS Code on the desktop. @vscode/test-electron downloads it once;
// VSCODE_EXECUTABLE names one that is there already, VSCODE_VERSION another version.
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';

const root = resolve(import.meta.dirname, '..');

await runTests({
	version: process.env['VSCODE_VERSION'] ?? 'stable',
	vscodeExecutablePath: process.env['VSCODE_EXECUTABLE'],
	extensionDevelopmentPath: root,
	extensionTestsPath: join(root, 'out/test/host/host.main.js'),
	launchArgs: [join(root, 'test/host/fixture'), '--disable-workspace-trust', '--skip-welcome', '--disable-telemetry'],
});
