import type { Calls } from './calls.ts';

const page = 'Lumen & Oak Status';

export const statusPagesCalls: Calls = {
	list_status_pages: [{ type: 'public', limit: 5 }, { page }],
	list_status_page_posts: [
		{ page, post_type: 'incident', statuses: ['resolved'], reviewed_status: 'approved' },
		{ page, post: 'Database upgrade', reviewed_status: 'not_reviewed' },
	],
	create_status_page_post: [
		{
			page,
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
			page,
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
			page,
			post: 'Contract',
			message: 'Better.',
			status: 'resolved',
			severity: 'all good',
			services: ['Online Shop'],
			impact: 'operational',
			next_update_minutes: 60,
			notify_subscribers: false,
		},
		{ page, post: 'Contract', message: 'Why it happened.', postmortem: true },
	],
};
