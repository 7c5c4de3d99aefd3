import { getCurrentUser } from './get-current-user.ts';
import { listUsers } from './list-users.ts';
import type { Tool } from '../tool.ts';

/** In the order in which they are offered. */
export const peopleTools: readonly Tool[] = [listUsers, getCurrentUser];
