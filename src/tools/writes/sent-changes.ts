import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { PagerDutyApi, RequestPath } from '../../pagerduty/http/request.ts';
import { mayChange } from '../../pagerduty/http/wire.ts';

/** What one call has sent to change something, whatever became of it. */
export class SentChanges {
	readonly #sent: RequestPath[] = [];
	readonly #refused = new Set<RequestPath>();

	/** Whether anything was sent at all. */
	get any(): boolean {
		return this.#sent.length > 0;
	}

	/** Whether anything of it was not clearly refused: made, or on its way. */
	get maybeMade(): boolean {
		return this.paths.length > 0;
	}

	/** Where in PagerDuty's API it was. */
	get paths(): readonly RequestPath[] {
		return this.#sent.filter((path) => !this.#refused.has(path));
	}

	/** The same API, watched. */
	watch(pagerduty: PagerDutyApi): PagerDutyApi {
		return {
			request: async (request) => {
				if (!mayChange(request)) return pagerduty.request(request);
				const path = [...request.path];
				this.#sent.push(path);
				try {
					return await pagerduty.request(request);
				} catch (error) {
					if (error instanceof PagerDutyError && !error.unclear) this.#refused.add(path);
					throw error;
				}
			},
		};
	}
}
