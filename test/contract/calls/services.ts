import type { Calls } from './calls.ts';

export const servicesCalls: Calls = {
	list_services: [{ query: 'pay', teams: ['Payments'] }],
	get_service: [{ service: 'Checkout' }],
};
