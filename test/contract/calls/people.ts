import type { Calls } from './calls.ts';

export const peopleCalls: Calls = {
	list_users: [{ query: 'maya', teams: ['Payments'] }],
	get_current_user: [{}],
};
