import * as z from 'zod';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a business service. */
export const businessServiceShape = defineShape({
	singular: 'business_service',
	plural: 'business_services',
	fields: {
		id: z.string(),
		name: z.string(),
		description: z.string().optional(),
		team: z.string().optional(),
		contact: z.string().optional(),
		/** Whether open incidents hurt it. */
		impacted: z.boolean().optional(),
		/** The highest priority among these incidents. */
		priority: z.string().optional(),
		/** What it needs: `service Checkout`, `business service Taking Payments`. */
		needs: z.array(z.string()).optional(),
		needed_by: z.array(z.string()).optional(),
	},
	compact: ['id', 'name', 'description', 'team', 'contact', 'impacted', 'priority'],
});

export type ShownBusinessService = Shaped<typeof businessServiceShape>;
