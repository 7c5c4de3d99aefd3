import type { Tool } from '../core/tool.ts';
import { postStatusUpdate } from './post-status-update.ts';
import { setStatusUpdateSubscribers } from './set-status-update-subscribers.ts';

/** In the order in which they are offered. */
export const communicationTools: readonly Tool[] = [postStatusUpdate, setStatusUpdateSubscribers];
