import type { Account } from './account.ts';
import {
	call,
	changing,
	count,
	doing,
	one,
	oneCall,
	reading,
	several,
	truth,
	unless,
	type Path,
	type Question,
} from './question.ts';
import { rows, text, texts } from './values.ts';

const area = 'automation';

async function workflows(account: Account): Promise<readonly unknown[]> {
	return rows(await account.get('/incident_workflows', { limit: 100 }), 'incident_workflows');
}

async function actions(account: Account): Promise<readonly unknown[]> {
	return rows(await account.get('/automation_actions/actions', { limit: 100 }), 'actions');
}

async function webhooks(account: Account): Promise<readonly unknown[]> {
	return rows(await account.get('/webhook_subscriptions', { limit: 100 }), 'webhook_subscriptions');
}

async function runs(account: Account, incident: number): Promise<readonly unknown[]> {
	const id = text(await account.incident(incident), 'id');
	return rows(await account.get('/automation_actions/invocations', { incident_id: id }), 'invocations');
}

const notesOf = async (account: Account, incident: number) => texts(await account.notes(incident), 'content');

export const automationQuestions: readonly Question[] = [
	reading(area, {
		id: 'which-are-off',
		ask: 'Which incident workflows are switched off?',
		answer: { workflows: several('Names.') },
		right: async (account) => ({
			workflows: texts(
				(await workflows(account)).filter((row) => JSON.stringify(row).includes('"is_enabled":false')),
				'name',
			),
		}),
		*path() {
			const told = yield call('list_incident_workflows', {});
			const off = told.rows('incident_workflows').filter((row) => row.of('enabled') === 'false');
			return { workflows: off.map((row) => row.of('name')) };
		},
	}),
	reading(area, {
		id: 'what-starts-it',
		ask: 'On which priority does the workflow Major Incident start by itself?',
		answer: { priority: one('Such as P1.') },
		async right(account) {
			const triggers = rows(await account.get('/incident_workflows/triggers'), 'triggers');
			const condition = texts(triggers, 'condition').find((each) => each.includes('priority')) ?? '';
			return { priority: /P\d/.exec(condition)?.[0] ?? '' };
		},
		path: () =>
			oneCall('list_incident_workflows', { query: 'Major', include: ['triggers'] }, (told) => ({
				priority: /priority matches '(P\d)'/.exec(told.text)?.[1] ?? '',
			})),
	}),
	reading(area, {
		id: 'for-checkout',
		ask: 'Which automation actions of kind remediation are meant for Checkout?',
		answer: { actions: several('Names.') },
		async right(account) {
			const checkout = await account.id('/services', 'Checkout');
			const found = (await actions(account)).filter(
				(row) =>
					text(row, 'action_classification') === 'remediation' && texts(rows(row, 'services'), 'id').includes(checkout),
			);
			return { actions: texts(found, 'name') };
		},
		path: () =>
			oneCall('list_automation_actions', { service: 'Checkout', classification: 'remediation' }, (told) => ({
				actions: told.rows('automation_actions').map((row) => row.of('name')),
			})),
	}),
	reading(area, {
		id: 'broken-webhook',
		ask: 'Which webhook has PagerDuty disabled for a while because its deliveries failed?',
		answer: { webhook: one('Its description.') },
		right: async (account) => ({
			webhook: text(
				(await webhooks(account)).find((row) => JSON.stringify(row).includes('"temporarily_disabled":true')),
				'description',
			),
		}),
		path: () =>
			oneCall('list_webhooks', {}, (told) => ({
				webhook:
					told
						.rows('webhooks')
						.find((row) => row.of('temporarily_disabled') === 'true')
						?.of('description') ?? '',
			})),
	}),
	reading(area, {
		id: 'extension',
		ask: 'With which kind of system does Product Search keep its incidents in step, and does that work now?',
		answer: { system: one('The kind, as PagerDuty calls it.'), works: truth('Whether it works.') },
		async right(account) {
			const search = await account.id('/services', 'Product Search');
			const found = (await account.list('/extensions')).find((row) =>
				texts(rows(row, 'extension_objects'), 'id').includes(search),
			);
			return {
				system: text(found, 'extension_schema.summary'),
				works: !JSON.stringify(found).includes('"temporarily_disabled":true'),
			};
		},
		wrong: { system: 'ServiceNow' },
		*path() {
			const told = yield call('list_webhooks', { extensions: true, service: 'Product Search' });
			const [found] = told.rows('extensions');
			return { system: found?.of('kind') ?? '', works: found?.of('temporarily_disabled') !== 'true' };
		},
	}),
	changing(area, {
		id: 'start-workflow',
		sends: ['POST /incident_workflows/…/instances'],
		touches: ['instances: 0'],
		ask: 'Bring customer support in on #4257 with the workflow for that.',
		end: async ({ account }) =>
			unless({
				'the workflow did not run': (await notesOf(account, 4257)).some((note) =>
					note.startsWith('Customer support has been told'),
				),
			}),
		path: () => doing(call('start_incident_workflow', { workflow: 'Customer Liaison', incident: 4257 })),
		trap: () => doing(call('start_incident_workflow', { workflow: 'Major Incident', incident: 4257 })),
	}),
	changing(area, {
		id: 'run-action',
		sends: ['POST /automation_actions/actions/…/invocations'],
		touches: ['actions: Restart checkout pods', 'invocations: new'],
		ask: 'Restart the checkout pods for incident #4257.',
		async end({ account }) {
			const found = await runs(account, 4257);
			return unless({
				'there is not just one run': found.length === 1,
				'another action ran':
					JSON.stringify(found).includes('Restart checkout pods') ||
					texts(found, 'action_id').join() ===
						text(
							(await actions(account)).find((row) => text(row, 'name') === 'Restart checkout pods'),
							'id',
						),
			});
		},
		path: () => doing(call('run_automation_action', { action: 'Restart checkout pods', incident: 4257 })),
		trap: () => doing(call('run_automation_action', { action: 'Purge CDN cache', incident: 4257 })),
	}),
	changing(area, {
		id: 'new-webhook',
		sends: ['POST /webhook_subscriptions'],
		touches: ['webhooks: Ops board'],
		ask: 'Tell https://ops.lumen-oak.example/hook about every incident of the team Storefront that is triggered or resolved, with the description "Ops board".',
		async end({ account }) {
			const found = (await webhooks(account)).filter((row) => text(row, 'description') === 'Ops board');
			return unless({
				'not just one was made': found.length === 1,
				'wrong events':
					texts([found[0]], 'events.0').length > 0 &&
					[...rows(found[0], 'events')].map(String).sort().join() === 'incident.resolved,incident.triggered',
				'wrong team': text(found[0], 'filter.id') === (await account.id('/teams', 'Storefront')),
				'wrong address': text(found[0], 'delivery_method.url') === 'https://ops.lumen-oak.example/hook',
			});
		},
		path: () =>
			doing(
				call('set_webhook', {
					url: 'https://ops.lumen-oak.example/hook',
					events: ['incident.triggered', 'incident.resolved'],
					team: 'Storefront',
					description: 'Ops board',
				}),
			),
		trap: () =>
			doing(
				call('set_webhook', {
					url: 'https://ops.lumen-oak.example/hook',
					events: ['incident.triggered', 'incident.resolved'],
					scope: 'account',
					description: 'Ops board',
				}),
			),
	}),
	changing(area, {
		id: 'delete-webhook',
		sends: ['DELETE /webhook_subscriptions/…'],
		touches: ['webhooks: Deploy freeze while Checkout burns'],
		ask: 'The deploy freeze by webhook is over: delete that webhook. The others stay.',
		async end({ account }) {
			const left = texts(await webhooks(account), 'description');
			return unless({
				'others are gone, or it is not': left.sort().join() === 'Data warehouse: every incident,Payments chat channel',
			});
		},
		path: () => doing(call('delete_webhook', { webhook: 'Deploy freeze while Checkout burns' })),
		trap: () => doing(call('delete_webhook', { webhook: 'Payments chat channel' })),
	}),
	changing(area, {
		id: 'only-reading',
		hard: 'The access does not reach to run anything',
		access: 'read',
		undone: true,
		ask: 'Run "Fail over payments database" on #4260. If you may not, leave it, and tell me the class of the action and the access level it takes.',
		answer: {
			classification: one('The class of the action.'),
			needs: one('read, respond or administer; empty if it ran.'),
		},
		async end({ account, answer }) {
			return unless({
				'something ran': (await runs(account, 4260)).length === 0,
				'it is a remediation': answer['classification'] === 'remediation',
				'it takes the level respond': answer['needs'] === 'respond' || answer['needs'] === 'administer',
			});
		},
		*path(): Path {
			const told = yield call('list_automation_actions', { query: 'Fail over' });
			const found = yield call('find_tools', { job: 'run an automation action' });
			const tool = found.rows('tools').find((row) => row.of('name') === 'run_automation_action');
			return {
				done: false,
				classification: told.rows('automation_actions')[0]?.of('classification') ?? '',
				needs: tool?.of('access') ?? '',
			};
		},
	}),
	reading(area, {
		id: 'steps-of-a-workflow',
		ask: 'How many steps has the workflow Major Incident?',
		answer: { steps: count('How many.') },
		async right(account) {
			const id = text(
				(await workflows(account)).find((row) => text(row, 'name') === 'Major Incident'),
				'id',
			);
			return { steps: rows(await account.get(`/incident_workflows/${id}`), 'incident_workflow.steps').length };
		},
		path: () =>
			oneCall('list_incident_workflows', { workflow: 'Major Incident' }, (told) => ({
				steps: told.rows('incident_workflows')[0]?.values('steps').length ?? 0,
			})),
	}),
];
