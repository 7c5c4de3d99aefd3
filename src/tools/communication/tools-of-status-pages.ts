import type { Tool } from '../core/tool.ts';
import { addStatusPageUpdate } from './add-status-page-update.ts';
import { createStatusPagePost } from './create-status-page-post.ts';
import { listStatusPagePosts } from './list-status-page-posts.ts';
import { listStatusPages } from './list-status-pages.ts';

/** In the order in which they are offered. */
export const statusPagesTools: readonly Tool[] = [
	listStatusPages,
	listStatusPagePosts,
	createStatusPagePost,
	addStatusPageUpdate,
];
