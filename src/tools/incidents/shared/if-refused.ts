import { PagerDutyError } from '../../../pagerduty/http/errors.ts';

const refusals = ['plan', 'forbidden', 'notFound'];

/** Something else in place of what the account has not, or the person may not see. Other errors are thrown on. */
export function ifRefused<Other>(other: Other): (error: unknown) => Other {
	return (error) => {
		if (error instanceof PagerDutyError && refusals.includes(error.kind)) return other;
		throw error;
	};
}
