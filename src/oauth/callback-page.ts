/** What the browser shows at the end of a sign-in. It loads nothing and runs nothing. */
export interface CallbackPage {
	readonly status: number;
	readonly title: string;
	readonly text: string;
}

export const callbackPages = {
	approved: {
		status: 200,
		title: 'You can close this tab',
		text: 'PagerDuty has sent you back. The sign-in goes on where you started it.',
	},
	refused: { status: 200, title: 'You can close this tab', text: 'You are not signed in: access was not granted.' },
	over: { status: 410, title: 'You can close this tab', text: 'This sign-in is over.' },
	stray: {
		status: 400,
		title: 'Not this sign-in',
		text: 'This address does not belong to the sign-in that is waiting for you. Go back to the page of PagerDuty that opened last.',
	},
	nothing: { status: 404, title: 'Nothing here', text: 'There is nothing at this address.' },
	method: { status: 405, title: 'Not this way', text: 'This address is for a browser that PagerDuty sends back.' },
} satisfies Record<string, CallbackPage>;

export const pageHeaders: Readonly<Record<string, string>> = {
	'content-type': 'text/html; charset=utf-8',
	'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
	'cache-control': 'no-store',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	connection: 'close',
};

/** The page as HTML. */
export function pageToHtml({ title, text }: CallbackPage): string {
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<style>body { font: 16px system-ui; color-scheme: light dark; max-width: 36em; margin: 4em auto; padding: 0 1em }</style>
</head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>
`;
}
