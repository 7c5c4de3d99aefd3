import { formatIn } from '../../time/show-time.ts';
import type { WantedOverride } from './make-overrides.ts';
import { quoted } from '../../text/names.ts';

/** What lies under a new override, but for the one that it takes the place of. */
export function overText({ over = [] }: WantedOverride, replaced: string | undefined, zone: string) {
	const local = (text = '') => formatIn(Date.parse(text), zone);
	const texts = over.flatMap(({ id, user, start, end }) =>
		id === replaced ? [] : [`${quoted(user)} from ${local(start)} to ${local(end)} (${id})`],
	);
	return texts.length > 0 ? { over: texts } : {};
}
