import type { UpdateInput } from '../../../pagerduty/api/status-page-posts.ts';
import { quoted } from '../../text/names.ts';
import { cleanLine, startOf } from '../../text/untrusted.ts';
import { readable } from './status-page-post-shape.ts';

/** What goes out besides, as it stands in a question. */
export function mailText(notify: boolean): string {
	return notify ? ' and send it to all subscribers' : '';
}

/** The state that an update tells beside its message, as a sentence. */
export function saysText(update: UpdateInput, nameOf: (id: string) => string): string {
	const impacts = update.impacted_services.map(
		({ service, impact }) => `${quoted(nameOf(service))} with the impact ${quoted(nameOf(impact))}`,
	);
	const services = impacts.length > 0 ? `, and the services ${impacts.join(', ')}` : '';
	return `It shows the status ${quoted(nameOf(update.status))}, the severity ${quoted(nameOf(update.severity))}${services}.`;
}

/** As many characters of a text stand in a question: a dialog cuts longer lines. */
const mostShown = 800;

/** What people would read, as it stands in a question, which says so where that is not all of it. */
export function publishedText(message: string): string {
	const text = cleanLine(message, Infinity);
	if (text.length <= mostShown) return JSON.stringify(text);
	const start = startOf(text, mostShown);
	return `(only the first ${start.length} of ${text.length} characters) ${JSON.stringify(`${start}…`)}`;
}

/** The same of a text written in HTML. */
export function publishedHtml(html: string): string {
	return publishedText(readable(html, Infinity));
}
