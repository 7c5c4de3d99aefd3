import type { Ids } from '../random.ts';
import { day } from '../time.ts';
import type { World } from '../model/world.ts';

/** The shop's templates of status updates: one for the beginning, one for the end. The second has a slip in it. */
export function addTemplates(world: World, ids: Ids, present: number): void {
	const [author] = world.store.users.values();
	if (!author) return;
	const made = { userId: author.id, at: present - 200 * day };
	for (const template of [
		{
			name: 'Customers are affected',
			description: 'For the beginning, while little is known',
			message: '{{incident.title}}: {{status_update.message}} We write again within 30 minutes.',
			emailSubject: 'Customers are affected: {{incident.title}}',
			emailBody: '<p>{{status_update.message}}</p><p>Service: {{incident.service.name}}</p>',
		},
		{
			name: 'All is well again',
			description: null,
			message: 'Over: {{incident.title}}. {{status_update.message}} {{incident.cause}}',
			emailSubject: null,
			emailBody: null,
		},
	]) {
		const id = ids.short();
		world.store.templates.set(id, { id, ...template, ...made });
	}
}
