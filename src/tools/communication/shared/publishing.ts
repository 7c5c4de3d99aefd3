import type { UpdateInput } from '../../../pagerduty/api/status-page-posts.ts';
import { quoted } from '../../text/names.ts';
import { cleanLine, startOf } from '../../text/untrusted.ts';
import { readable } from './status-page-post-shape.ts';
import { inTurn, said, type Said, type Saying } from '../../text/said.ts';

/** The state that an update tells beside its message, as a sentence. */
export function saysText(update: UpdateInput, nameOf: (id: string) => string): Said {
	const impacts = update.impacted_services.map(
		({ service, impact }) => said`${quoted(nameOf(service))} with the impact ${quoted(nameOf(impact))}`,
	);
	const [status, severity] = [quoted(nameOf(update.status)), quoted(nameOf(update.severity))];
	return impacts.length > 0
		? said`It shows the status ${status}, the severity ${severity}, and the services ${inTurn(impacts, ', ')}.`
		: said`It shows the status ${status} and the severity ${severity}.`;
}

/** As many characters of a text stand in a question: a dialog cuts longer lines. */
const mostShown = 800;

/** What people would read, as it stands in a question, which says so where that is not all of it. */
export function publishedText(message: string): Saying {
	const text = cleanLine(message, Infinity);
	if (text.length <= mostShown) return JSON.stringify(text);
	const start = startOf(text, mostShown);
	return said`(only the first ${start.length} of ${text.length} characters) ${JSON.stringify(`${start}…`)}`;
}

/** The same of a text written in HTML. */
export function publishedHtml(html: string): Saying {
	return publishedText(readable(html, Infinity));
}
