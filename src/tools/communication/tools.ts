import type { Tool } from '../core/tool.ts';
import { addStatusPageUpdate } from './add-status-page-update.ts';
import { createStatusPagePost } from './create-status-page-post.ts';
import { listStatusPagePosts } from './list-status-page-posts.ts';
import { listStatusPages } from './list-status-pages.ts';
import { listStatusUpdateTemplates } from './list-status-update-templates.ts';
import { postStatusUpdate } from './post-status-update.ts';
import { setStatusUpdateSubscribers } from './set-status-update-subscribers.ts';

/** In the order in which they are offered. */
export const communicationTools: readonly Tool[] = [
	postStatusUpdate,
	listStatusUpdateTemplates,
	setStatusUpdateSubscribers,
	listStatusPages,
	listStatusPagePosts,
	createStatusPagePost,
	addStatusPageUpdate,
];
