import * as z from 'zod';
import { serviceArgument } from '../arguments/named.ts';
import type { ResourceTemplate } from './resource.ts';

const Facts = z.object({ service: z.object({ id: z.string() }) });

/** What belongs to services, and does not name them in its address. */
const ofServices = ['maintenance_windows', 'service_dependencies'];

/** One service. */
export const service: ResourceTemplate = {
	template: 'pagerduty://service/{id}',
	name: 'service',
	title: 'Service',
	description: 'One service with its state, its escalation policy, its dependencies and its maintenance windows.',
	needs: ['get_service'],
	meaning: 'Name or id.',
	kind: serviceArgument,
	self: (facts) => [Facts.parse(facts).service.id],
	call: (written) => ({
		tool: 'get_service',
		input: { service: written, include: ['dependencies', 'maintenance_windows'] },
	}),
	isChangedBy: ({ incidents = [], paths = [], unknown }, self) =>
		unknown === true ||
		incidents.some(({ service_id: id = '' }) => self.includes(id)) ||
		paths.some(([area = '', id = '']) => ofServices.includes(area) || (area === 'services' && self.includes(id))),
};
