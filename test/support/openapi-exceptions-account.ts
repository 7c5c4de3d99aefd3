import type { Exceptions } from './openapi-exceptions.ts';

/** Where the OpenAPI contradicts itself about automation, status pages and the account. */
export const accountExceptions: Exceptions = {
	replies: [],
	statuses: [],
	requests: [
		{
			operations: ['createStatusPagePost'],
			what: { missing: '/post/updates/*/post' },
			reason: 'The first update of a post that is yet to be made can name none; PagerDuty’s example leaves it out.',
		},
	],
};
