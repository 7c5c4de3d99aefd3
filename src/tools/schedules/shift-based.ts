import { PagerDutyError, type PagerDutyErrorKind } from '../../pagerduty/http/errors.ts';

const unseen: readonly PagerDutyErrorKind[] = ['forbidden', 'plan', 'notFound', 'refused'];

/** Whether an error says that this account or token has no shift-based schedules to see: what else there is still counts. */
export function seesNoShiftBased(error: unknown): boolean {
	return error instanceof PagerDutyError && unseen.includes(error.kind);
}

/**
 * Asks for a schedule among the layered ones, and among the shift-based ones where there is none: PagerDuty's documentation
 * speaks of a 400 then, people have met a 404.
 */
export async function layersOrShifts<T>(layers: () => Promise<T>, shifts: () => Promise<T>): Promise<T> {
	try {
		return await layers();
	} catch (error) {
		if (!(error instanceof PagerDutyError) || (error.status !== 400 && error.status !== 404)) throw error;
		try {
			return await shifts();
		} catch (other) {
			throw error.status === 404 && seesNoShiftBased(other) ? error : other;
		}
	}
}

/** What the reader of a list must know when the others cannot be read for now. */
export function shiftsMissing(error: PagerDutyError): string {
	return `Shift-based schedules are missing: ${error.message}`;
}

/** What the reader of a list must know then. */
export const layeredOnly = 'These are only layered schedules: this account or token may not see shift-based ones.';
