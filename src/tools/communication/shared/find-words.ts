import type { PostType } from '../../../pagerduty/api/status-pages.ts';
import { ToolError } from '../../core/failure.ts';
import { said } from '../../text/said.ts';
import type { PageWords, PageWord } from '../../core/directory.ts';
import { quoted, sameName } from '../../text/names.ts';
import { nearest } from '../../text/nearest.ts';

/** Names behind the ids of a page. */
export function wordNames(words: PageWords): (id: string) => string {
	const all = [...words.severities, ...words.statuses, ...words.impacts, ...words.services];
	const names = new Map(all.map(({ id, name }) => [id, name]));
	return (id) => names.get(id) ?? id;
}

/**
 * The id of the word that `text` names, by name or id, among those for posts of `type`.
 * @throws {ToolError} with the words that there are.
 */
export function findWord(
	argument: string,
	words: readonly PageWord[],
	text: string,
	type: PostType | undefined,
): string {
	const fitting = words.filter((word) => fits(word, type));
	const found = fitting.filter(({ id, name }) => sameName(id, text) || sameName(name, text));
	if (found[0] && found.length === 1) return found[0].id;
	const near = nearest(
		text,
		fitting.map(({ name }) => name),
	);
	throw new ToolError({
		message:
			found.length > 1
				? `${argument}: this page has several ${quoted(text)}.`
				: `${argument}: this page has no ${quoted(text)}${type ? ` for ${type} posts` : ''}.`,
		said:
			found.length > 1
				? said`This status page has several ${quoted(text)}.`
				: said`This status page has no ${quoted(text)}.`,
		candidates: (found.length > 1 ? found : fitting).map(({ id, name }) => ({ id, name })),
		...(near[0] !== undefined && found.length === 0 && { next: `Did you mean ${quoted(near[0])}?` }),
	});
}

const over = /^(?:resolved|completed?|fixed|closed|done|finished|cancell?ed)$/i;
const clear =
	/^(?:all good|all clear|none|normal|nominal|no (?:impact|issues?|outage)|not (?:impacted|affected)|operational|ok(?:ay)?|healthy|available|up|resolved)$/i;

/** Whether a status says that nothing goes on any more. */
export function isResolving(statuses: readonly PageWord[], id: string | undefined): boolean {
	return statuses.some((word) => word.id === id && over.test(word.name.trim()));
}

/**
 * The id of the word for no harm, or of the only word that there is.
 * @throws {ToolError} with the words that there are.
 */
export function findAllClear(
	argument: 'severity' | 'impact',
	words: readonly PageWord[],
	type: PostType | undefined,
): string {
	const fitting = words.filter((word) => fits(word, type));
	const [found, ...others] = fitting.length === 1 ? fitting : fitting.filter(({ name }) => clear.test(name.trim()));
	if (found && others.length === 0) return found.id;
	throw new ToolError({
		message: `With this status, give ${argument === 'impact' ? '`services` and `impact`' : '`severity`'} too: the earlier one would be published again. Nothing was published.`,
		said: said`Say how bad it is now, too: otherwise the page would show the earlier state again. Nothing was published.`,
		candidates: fitting.map(({ id, name }) => ({ id, name })),
	});
}

function fits({ post_type }: PageWord, type: PostType | undefined): boolean {
	return type === undefined || post_type === undefined || post_type === type;
}
