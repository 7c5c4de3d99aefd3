import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { PagerDutyApi, RequestPath } from '../../pagerduty/http/request.ts';
import { mayChange } from '../../pagerduty/http/wire.ts';
import type { SeenIncidents } from './seen-incidents.ts';

/** What one call has sent to change something, whatever became of it. */
export class SentChanges {
	readonly #sent: RequestPath[] = [];
	readonly #refused = new Set<RequestPath>();

	readonly #incidents: SeenIncidents | undefined;

	/** @param incidents learns how the call found incidents, and how it left them */
	constructor(incidents?: SeenIncidents) {
		this.#incidents = incidents;
	}

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

	/**
	 * The same API, watched.
	 * @param allowed whether changes may be sent by now: a tool that must ask the person first and does not is a mistake of ours
	 */
	watch(pagerduty: PagerDutyApi, allowed: () => boolean = () => true): PagerDutyApi {
		return {
			request: async (request) => {
				if (!mayChange(request)) {
					const reply = await pagerduty.request(request);
					this.#incidents?.read(request.path, reply, { afterwards: this.any });
					return reply;
				}
				if (!allowed()) throw new Error('The tool has not settled whether the person must agree.');
				const path = [...request.path];
				this.#sent.push(path);
				try {
					const reply = await pagerduty.request(request);
					this.#incidents?.changed(path, reply);
					return reply;
				} catch (error) {
					if (error instanceof PagerDutyError && !error.unclear) this.#refused.add(path);
					throw error;
				}
			},
		};
	}
}
