import type { RequestPath } from '../../pagerduty/http/request.ts';
import type { Changes } from '../../tools/core/changes.ts';

/** What is said to have changed in PagerDuty, as far as resources care. */
export interface News {
	/** Incidents that changed or are no longer open. */
	readonly incidents?: readonly { readonly id: string; readonly service_id?: string | undefined }[];
	/** Who is on call may be somebody else now. */
	readonly oncall?: true;
	/** Anything may have changed. */
	readonly unknown?: true;
	/** Where in PagerDuty's API something was changed. */
	readonly paths?: readonly RequestPath[];
	/** It is another account now, or somebody else. */
	readonly switched?: true;
}

/** Where news come from. */
export interface NewsSource {
	/** Returns what to call to stop listening. */
	listen(listener: (news: News) => void): () => void;
}

/** What tools change. */
export function newsOfChanges(changes: Changes): NewsSource {
	return {
		listen(listener) {
			const stops = [changes.listen(listener), changes.listenToPaths((paths) => listener({ paths }))];
			return () => {
				for (const stop of stops) stop();
			};
		},
	};
}
