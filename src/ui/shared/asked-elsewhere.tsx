import { usePage } from './context.ts';

/**
 * Where the person is asked before what the page has sent is done: not on the page, so they could miss it.
 * @param kind of what is under way, as whoever runs the tools names it; undefined for nothing, or for what nobody asks
 */
export function AskedElsewhere({ kind }: { readonly kind: string | undefined }) {
	const { asksItself, place } = usePage();
	return (
		<p role="status" class="said hint">
			{kind !== undefined && asksItself.has(kind)
				? place.l10n.t(
						"Answer the question in the chat or in a notification first. If you no longer see it, look under the editor's bell.",
					)
				: ''}
		</p>
	);
}
