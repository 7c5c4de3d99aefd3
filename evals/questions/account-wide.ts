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
	type Question,
} from './question.ts';
import { rows, text, texts } from './values.ts';

const area = 'account';

async function business(account: Account, name: string): Promise<unknown> {
	return (await account.list('/business_services')).find((row) => text(row, 'name') === name);
}

async function tagsOf(account: Account, kind: string, name: string): Promise<string[]> {
	return texts(rows(await account.get(`/${kind}/${await account.id(`/${kind}`, name)}/tags`), 'tags'), 'label');
}

async function records(
	account: Account,
	query: Readonly<Record<string, string | readonly string[]>>,
): Promise<readonly unknown[]> {
	return rows(await account.get('/audit/records', { limit: 100, ...query }), 'records');
}

const lastMonth = { since: '2026-02-10T10:00:00Z', until: '2026-03-10T10:00:00Z' };

export const accountQuestions: readonly Question[] = [
	reading(area, {
		id: 'priorities',
		ask: 'What does the priority P2 mean in this account?',
		answer: { meaning: one('Its description, word for word.'), priorities: count('How many priorities there are.') },
		async right(account) {
			const list = rows(await account.get('/priorities'), 'priorities');
			return {
				meaning: text(
					list.find((row) => text(row, 'name') === 'P2'),
					'description',
				),
				priorities: list.length,
			};
		},
		*path() {
			const told = yield call('get_account', { include: ['priorities'] });
			const list = told.rows('priorities');
			return { meaning: list.find((row) => row.of('name') === 'P2')?.of('description') ?? '', priorities: list.length };
		},
	}),
	reading(area, {
		id: 'incident-types',
		ask: 'Which incident types are enabled?',
		answer: { types: several('Their names, such as incident_default.') },
		right: async (account) => ({
			types: texts(rows(await account.get('/incidents/types', { filter: 'enabled' }), 'incident_types'), 'name'),
		}),
		*path() {
			const told = yield call('get_account', { include: ['incident_types'] });
			const on = told.rows('incident_types').filter((row) => row.of('enabled') === 'true');
			return { types: on.map((row) => row.of('name')) };
		},
	}),
	reading(area, {
		id: 'hit-now',
		ask: 'Which business services are impacted now?',
		answer: { services: several('Names.') },
		async right(account) {
			const list = rows(await account.get('/business_services/impacts'), 'services');
			return {
				services: texts(
					list.filter((row) => text(row, 'status') === 'impacted'),
					'name',
				),
			};
		},
		path: () =>
			oneCall('list_business_services', { impacted: true }, (told) => ({
				services: told.rows('business_services').map((row) => row.of('name')),
			})),
	}),
	reading(area, {
		id: 'needs-of-the-shop',
		ask: 'Whom do I ask about the business service Delivery?',
		answer: { contact: one('Name.') },
		right: async (account) => ({ contact: text(await business(account, 'Delivery'), 'point_of_contact') }),
		path: () =>
			oneCall('list_business_services', { business_service: 'Delivery' }, (told) => ({
				contact: told.rows('business_services')[0]?.of('contact') ?? '',
			})),
	}),
	reading(area, {
		id: 'who-changed-services',
		ask: 'How many changes of services stand in the audit log from 10 February 2026 10:00 UTC to 10 March 2026 10:00 UTC?',
		answer: { changes: count('How many.') },
		right: async (account) => ({
			changes: (await records(account, { ...lastMonth, root_resource_types: ['services'] })).length,
		}),
		path: () =>
			oneCall('list_audit_records', { ...lastMonth, resource_types: ['services'], limit: 100 }, (told) => ({
				changes: told.rows('audit_records').length,
			})),
	}),
	reading(area, {
		id: 'who-did-it',
		ask: 'Who made the newest change that the audit log has from the last month, and to what kind of thing?',
		answer: { by: one('Name.'), kind: one('Such as service, team or user.') },
		async right(account) {
			const [newest] = await records(account, lastMonth);
			const kind = text(newest, 'root_resource.type').replace(/_reference$/, '');
			return { by: text(newest, 'actors.0.summary'), kind };
		},
		*path() {
			const told = yield call('list_audit_records', { ...lastMonth, limit: 1 });
			const [newest] = told.rows('audit_records');
			return { by: newest?.values('actors')[0] ?? '', kind: newest?.of('resource').split(' ')[0] ?? '' };
		},
	}),
	changing(area, {
		id: 'tag-a-person',
		sends: ['POST /users/…/change_tags'],
		touches: ['tagsOf: users P4UYIV8'],
		ask: 'Tag Ben Ostrowski with "database".',
		end: async ({ account }) =>
			unless({ 'the tag is not there': (await tagsOf(account, 'users', 'Ben Ostrowski')).join() === 'database' }),
		path: () => doing(call('change_tags', { user: 'Ben Ostrowski', add: ['database'] })),
		trap: () => doing(call('change_tags', { user: 'Ben Ostrowski', add: ['databases'] })),
	}),
	changing(area, {
		id: 'untag-a-policy',
		sends: ['POST /escalation_policies/…/change_tags'],
		touches: ['tagsOf: escalation_policies PZELXUS'],
		ask: 'Take the tag 24x7 off the escalation policy Payments.',
		end: async ({ account }) =>
			unless({
				'the tag is still there': (await tagsOf(account, 'escalation_policies', 'Payments')).length === 0,
				'it is gone elsewhere too': (await tagsOf(account, 'escalation_policies', 'Storefront')).join() === '24x7',
			}),
		path: () => doing(call('change_tags', { escalation_policy: 'Payments', remove: ['24x7'] })),
		trap: () =>
			doing(
				call('change_tags', { escalation_policy: 'Payments', remove: ['24x7'] }),
				call('change_tags', { escalation_policy: 'Storefront', remove: ['24x7'] }),
			),
	}),
	changing(area, {
		id: 'business-impact',
		sends: ['PUT /incidents/…/business_services/…/impacts'],
		touches: ['manualImpacts: new'],
		ask: 'Incident #4254 does hit the business service Delivery: mark it as impacted by that.',
		async end({ account }) {
			const incident = text(await account.incident(4254), 'id');
			const hit = rows(await account.get(`/incidents/${incident}/business_services/impacts`), 'services').filter(
				(row) => text(row, 'name') === 'Delivery' && text(row, 'status') === 'impacted',
			);
			return unless({ 'it is not': hit.length === 1 });
		},
		path: () =>
			doing(call('set_business_service_impact', { business_service: 'Delivery', incident: 4254, impacted: true })),
		trap: () =>
			doing(call('set_business_service_impact', { business_service: 'Store Reports', incident: 4254, impacted: true })),
	}),
	reading(area, {
		id: 'ability',
		ask: 'Does the plan of this account have support hours for services (service_support_hours), and how many abilities does it have?',
		answer: { has: truth('Whether it has.'), abilities: count('How many in all.') },
		async right(account) {
			const list = rows(await account.get('/abilities'), 'abilities').map(String);
			return { has: list.includes('service_support_hours'), abilities: list.length };
		},
		*path() {
			const told = yield call('get_account', { include: ['abilities'] });
			const list = told.values('abilities');
			return { has: list.includes('service_support_hours'), abilities: list.length };
		},
	}),
];
