import type { ConferenceBridge } from '../../../pagerduty/api/incidents.ts';
import { reference } from '../../core/arguments.ts';
import { ToolError } from '../../core/failure.ts';

export const conferenceArguments = {
	conference_number: reference('Conference phone number.').optional(),
	conference_url: reference('Conference link.').optional(),
};

interface Wanted {
	readonly conference_number?: string | undefined;
	readonly conference_url?: string | undefined;
}

/** The given parts of a conference bridge. @throws {ToolError} when the address is none. */
export function conferenceBridge({ conference_number: number, conference_url: url }: Wanted): ConferenceBridge {
	if (url && !/^https?:\/\//i.test(url)) {
		throw new ToolError({
			message: 'conference_url: must begin with https:// or http://.',
			next: 'Give the whole address, such as https://meet.example.com/room.',
		});
	}
	return bridgeOf({ conference_number: number, conference_url: url });
}

/** A conference bridge of the parts that there are. */
export function bridgeOf({ conference_number: number, conference_url: url }: Wanted): ConferenceBridge {
	return { ...(number && { conference_number: number }), ...(url && { conference_url: url }) };
}
