import { cleanLine, startOf } from '../../text/untrusted.ts';
import { readable } from './status-page-post-shape.ts';

/** What goes out besides, as it stands in a question. */
export function mailText(notify: boolean): string {
	return notify ? ' and send it to all subscribers' : '';
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
