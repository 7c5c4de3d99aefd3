/**
 * A state of a page of which pictures are compared.
 * @typedef {object} Scene
 * @property {string} name
 * @property {Parameters<typeof import('./shown-page.mjs').ShownPage.open>[1]} open
 * @property {(view: import('playwright-core').Page, shown: import('./shown-page.mjs').ShownPage) => Promise<unknown>} come leads to it
 * @property {[theme: string, width: number][]} looks
 */

const alert = (view, text) => view.getByRole('alert').filter({ hasText: text }).waitFor();
const read = (view) => view.locator('article[aria-busy=false]').waitFor();
const press = (view, name) => view.getByRole('button', { name, exact: true }).click();
const turn = (view, name) => view.getByRole('row', { name, exact: true }).getByRole('gridcell').first();
const allSchedules = async (view) => {
	// Colours are given to those first who are seen first.
	await read(view);
	await view.getByLabel('Which schedules').selectOption({ label: 'All schedules' });
	await view.getByRole('row').nth(9).waitFor();
	await read(view);
};
const timeline = (view) => view.locator('[aria-busy="false"] .timeline').first().waitFor();
const everything = async (view) => {
	await timeline(view);
	await view.locator('details.alert').first().locator('summary').click();
};
const service = { page: 'service', input: { service: 'Checkout' } };
const serviceRead = (view) => view.getByText('as of').waitFor();
const offline = { replace: () => 'You are offline.' };

/** @type {Scene[]} */
export const scenes = [
	{
		name: 'incident, triggered',
		open: {},
		come: everything,
		looks: [
			['dark', 280],
			['light', 1600],
			['high contrast', 1600],
		],
	},
	{
		name: 'incident, asked before it is resolved',
		open: {},
		come: async (view) => {
			await timeline(view);
			await press(view, 'Resolve');
		},
		looks: [
			['light', 280],
			['high contrast', 280],
		],
	},
	{
		name: 'incident, resolved and out of date',
		open: {
			replace: (tool) => (tool === 'list_incident_alerts' ? 'You are offline.' : undefined),
			find: ({ sandbox }) => sandbox.store.incidents.find(({ status }) => status === 'resolved'),
		},
		come: (view) => view.getByText('You are offline.').first().waitFor(),
		looks: [['dark', 1600]],
	},
	{
		name: 'incident, gone',
		open: { find: () => ({ id: 'PGONE' }), told: false },
		come: (view) => alert(view, 'There is no incident'),
		looks: [['light', 280]],
	},
	{
		name: 'on call, all schedules',
		open: { page: 'oncall' },
		come: allSchedules,
		looks: [
			['dark', 1600],
			['light', 280],
			['high contrast', 1600],
		],
	},
	{
		name: 'on call, what is known of a turn',
		open: { page: 'oncall' },
		come: async (view) => {
			await read(view);
			await turn(view, 'Payments Primary').focus();
			await view.getByRole('tooltip').getByText('For Maya Okafor').waitFor();
		},
		looks: [
			['light', 280],
			['high contrast', 1600],
		],
	},
	{
		name: 'on call, four weeks by person',
		open: { page: 'oncall' },
		come: async (view) => {
			await allSchedules(view);
			await press(view, '4 weeks');
			await press(view, 'By person');
			await read(view);
		},
		looks: [['light', 1600]],
	},
	{
		name: 'on call, somebody is put on call',
		open: { page: 'oncall' },
		come: async (view) => {
			await read(view);
			await turn(view, 'Payments Primary').click();
			await view.getByLabel('Who takes over').waitFor();
		},
		looks: [
			['dark', 280],
			['high contrast', 280],
		],
	},
	{
		name: 'on call, an hour that comes twice',
		open: { page: 'oncall', input: { schedule: 'Payments Primary', since: '2026-10-24T12:00:00Z' } },
		come: async (view) => {
			await read(view);
			await turn(view, 'Payments Primary').click();
			await view.getByLabel('From', { exact: true }).fill('2026-10-25T02:30');
			await view.getByLabel('From (the clock').waitFor();
		},
		looks: [
			['light', 280],
			['dark', 1600],
		],
	},
	{
		name: 'on call, the last look',
		open: { page: 'oncall' },
		come: async (view) => {
			await read(view);
			await view.getByRole('row', { name: 'Payments Primary' }).getByRole('gridcell').last().click();
			await view.getByLabel('Who takes over').selectOption({ label: 'Ethan Caldwell' });
			await press(view, 'Continue');
			await view.getByRole('alertdialog').waitFor();
		},
		looks: [['light', 280]],
	},
	{
		name: 'on call, offline',
		open: { page: 'oncall', ...offline },
		come: (view) => alert(view, 'You are offline.'),
		looks: [['dark', 280]],
	},
	{
		name: 'report',
		open: { page: 'report' },
		come: read,
		looks: [
			['light', 1600],
			['dark', 280],
			['high contrast', 1600],
		],
	},
	{
		name: 'report, with its filters and a table',
		open: { page: 'report' },
		come: async (view) => {
			await read(view);
			await press(view, '15 minutes');
			await view.getByRole('figure', { name: 'Acknowledged within 15 minutes' }).waitFor();
			await read(view);
			await view.locator('figure details summary').nth(1).click();
		},
		looks: [['dark', 1600]],
	},
	{
		name: 'report, filtered by an agent, in a chat',
		open: {
			page: 'report',
			door: 'chat',
			tool: 'report_busiest',
			input: { services: ['Checkout', 'Payments Gateway'], urgency: 'high', major: true },
		},
		come: async (view) => {
			await read(view);
			await view.getByRole('button', { name: 'Remove filter High urgency' }).waitFor();
		},
		looks: [
			['light', 280],
			['dark', 1600],
		],
	},
	{
		name: 'report, nothing happened',
		open: {
			page: 'report',
			replace: (tool) =>
				({
					get_incident_metrics: { incident_metrics: [], returned: 0, more: false },
					report_busiest: { services: [], people: [] },
					report_noise: { all: { resolved: 0, without_person: 0 }, services: [] },
				})[tool],
		},
		come: read,
		looks: [['light', 280]],
	},
	{
		name: 'service',
		open: service,
		come: serviceRead,
		looks: [
			['dark', 1600],
			['light', 280],
			['high contrast', 280],
		],
	},
	{
		name: 'service, of which parts cannot be read',
		open: { ...service, replace: (tool) => (tool === 'get_service' ? undefined : 'You are offline.') },
		come: (view) => view.getByText('You are offline.').first().waitFor(),
		looks: [['light', 1600]],
	},
	{
		name: 'service, which does not exist',
		open: { page: 'service', input: { service: 'Nothing of the kind' } },
		come: (view) => alert(view, 'was not found'),
		looks: [['high contrast', 280]],
	},
];
