import assert from 'node:assert/strict';

/** Somebody who opens a page of the demo account's sign-in, and agrees or not. Answers where their browser is sent to. */
export async function decide(url: string, decision: 'approve' | 'deny' = 'approve'): Promise<URL> {
	const page = await fetch(url);
	const text = await page.text();
	assert.equal(page.status, 200, text);
	const request = /name="request" value="([^"]+)"/.exec(text)?.[1] ?? '';
	const answer = await fetch(new URL('/oauth/authorize', url), {
		method: 'POST',
		body: new URLSearchParams({ request, decision }),
		redirect: 'manual',
	});
	assert.equal(answer.status, 302, await answer.text());
	return new URL(answer.headers.get('location') ?? '');
}
