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
	unless,
	type Path,
	type Question,
} from './question.ts';
import { rows, text, texts } from './values.ts';

const area = 'communication';
const shop = 'Lumen & Oak Status';

async function page(account: Account): Promise<string> {
	const pages = rows(await account.get('/status_pages'), 'status_pages');
	return `/status_pages/${text(
		pages.find((row) => text(row, 'name') === shop),
		'id',
	)}`;
}

async function postsOf(account: Account): Promise<readonly unknown[]> {
	return rows(await account.get(`${await page(account)}/posts`), 'posts');
}

async function updatesOf(account: Account, title: string): Promise<readonly unknown[]> {
	const post = (await postsOf(account)).find((row) => text(row, 'title') === title);
	if (post === undefined) return [];
	return rows(await account.get(`${await page(account)}/posts/${text(post, 'id')}/post_updates`), 'post_updates');
}

/** The id of a status, severity, impact or service of the page for incidents. */
async function optionOf(account: Account, kind: string, called: string): Promise<string> {
	const found = rows(await account.get(`${await page(account)}/${kind}`), kind).find(
		(row) => [text(row, 'description'), text(row, 'name')].includes(called) && text(row, 'post_type') !== 'maintenance',
	);
	return text(found, 'id');
}

const subscribersOf = async (account: Account, incident: number) =>
	rows(
		await account.get(`/incidents/${text(await account.incident(incident), 'id')}/status_updates/subscribers`),
		'subscribers',
	);

export const communicationQuestions: readonly Question[] = [
	reading(area, {
		id: 'status-pages',
		ask: 'Which status pages are there, and at which address do customers find the public one?',
		answer: { pages: several('Names.'), address: one('URL of the public one.') },
		async right(account) {
			const pages = rows(await account.get('/status_pages'), 'status_pages');
			const open = pages.find((row) => text(row, 'status_page_type') === 'public');
			return { pages: texts(pages, 'name'), address: text(open, 'url') };
		},
		path: () =>
			oneCall('list_status_pages', {}, (told) => ({
				pages: told.rows('status_pages').map((row) => row.of('name')),
				address:
					told
						.rows('status_pages')
						.find((row) => row.of('type') === 'public')
						?.of('url') ?? '',
			})),
	}),
	reading(area, {
		id: 'planned-on-the-page',
		ask: 'Which maintenance do customers see announced on the public status page, and how many hours does it take?',
		answer: { title: one('Its title.'), hours: count('Hours.') },
		async right(account) {
			const post = (await postsOf(account)).find((row) => text(row, 'post_type') === 'maintenance');
			return {
				title: text(post, 'title'),
				hours: (Date.parse(text(post, 'ends_at')) - Date.parse(text(post, 'starts_at'))) / 3_600_000,
			};
		},
		*path() {
			const told = yield call('list_status_page_posts', { status_page: shop, post_type: 'maintenance' });
			const [post] = told.rows('posts');
			const length = Date.parse(post?.of('ends_at') ?? '') - Date.parse(post?.of('starts_at') ?? '');
			return { title: post?.of('title') ?? '', hours: length / 3_600_000 };
		},
	}),
	reading(area, {
		id: 'not-yet-reviewed',
		hard: 'An update of the page is a draft that customers do not see',
		ask: 'How many updates of the post "Database upgrade" are reviewed, so that customers see them?',
		answer: { updates: count('How many.') },
		right: async (account) => ({
			updates: (await updatesOf(account, 'Database upgrade')).filter(
				(row) => text(row, 'reviewed_status') === 'approved',
			).length,
		}),
		*path() {
			const told = yield call('list_status_page_posts', { status_page: shop, post: 'Database upgrade' });
			return { updates: told.rows('updates').filter((row) => row.of('reviewed') === 'true').length };
		},
	}),
	changing(area, {
		id: 'status-update',
		sends: ['POST /incidents/…/status_updates'],
		ask: 'Send a status update on #4260: "We route payments to the second acquirer."',
		async end({ account, sent }) {
			// PagerDuty lets nobody read them.
			const id = text(await account.incident(4260), 'id');
			const updates = sent.filter(({ request }) => request === `POST /incidents/${id}/status_updates`);
			return unless({
				'there is not just one': updates.length === 1,
				'other words': updates[0]?.body.includes('We route payments to the second acquirer.') === true,
			});
		},
		path: () =>
			doing(call('post_status_update', { incident: 4260, message: 'We route payments to the second acquirer.' })),
		trap: () => doing(call('add_incident_note', { incident: 4260, note: 'We route payments to the second acquirer.' })),
	}),
	changing(area, {
		id: 'subscribe-a-team',
		sends: ['POST /incidents/…/status_updates/subscribers'],
		ask: 'The team Storefront shall get the status updates of incident 4260.',
		async end({ account }) {
			const team = await account.id('/teams', 'Storefront');
			const found = await subscribersOf(account, 4260);
			return unless({ 'it is not subscribed': texts(found, 'subscriber_id').includes(team) });
		},
		path: () => doing(call('set_status_update_subscribers', { incident: 4260, add_teams: ['Storefront'] })),
		trap: () => doing(call('set_status_update_subscribers', { incident: 4257, add_teams: ['Storefront'] })),
	}),
	changing(area, {
		id: 'ask-for-help',
		sends: ['POST /incidents/…/responder_requests'],
		ask: 'Ask Hannah Weiss to help with #4260, with the message "Need you on search impact".',
		async end(outcome) {
			const found = rows(await outcome.account.incident(4260), 'incidents_responders');
			const hannah = found.find((row) => text(row, 'user.summary') === 'Hannah Weiss');
			return unless({
				'she was not asked': hannah !== undefined,
				'other words': text(hannah, 'message') === 'Need you on search impact',
			});
		},
		path: () =>
			doing(
				call('request_responders', { incident: 4260, users: ['Hannah Weiss'], message: 'Need you on search impact' }),
			),
		trap: () => doing(call('reassign_incidents', { incidents: [4260], users: ['Hannah Weiss'] })),
	}),
	changing(area, {
		id: 'tell-customers',
		sends: ['POST /status_pages/…/posts'],
		touches: ['statusPages: Lumen & Oak Status'],
		ask: 'Post on the public status page, without mailing subscribers: an incident "Card payments fail", investigating, major, outage of Taking Payments, message "We are working on it."',
		async end({ account }) {
			const made = (await postsOf(account)).filter((row) => text(row, 'title') === 'Card payments fail');
			const [update] = await updatesOf(account, 'Card payments fail');
			const option = (kind: string, called: string) => optionOf(account, kind, called);
			return unless({
				'not just one post': made.length === 1,
				'no incident': text(made[0], 'post_type') === 'incident',
				'other words': text(update, 'message').includes('We are working on it.'),
				'not investigating': text(update, 'status.id') === (await option('statuses', 'investigating')),
				'not major': text(update, 'severity.id') === (await option('severities', 'major')),
				'not an outage':
					texts(rows(update, 'impacted_services'), 'impact.id').join() === (await option('impacts', 'outage')),
				'not of Taking Payments':
					texts(rows(update, 'impacted_services'), 'service.id').join() ===
					(await option('services', 'Taking Payments')),
				'subscribers were told':
					text(update, 'message') === '' || JSON.stringify(update).includes('"notify_subscribers":false'),
			});
		},
		path: () =>
			doing(
				call('create_status_page_post', {
					status_page: shop,
					title: 'Card payments fail',
					status: 'investigating',
					severity: 'major',
					message: 'We are working on it.',
					services: ['Taking Payments'],
					impact: 'outage',
					notify_subscribers: false,
				}),
			),
		trap: () =>
			doing(
				call('create_status_page_post', {
					status_page: shop,
					title: 'Card payments fail',
					status: 'investigating',
					severity: 'major',
					message: 'We are working on it.',
					services: ['Taking Payments'],
					impact: 'outage',
					notify_subscribers: true,
				}),
			),
	}),
	changing(area, {
		id: 'correct-a-note',
		sends: ['PUT /incidents/…/notes/…'],
		ask: 'My note on #4257 about the connection pool is wrong: replace its text with "Pool is fine, the query plan changed."',
		async end({ account }) {
			const notes = await account.notes(4257);
			return unless({
				'the number of notes changed': notes.length === 2,
				'the new text is not there': texts(notes, 'content').includes('Pool is fine, the query plan changed.'),
				'the old text is still there': !texts(notes, 'content').some((content) =>
					content.startsWith('Connection pool'),
				),
			});
		},
		*path() {
			const told = yield call('list_incident_notes', { incident: 4257 });
			const note = told.rows('notes').find((row) => row.of('author') === 'Maya Okafor');
			yield call('update_incident_note', {
				incident: 4257,
				note: note?.of('id'),
				content: 'Pool is fine, the query plan changed.',
			});
			return { done: true };
		},
		trap: () => doing(call('add_incident_note', { incident: 4257, note: 'Pool is fine, the query plan changed.' })),
	}),
	changing(area, {
		id: 'cancel-help',
		sends: ['PUT /incidents/…/responder_requests/cancel'],
		ask: 'Nobody answered on #4257: cancel the open request for help to Chloe Nguyen.',
		async end({ account }) {
			const found = rows(await account.incident(4257), 'incidents_responders').find(
				(row) => text(row, 'user.summary') === 'Chloe Nguyen',
			);
			return unless({ 'she is still asked': found === undefined || text(found, 'state') !== 'pending' });
		},
		path: () => doing(call('cancel_responder_requests', { incident: 4257, users: ['Chloe Nguyen'] })),
	}),
	changing(area, {
		id: 'person-is-away',
		hard: 'It takes the consent of a person whom this client cannot ask',
		person: 'absent',
		undone: true,
		ask: 'Delete the team Data & Insights. If that takes my consent and I cannot be asked here, leave it.',
		answer: { members: count('How many members the team has.') },
		async end({ account, answer }) {
			const members = await account.list(
				`/teams/${await account.id('/teams', 'Data & Insights')}/members`,
				{},
				'members',
			);
			return unless({
				'it was deleted': members.length > 0,
				'wrong number of members': answer['members'] === members.length,
			});
		},
		*path() {
			yield call('delete_team', { team: 'Data & Insights' });
			const told = yield call('list_teams', { teams: ['Data & Insights'], include: ['members'] });
			return { done: false, members: told.rows('teams')[0]?.values('members').length ?? 0 };
		},
		// What is handed in is not what happened.
		*trap(): Path {
			yield call('delete_team', { team: 'Data & Insights', confirm: 'Data & Insights' });
			return { done: true, members: 3 };
		},
	}),
];
