// Makes the pictures of the README from the real thing: node tools/readme-pictures.mjs, after `npm run build`.
// Reduce them to 256 colours before you commit them (pngquant does): they look the same and take a third of the room in the VSIX.
import { join } from 'node:path';
import { takePictures } from './screenshot.mjs';

const folder = join(import.meta.dirname, '../media/readme');
const question = 'Acknowledge the newest high-urgency incident and say that I am on it.';

/**
 * A model that takes over the newest urgent incident.
 * @type {import('../test/chat/scripted-model.mjs').Scenario}
 */
function takeOver(messages) {
	const asked = messages.findLastIndex(({ role }) => role === 'user');
	const results = messages.slice(asked).flatMap(({ role, text }) => (role === 'tool' ? [text] : []));
	const call = (/** @type {string} */ tool, /** @type {object} */ input) => ({
		call: [{ tool: `mcp_pagerduty_${tool}`, input }],
	});
	if (results.length === 0) return call('list_incidents', { urgencies: ['high'], statuses: ['triggered'], limit: 1 });
	const incident = `#${/"number":(\d+)/.exec(results[0] ?? '')?.[1]}`;
	if (results.length === 1) return call('acknowledge_incidents', { incidents: [incident] });
	if (results.length === 2) return call('add_incident_note', { incident, note: 'I am on it.' });
	return {
		say: `**${incident}** is acknowledged, and your note is on it. It is yours now: card authorisations fail in eu-west-1, priority P1. Shall I look at the alerts and at recent changes?`,
	};
}

/** Makes room for the sidebar and the chat: nothing is open in between. */
async function widen(/** @type {import('playwright-core').Page} */ page) {
	for (const [from, to] of [
		[350, 520],
		[1062, 860],
	]) {
		await page.mouse.move(from, 600);
		await page.mouse.down();
		await page.mouse.move(to, 600, { steps: 5 });
		await page.mouse.up();
	}
}

await takePictures({ folder, theme: 'dark', size: [1360, 800], demo: '1', chat: true }, async (editor) => {
	await editor.openSidebar('PagerDuty');
	await widen(editor.page);
	editor.model.follow(takeOver);
	await editor.chat.ask(question);
	await editor.chat.confirmation.text();
	await editor.shot('agent-dark');
	await editor.chat.confirmation.allowOnce();
	await editor.chat.waitFor(/Run Add a note to an incident/);
	await editor.chat.confirmation.text();
	await editor.chat.confirmation.allowOnce();
	await editor.chat.waitFor(/Shall I look/);
	await editor.shot('overview-dark');
	await editor.setTheme('light');
	await editor.hoverRow('Edge 5xx');
	await editor.shot('sidebar-light');
	await editor.setTheme('dark');
	await editor.runCommand('View: Hide Secondary Side Bar');
	await editor.page
		.getByRole('treeitem', { name: /Edge 5xx/ })
		.first()
		.click();
	const frame = editor.page.frameLocator('.webview-overlay-content iframe.webview.ready');
	await frame.frameLocator('iframe#active-frame').locator('details.alert summary').first().click();
	await editor.shot('incident-dark');
	const page = () => frame.frameLocator('iframe#active-frame');
	// Only the page: the sidebar beside it has been seen.
	await editor.runCommand('View: Close All Editors');
	await editor.runCommand('View: Toggle Primary Side Bar Visibility');
	await editor.runCommand('PagerDuty: Open on-call page');
	await page().getByLabel('Which schedules').selectOption({ label: 'All schedules' });
	await page().locator('article[aria-busy=false]').waitFor();
	await page()
		.getByRole('gridcell', { name: /, override, / })
		.first()
		.hover();
	await page().getByRole('tooltip').getByText('For ').first().waitFor();
	await editor.shot('oncall-dark', '.part.editor');
	await editor.runCommand('View: Close All Editors');
	await editor.setTheme('light');
	await editor.runCommand('PagerDuty: Open report');
	await page().locator('article[aria-busy=false]').waitFor();
	await editor.shot('report-light', '.part.editor');
});
