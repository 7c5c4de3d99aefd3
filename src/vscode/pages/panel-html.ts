import { randomBytes } from 'node:crypto';

/** A page's code and style, as the build gives them. */
export interface Page {
	readonly script: string;
	readonly style: string;
}

/**
 * The HTML of a panel: its own code and style and nothing else, which the nonce alone allows. Nothing is loaded from anywhere.
 * @param title what screen readers call the frame
 * @param state what the editor keeps of the panel over a restart
 */
export function panelHtml({ script, style }: Page, title: string, state: object): string {
	const kept = JSON.stringify(state).replaceAll('<', '\\u003c');
	const nonce = randomBytes(16).toString('base64');
	const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
	return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)}</title>
<style nonce="${nonce}">${style}</style>
<script nonce="${nonce}">globalThis.pageHost = acquireVsCodeApi(); pageHost.setState(${kept});</script>
</head><body><script nonce="${nonce}" type="module">${script}</script></body></html>`;
}
