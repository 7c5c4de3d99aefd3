import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { PagerDutyApi } from '../../pagerduty/http/request.ts';
import { mayChange } from '../../pagerduty/http/wire.ts';

/** What one call has sent to change something, whatever became of it. */
export class SentChanges {
	#sent = 0;
	#refused = 0;

	/** Whether anything was sent at all. */
	get any(): boolean {
		return this.#sent > 0;
	}

	/** Whether anything of it was not clearly refused: made, or on its way. */
	get maybeMade(): boolean {
		return this.#sent > this.#refused;
	}

	/** The same API, watched. */
	watch(pagerduty: PagerDutyApi): PagerDutyApi {
		return {
			request: async (request) => {
				if (!mayChange(request)) return pagerduty.request(request);
				this.#sent++;
				try {
					return await pagerduty.request(request);
				} catch (error) {
					if (error instanceof PagerDutyError && !error.unclear) this.#refused++;
					throw error;
				}
			},
		};
	}
}
