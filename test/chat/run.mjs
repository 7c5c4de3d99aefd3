// `npm run test:chat`: Copilot's real agent chat in a real VS Code, with a model whose answers are written in the tests
// and real clicks on its dialogs. No sign-in, no internet.
//   agent.chat.test.mjs    the suite of the chat
//   sign-in.chat.test.mjs  signing in with the browser, whose clicks are real too
//   sign-in-window.mjs     a window in which nobody is signed in, and a demo account in PagerDuty's place
//   agent-window.mjs       a window on the demo account with that chat
//   chat-view.mjs          asking, reading, consenting
//   scripted-model.mjs     the model: a scenario is a function from (messages, offered tools) to words and tool calls
// HOST_TEST_GREP picks tests by their titles. Counts stand in out/results/chat.json; a failed test leaves a picture there.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { HostError } from '../../tools/vscode-host/console.mjs';
import { installHost } from '../../tools/vscode-host/install.mjs';
import { runToExit } from '../../tools/vscode-host/lifetime.mjs';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';

await runToExit(async (lifetime) => {
	if (!existsSync(join(extensionRoot, 'dist/extension.js'))) {
		throw new HostError('dist/extension.js is missing: run "npm run test:chat", which builds it.');
	}
	await installHost(lifetime);
	const mocha = new Mocha({ reporter: 'spec', grep: process.env['HOST_TEST_GREP'] });
	mocha.suite.ctx['lifetime'] = lifetime; // the suites' `this.lifetime`
	for (const suite of ['agent', 'sign-in']) mocha.addFile(join(import.meta.dirname, `${suite}.chat.test.mjs`));
	await mocha.loadFilesAsync();
	return new Promise((resolve) => {
		const runner = mocha.run((failed) => {
			const { passes, failures, pending } = runner.stats ?? {};
			const results = join(extensionRoot, 'out/results');
			mkdirSync(results, { recursive: true });
			writeFileSync(join(results, 'chat.json'), JSON.stringify({ passes, failures, pending }));
			resolve(failed ? 1 : 0);
		});
	});
});
