import type { Staff } from './schedules.ts';
import type { ServiceKey } from './services.ts';
import type { Service } from '../model/model.ts';
import type {
	AutomationAction,
	Extension,
	IncidentWorkflow,
	Webhook,
	WorkflowStep,
	WorkflowTrigger,
} from '../model/automation.ts';
import { Ids, Random } from '../random.ts';
import { required } from '../model/store.ts';
import { day, hour } from '../time.ts';
import type { World } from '../model/world.ts';

export interface Holdings extends Staff {
	readonly services: ReadonlyMap<ServiceKey, Service>;
}

/** Creates what the company has automated. */
export function addAutomation(world: World, ids: Ids, holdings: Holdings, present: number): void {
	for (const workflow of workflows(ids, holdings, present)) world.store.automation.workflows.set(workflow.id, workflow);
	world.store.automation.triggers.push(...triggers(world, holdings));
	for (const action of actions(ids, holdings, present)) {
		world.store.automation.actions.set(action.id, action);
		addLastRun(world, ids, action);
	}
	world.store.automation.extensions.push(...extensions(world, holdings));
	for (const webhook of webhooks(ids, holdings)) world.store.automation.webhooks.set(webhook.id, webhook);
}

/** The latest run of an action, on what was open then. */
function addLastRun(world: World, ids: Ids, { id: actionId, lastRun, outcome }: AutomationAction): void {
	if (!lastRun) return;
	const incident = world.store.incidents.findLast(({ createdAt }) => createdAt < lastRun.at);
	if (!incident) return;
	const run = { id: ids.long(), actionId, incidentId: incident.id, startedAt: lastRun.at, by: lastRun.by, outcome };
	world.store.automation.invocations.set(run.id, run);
}

function workflows(ids: Ids, { teams }: Holdings, present: number): IncidentWorkflow[] {
	const step = (name: string, action: string, description: string, inputs: Record<string, string>): WorkflowStep => ({
		id: ids.short(),
		name,
		description,
		actionId: `pagerduty.com:incident-workflows:${action}:1`,
		inputs: Object.entries(inputs).map(([key, value]) => ({ name: key, value })),
	});
	// Their ids come from elsewhere, so that those of what follows stay as they are.
	const inner = new Ids(new Random(6403));
	const note = (text: string) => step('Add a note', 'add-note', 'Adds a note to the incident', { Note: text });
	const chat = (channel: string) =>
		step('Create a chat channel', 'create-chat-channel', 'Opens a channel and invites the responders', {
			'Channel name': channel,
			'Bot token': 'demo-not-a-token-000',
		});
	return [
		{
			id: ids.short(),
			name: 'Major Incident',
			description: 'Opens a war room, tells the executives and starts the clock',
			teamId: null,
			enabled: true,
			createdAt: present - 300 * day,
			steps: [
				chat('inc-{{incident.number}}'),
				step('Send a status update', 'send-status-update', 'Posts a status update to the incident', {
					Message: 'Major incident declared: {{incident.title}}',
				}),
				note('Major incident declared. Roles: commander, scribe, customer liaison.'),
			],
		},
		{
			id: ids.short(),
			name: 'Customer Liaison',
			description: 'Brings customer support in',
			teamId: required(teams, 'storefront').id,
			enabled: true,
			createdAt: present - 210 * day,
			steps: [note('Customer support has been told and answers from the status page.')],
		},
		{
			id: ids.short(),
			name: 'Security Response',
			description: 'Keeps evidence and restricts who can see the incident',
			teamId: required(teams, 'platform').id,
			enabled: true,
			createdAt: present - 90 * day,
			steps: [
				chat('sec-{{incident.number}}'),
				note('Security response started: keep logs, change nothing yet.'),
				{
					id: inner.short(),
					name: 'Repeat every 30 minutes',
					description: 'Repeats its actions until the incident is resolved',
					actionId: 'pagerduty.com:logic:incident-workflows-loop-until:1',
					inputs: [{ name: 'Delay between loops', value: '30' }],
					inner: [
						{
							id: inner.short(),
							name: 'Ask for evidence',
							description: 'Posts a status update to the incident',
							actionId: 'pagerduty.com:incident-workflows:send-status-update:1',
							inputs: [{ name: 'Message', value: 'What have we learned since?' }],
						},
					],
				},
			],
		},
		{
			id: ids.short(),
			name: 'Post-incident Review (old)',
			description: 'Replaced by the template in the wiki',
			teamId: null,
			enabled: false,
			createdAt: present - 500 * day,
			steps: [note('Review due in five working days.')],
		},
	];
}

/** Their ids come from elsewhere, so that those of what follows stay as they are. */
function triggers({ store }: World, { services, teams }: Holdings): WorkflowTrigger[] {
	const ids = new Ids(new Random(6402));
	const trigger = (workflow: string, rest: Partial<WorkflowTrigger>): WorkflowTrigger => ({
		id: ids.key(),
		workflowId: [...store.automation.workflows.values()].find(({ name }) => name === workflow)?.id ?? '',
		type: 'manual',
		condition: null,
		incidentTypes: [],
		serviceIds: [],
		teamId: null,
		...rest,
	});
	return [
		trigger('Major Incident', {}),
		trigger('Major Incident', { type: 'conditional', condition: "incident.priority matches 'P1'" }),
		trigger('Customer Liaison', {
			serviceIds: [required(services, 'checkout').id, required(services, 'payments').id],
			teamId: required(teams, 'storefront').id,
		}),
		trigger('Security Response', { type: 'incident_type', incidentTypes: ['security_incident'] }),
	];
}

function actions(ids: Ids, { services, teams, users }: Holdings, present: number): AutomationAction[] {
	const common = { runnerId: ids.long(), script: '', jobId: '', unresolvedOnly: false, lastRun: null };
	const maya = { type: 'user' as const, id: required(users, 'maya').id };
	return [
		{
			...common,
			id: ids.long(),
			name: 'Collect pod diagnostics',
			description: 'Describes the pods and takes the last 200 log lines of each',
			type: 'script',
			classification: 'diagnostic',
			script: 'kubectl describe pods && kubectl logs --tail 200 --all-containers',
			serviceIds: [],
			teamIds: [],
			createdAt: present - 250 * day,
			lastRun: { at: present - 30 * hour, by: maya },
			outcome: { seconds: 25, state: 'completed' },
		},
		{
			...common,
			id: ids.long(),
			name: 'Restart checkout pods',
			description: 'Rolling restart of the checkout deployment, ten minutes at most',
			type: 'script',
			classification: 'remediation',
			script: 'kubectl rollout restart deployment/checkout',
			serviceIds: [required(services, 'checkout').id],
			teamIds: [required(teams, 'storefront').id],
			unresolvedOnly: true,
			createdAt: present - 180 * day,
			outcome: { seconds: 90, state: 'completed' },
		},
		{
			...common,
			id: ids.long(),
			name: 'Fail over payments database',
			description: 'Promotes the standby and points the gateway at it',
			type: 'process_automation',
			classification: 'remediation',
			jobId: '2f6d1c34-76f1-4a5e-9b1e-5f3ad2f7c0aa',
			serviceIds: [required(services, 'payments').id],
			teamIds: [required(teams, 'payments').id],
			unresolvedOnly: true,
			createdAt: present - 120 * day,
			outcome: { seconds: 40, state: 'error' },
		},
		{
			...common,
			id: ids.long(),
			name: 'Purge CDN cache',
			description: 'Drops everything at the edge; the origins get warm',
			type: 'process_automation',
			classification: 'remediation',
			jobId: 'b1f7a9ce-02f4-4e0d-8bb0-19c1a27f3d10',
			serviceIds: [required(services, 'cdn').id, required(services, 'checkout').id],
			teamIds: [required(teams, 'platform').id],
			createdAt: present - 60 * day,
			outcome: { seconds: 10, state: 'completed' },
		},
	];
}

/** Their ids come from elsewhere, as those of the triggers. */
function extensions({ store }: World, { services }: Holdings): Extension[] {
	const ids = new Ids(new Random(6403));
	const schema = (wanted: string) =>
		[...store.accountWide.extensionSchemas.values()].find(({ key }) => key === wanted)?.id ?? '';
	return [
		{
			id: ids.short(),
			name: 'Shop tickets',
			schemaId: schema('servicenow'),
			serviceIds: [required(services, 'checkout').id, required(services, 'payments').id],
			url: 'https://lumenoak.service-now.example/api/x_pd/incident?token=demo-not-a-token-000',
			temporarilyDisabled: false,
			config: { snow_user: 'pagerduty', snow_password: 'demo-not-a-secret-000' },
		},
		{
			id: ids.short(),
			name: 'Search issues',
			schemaId: schema('jira_cloud'),
			serviceIds: [required(services, 'search').id],
			url: 'https://lumen-oak.jira.example/rest/pagerduty',
			temporarilyDisabled: true,
			config: {},
		},
	];
}

const incidentEvents = ['incident.triggered', 'incident.acknowledged', 'incident.resolved'];

function webhooks(ids: Ids, { services, teams }: Holdings): Webhook[] {
	const common = { active: true, temporarilyDisabled: false, pings: 0, headerNames: [] };
	return [
		{
			...common,
			id: ids.short(),
			deliveryId: ids.short(),
			url: 'https://events.lumen-oak.example/pagerduty?key=demo-not-a-key-000',
			description: 'Data warehouse: every incident',
			events: [...incidentEvents, 'incident.reopened', 'incident.priority_updated'],
			filter: { type: 'account_reference', id: null },
			headerNames: ['X-Warehouse-Token'],
		},
		{
			...common,
			id: ids.short(),
			deliveryId: ids.short(),
			url: 'https://deploys.lumen-oak.example/hooks/checkout',
			description: 'Deploy freeze while Checkout burns',
			events: incidentEvents,
			filter: { type: 'service_reference', id: required(services, 'checkout').id },
		},
		{
			...common,
			id: ids.short(),
			deliveryId: ids.short(),
			url: 'https://chat.lumen-oak.example/hooks/T0DEMO/B0DEMO/demoNotASecret0000000000',
			description: 'Payments chat channel',
			temporarilyDisabled: true,
			events: ['incident.triggered', 'incident.status_update_published'],
			filter: { type: 'team_reference', id: required(teams, 'payments').id },
		},
	];
}
