import type { BusinessService } from '../model/account-wide.ts';
import type { PageOption, Post, PostType, PostUpdate, StatusPage } from '../model/status-pages.ts';
import type { Ids } from '../random.ts';
import { day, hour, minute } from '../time.ts';
import type { World } from '../model/world.ts';

/** Creates the shop's public status page with its history, and a page for the staff that nobody has posted on. */
export function addStatusPages(world: World, ids: Ids, present: number): void {
	const business = [...world.store.accountWide.businessServices.values()];
	const shop = page(ids, business, {
		name: 'Lumen & Oak Status',
		url: 'https://status.lumen-oak.example',
		type: 'public',
		publishedAt: present - 400 * day,
	});
	shop.posts.push(...posts(ids, shop, present));
	const staff = page(ids, business, {
		name: 'Staff Status',
		url: 'https://staff-status.lumen-oak.example',
		type: 'private',
		publishedAt: null,
	});
	for (const made of [shop, staff]) world.store.statusPages.set(made.id, made);
}

function page(
	ids: Ids,
	business: readonly BusinessService[],
	facts: Pick<StatusPage, 'name' | 'url' | 'type' | 'publishedAt'>,
): StatusPage {
	const options = (postType: PostType, ...names: string[]): PageOption[] =>
		names.map((description) => ({ id: ids.short(), description, postType }));
	return {
		...facts,
		id: ids.short(),
		severities: [...options('incident', 'all good', 'minor', 'major'), ...options('maintenance', 'maintenance')],
		statuses: [
			...options('incident', 'detected', 'investigating', 'resolved'),
			...options('maintenance', 'scheduled', 'in progress', 'completed'),
		],
		impacts: [
			...options('incident', 'operational', 'partial outage', 'outage'),
			...options('maintenance', 'operational', 'maintenance'),
		],
		services: business.map(({ id, name }) => ({ id: ids.short(), name, businessServiceId: id })),
		posts: [],
	};
}

function posts(ids: Ids, shop: StatusPage, present: number): Post[] {
	const id = (options: readonly PageOption[], name: string, type: PostType) =>
		options.find(({ description, postType }) => description === name && postType === type)?.id ?? '';
	const update = (
		type: PostType,
		at: number,
		said: { status: string; severity: string; impact: string; message: string; reviewed?: boolean },
	): PostUpdate => ({
		id: ids.short(),
		message: said.message,
		reviewed: said.reviewed ?? true,
		statusId: id(shop.statuses, said.status, type),
		severityId: id(shop.severities, said.severity, type),
		impacts: shop.services
			.slice(0, 1)
			.map((service) => ({ serviceId: service.id, impactId: id(shop.impacts, said.impact, type) })),
		frequency: null,
		notify: true,
		reportedAt: at,
	});
	const slow = present - 20 * day;
	const upgrade = present + 3 * day;
	return [
		{
			id: ids.short(),
			title: 'Slow checkout for some customers',
			type: 'incident',
			startsAt: null,
			endsAt: null,
			updates: [
				update('incident', slow, {
					status: 'investigating',
					severity: 'minor',
					impact: 'partial outage',
					message: '<p>Some customers wait long for the order confirmation. <b>No order is lost.</b></p>',
				}),
				update('incident', slow + 50 * minute, {
					status: 'resolved',
					severity: 'all good',
					impact: 'operational',
					message: '<p>Confirmations come at once again.<br>Thank you for your patience &amp; sorry.</p>',
				}),
			],
			postmortem: {
				id: ids.short(),
				message: '<p>A new index made one query slow. We now try index changes on a copy first.</p>',
				notify: false,
				reportedAt: slow + 2 * day,
			},
		},
		{
			id: ids.short(),
			title: 'Database upgrade',
			type: 'maintenance',
			startsAt: upgrade,
			endsAt: upgrade + 2 * hour,
			updates: [
				update('maintenance', present - day, {
					status: 'scheduled',
					severity: 'maintenance',
					impact: 'maintenance',
					message: '<p>Orders may take a minute longer.</p>',
				}),
				update('maintenance', present - 2 * hour, {
					status: 'scheduled',
					severity: 'maintenance',
					impact: 'maintenance',
					message: '<p>Draft: longer by half an hour?</p>',
					reviewed: false,
				}),
			],
			postmortem: null,
		},
	];
}
