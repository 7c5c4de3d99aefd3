import { quoted } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';

/** What goes out besides, as it stands in a question. */
export function mailText(notify: boolean): string {
	return notify ? ' and send it to all subscribers' : '';
}

/** The beginning of what customers would read. */
export function shortened(message: string): string {
	return quoted(cleanLine(message, 300));
}
