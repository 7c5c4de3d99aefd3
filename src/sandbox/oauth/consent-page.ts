import type { AuthorizationRequest } from './grants.ts';

/** What the demo user sees: which app wants what, with a button for yes and one for no. */
export function consentPage(id: string, { app, scopes }: AuthorizationRequest, who: string, subdomain: string): string {
	const wanted = scopes.map((scope) => `<li><code>${escaped(scope)}</code></li>`).join('');
	return page(
		`Authorize ${app.name}`,
		`<p><strong>${escaped(app.name)}</strong> wants to use the demo account <strong>${escaped(subdomain)}</strong> as
<strong>${escaped(who)}</strong>, with these scopes:</p>
<ul>${wanted}</ul>
<form method="post" action="/oauth/authorize">
<input type="hidden" name="request" value="${escaped(id)}">
<button name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button>
</form>`,
	);
}

/** A page for somebody whose browser came with a request that cannot be answered any other way. */
export function errorPage(message: string): string {
	return page('Bad Request', `<p>${escaped(message)}</p>`);
}

function page(title: string, content: string): string {
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body { font: 16px system-ui; max-width: 40em; margin: 4em auto; padding: 0 1em } button { font: inherit; padding: .5em 1.5em }</style>
</head><body><main><h1>${escaped(title)}</h1>
${content}
</main></body></html>
`;
}

function escaped(text: string): string {
	const named: Readonly<Record<string, string>> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	return text.replace(/[&<>"']/g, (character) => named[character] ?? '');
}
