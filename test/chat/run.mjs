// `npm run test:chat`: Copilot's real agent chat in a real VS Code, with a model whose answers are written in the tests
// and real clicks on its dialogs. No sign-in, no internet.
//   agent.chat.test.mjs    the suite of the chat
//   links.chat.test.mjs    links from outside that open in the editor
//   notifications.chat.test.mjs  notifications of new incidents, and that they can be silenced
//   sign-in.chat.test.mjs  signing in with the browser, whose clicks are real too
//   sign-in-window.mjs     a window in which nobody is signed in, and a demo account in PagerDuty's place
//   connections.chat.test.mjs  connections for other clients, made and changed in one window and in two
//   page.chat.test.mjs     pages as MCP Apps, each with a button that is used
//   consent.chat.test.mjs  what the agent needs the person's consent by name for, and Agent activity with undo
//   reading.chat.test.mjs  an agent that may only read: skills, resources as context, prompts
//   connections-window.mjs     a window on the demo account, with its connections
//   agent-window.mjs       a window on the demo account with that chat
//   chat-view.mjs          asking, reading, consenting
//   scripted-model.mjs     the model: a scenario is a function from (messages, offered tools) to words and tool calls
// HOST_TEST_GREP picks tests by their titles. Counts stand in out/results/chat.json; a failed test leaves a picture there.
import { join } from 'node:path';
import { runWindowSuites } from '../support/run-window-suites.mjs';

await runWindowSuites(
	'chat',
	['agent', 'links', 'notifications', 'sign-in', 'connections', 'page', 'consent', 'reading'].map((suite) =>
		join(import.meta.dirname, `${suite}.chat.test.mjs`),
	),
);
