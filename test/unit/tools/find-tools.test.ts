import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { accessLevels, toolsets, type Policy } from '../../../src/tools/core/access.ts';
import { offers } from '../../../src/tools/offer.ts';
import { searchTools } from '../../../src/tools/tool-search.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

/** Jobs in words that the tools mostly do not use themselves, and what does them. */
const jobs: readonly (readonly [job: string, tool: string])[] = [
	['put a service into maintenance', 'set_maintenance_window'],
	['silence alerts of a service tonight', 'set_maintenance_window'],
	['end the maintenance early', 'delete_maintenance_window'],
	['who is on call', 'list_oncalls'],
	['find who is on call next Tuesday night', 'list_oncalls'],
	['add an override', 'create_overrides'],
	['page someone', 'request_responders'],
	['build a postmortem', 'get_incident_timeline'],
	['write the post-mortem of an incident', 'get_incident_timeline'],
	['handover to the next shift', 'swap_shifts'],
	['when is my next shift', 'list_shifts'],
	['swap my shift with a colleague', 'swap_shifts'],
	['somebody takes over for me during my vacation', 'create_overrides'],
	['times when nobody is on call', 'find_coverage_gaps'],
	['who could take my shift tonight', 'recommend_cover'],
	['who is woken too often and how to make it fairer', 'review_oncall_load'],
	['export on-call hours for payroll', 'export_oncall_payroll'],
	['acknowledging incidents', 'acknowledge_incidents'],
	['snoozing an incident for four hours', 'snooze_incidents'],
	['comment on an incident', 'add_incident_note'],
	['ask a colleague for help with an incident', 'request_responders'],
	['tell stakeholders about the incident', 'post_status_update'],
	['post on our public status page', 'create_status_page_post'],
	['similar incidents in the past', 'find_related_incidents'],
	['what was deployed before the incident', 'list_change_events'],
	['mean time to resolve of each service', 'get_incident_metrics'],
	['which services are noisy', 'report_noise'],
	['who changed this configuration', 'list_audit_records'],
	['invite a new colleague', 'create_user'],
	['add somebody to a team', 'set_team_member'],
	['route events to a service by a rule', 'add_router_rule'],
	['run a script on a runner', 'run_automation_action'],
	['start a workflow', 'start_incident_workflow'],
	['create a webhook', 'set_webhook'],
	['new schedule with a weekly rotation', 'create_schedule'],
	['grouping of alerts by content', 'set_alert_grouping'],
	['send a test event', 'send_event'],
	['change a phone number', 'set_contact_method'],
];

const Answer = z.object({
	tools: z.array(
		z.object({
			name: z.string(),
			title: z.string(),
			toolset: z.string(),
			access: z.string(),
			offered: z.boolean(),
			needs: z.array(z.string()).optional(),
		}),
	),
	returned: z.int(),
	note: z.string().optional(),
});

describe('the search for tools', () => {
	it('has the right one among the first three, for jobs of all areas', () => {
		const missed = jobs.filter(
			([job, tool]) =>
				!searchTools(catalogue, job)
					.slice(0, 3)
					.some(({ name }) => name === tool),
		);
		const found = ([job]: readonly [string, string]) => searchTools(catalogue, job).map(({ name }) => name);
		assert.deepEqual(
			missed.map((one) => [...one, found(one).join()]),
			[],
		);
		for (const toolset of toolsets)
			assert.ok(
				jobs.some(([, tool]) => catalogue.some(({ name, toolset: area }) => name === tool && area === toolset)),
				toolset,
			);
	});

	it('finds every tool by its own title, example and name', () => {
		for (const { name, title, example } of catalogue.filter(({ always }) => !always))
			for (const words of [title, example, name]) {
				const found = searchTools(catalogue, words).map((tool) => tool.name);
				assert.ok(found.slice(0, 5).includes(name), `${name} by "${words}": ${found.join()}`);
			}
	});

	it('overlooks slips, and finds nothing where nothing fits', () => {
		assert.equal(searchTools(catalogue, 'maintenence windw')[0]?.name.includes('maintenance_window'), true);
		for (const job of ['', '?', 'the of and', 'xylophone qwertz', '\u202e'])
			assert.deepEqual(searchTools(catalogue, job), [], job);
	});
});

describe('find_tools', () => {
	const opened: SignedIn[] = [];
	const find = async (job: string, options: SignedInOptions) => {
		const account = await SignedIn.open(options);
		opened.push(account);
		return Answer.parse(await account.call('find_tools', { job }));
	};
	afterEach(() => Promise.all(opened.splice(0).map((account) => account.close())));

	it('tells what would do a job, and what the person would have to turn on', async () => {
		const policy: Policy = { access: 'read', toolsets: ['incidents'] };
		const { tools, returned, note } = await find('put a service into maintenance', { policy });
		assert.equal(returned, tools.length);
		const [first] = tools;
		assert.deepEqual(first, {
			name: 'set_maintenance_window',
			title: 'Put services into maintenance',
			toolset: 'services',
			access: 'administer',
			offered: false,
			needs: ['access "administer"', 'toolset "services"'],
		});
		assert.match(note ?? '', /only the person can turn it on, in the settings or on the command line/);
		assert.doesNotMatch(note ?? '', /maintenance/);
	});

	it('says nothing of turning on where everything is there', async () => {
		const { tools, note } = await find('acknowledge', { policy: { access: 'administer', toolsets } });
		assert.equal(tools[0]?.name, 'acknowledge_incidents');
		assert.ok(tools.every(({ offered, needs }) => offered && needs === undefined));
		assert.equal(note, undefined);
		const { returned, note: none } = await find('xylophone', { policy: { access: 'read', toolsets } });
		assert.deepEqual([returned, none], [0, 'No tool fits these words: try others.']);
	});

	it('knows only what is offered where nobody may know of the rest', async () => {
		const policy: Policy = { access: 'read', toolsets: ['incidents', 'services'] };
		const { tools, note } = await find('put a service into maintenance', { policy, hidesOthers: true });
		assert.ok(tools.length > 0 && tools.every(({ offered }) => offered));
		assert.ok(!tools.some(({ name }) => name === 'set_maintenance_window'));
		assert.equal(note, undefined);
	});

	it('asks PagerDuty nothing, and works while nobody is signed in', async () => {
		const { tools } = await find('who is on call', { key: 'none' });
		assert.equal(tools[0]?.name, 'list_oncalls');
		assert.deepEqual(opened[0]?.requests(), []);
	});

	it('is offered with any toolset, but not beside tools that were chosen one by one', () => {
		const tool = catalogue.find(({ name }) => name === 'find_tools');
		assert.ok(tool);
		for (const access of accessLevels)
			for (const toolset of toolsets) assert.equal(offers({ access, toolsets: [toolset] }, tool), true);
		assert.equal(offers({ access: 'read', toolsets: [], tools: ['list_oncalls'] }, tool), false);
		assert.equal(offers({ access: 'read', toolsets: [], tools: ['find_tools'] }, tool), true);
		assert.equal(offers({ access: 'read', toolsets, excludedTools: ['find_tools'] }, tool), false);
		assert.equal(offers({ access: 'read', toolsets: ['people'], within: { teams: ['P1'], services: [] } }, tool), true);
	});
});
