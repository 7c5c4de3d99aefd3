import type { Calls } from './calls.ts';

const page = 'Lumen & Oak Status';

export const statusPagesCalls: Calls = {
	list_status_pages: [{ type: 'public', limit: 5 }, { status_page: page }],
	list_status_page_posts: [
		{ status_page: page, post_type: 'incident', statuses: ['resolved'], reviewed_status: 'approved' },
		{ status_page: page, post: 'Database upgrade', reviewed_status: 'not_reviewed' },
	],
	create_status_page_post: [
		{
			status_page: page,
			title: 'Contract',
			status: 'investigating',
			severity: 'minor',
			message: 'We look into it.',
			services: ['Online Shop'],
			impact: 'partial outage',
			next_update_minutes: 30,
			notify_subscribers: true,
		},
		{
			status_page: page,
			title: 'Contract work',
			post_type: 'maintenance',
			status: 'scheduled',
			severity: 'maintenance',
			message: 'Soon.',
			starts_at: '+1d',
			ends_at: '+2d',
		},
	],
	add_status_page_update: [
		{
			status_page: page,
			post: 'Contract',
			message: 'Better.',
			status: 'resolved',
			severity: 'all good',
			services: ['Online Shop'],
			impact: 'operational',
			next_update_minutes: 60,
			notify_subscribers: false,
		},
		{ status_page: page, post: 'Contract', message: 'Why it happened.', postmortem: true },
	],
};
