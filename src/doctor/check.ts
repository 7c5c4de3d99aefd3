import type { Finding } from './finding.ts';
import type { Readings } from './readings.ts';

/** One thing that is looked at. */
export interface Check {
	/** For programs, e.g. `clock`. */
	readonly name: string;
	/** For people, e.g. `Clock`. */
	readonly title: string;
	/** @throws {PagerDutyError} what PagerDuty says; the examination makes a finding of it */
	run(readings: Readings): Promise<Finding>;
}

/** Of what PagerDuty cannot be asked about. */
export async function notAsked(readings: Readings): Promise<Finding> {
	const account = await readings.account().catch(() => undefined);
	return {
		verdict: 'unknown',
		message: account ? 'PagerDuty could not be asked.' : 'Nobody is signed in, so there is nobody to ask about.',
	};
}
