import { usePage } from './context.ts';
import { linkedParts, webAddress } from './links.ts';
import { fullMoment, moment } from './time.ts';

/** An address of the web, shown whole. The host asks before it is opened. */
export function Link({ url }: { readonly url: string }) {
	const { openLink } = usePage();
	const address = webAddress(url);
	if (address === undefined) return <>{url}</>;
	return (
		<a
			href={address}
			onClick={(event) => {
				event.preventDefault();
				// The editor opens links, too, that are clicked within its frame.
				event.stopPropagation();
				openLink(address);
			}}
		>
			{address}
		</a>
	);
}

/** Text from outside. Its addresses can be opened, nothing else in it means anything. */
export function OutsideText({ text }: { readonly text: string }) {
	return (
		<>
			{linkedParts(text).map(({ text: words, url }, index) =>
				url === undefined ? words : <Link key={index} url={url} />,
			)}
		</>
	);
}

/** A moment in the person's time; whole on hover. */
export function Time({ at }: { readonly at: number }) {
	const { place, today } = usePage();
	return (
		<time dateTime={new Date(at).toISOString()} title={fullMoment(at, place)}>
			{moment(at, today, place)}
		</time>
	);
}
