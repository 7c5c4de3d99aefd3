import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { scopedApp } from '../../src/sandbox/oauth/app.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** An OAuth token to which the demo user agreed in a browser, with these scopes. */
export async function oauthToken(sandbox: Pick<Sandbox, 'url' | 'identity'>, scopes: readonly string[]) {
	sandbox.identity.register({ ...scopedApp, scopes });
	const { clientId, clientSecret, redirectUris } = scopedApp;
	const redirectUri = redirectUris[0] ?? '';
	const verifier = 'v'.repeat(64);
	const asked = new URLSearchParams({
		client_id: clientId,
		redirect_uri: redirectUri,
		response_type: 'code',
		scope: ['openid', ...scopes].join(' '),
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
	});
	const page = await (await fetch(`${sandbox.url}/oauth/authorize?${asked.toString()}`)).text();
	const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? assert.fail(page);
	const agreed = await fetch(`${sandbox.url}/oauth/authorize`, {
		method: 'POST',
		body: new URLSearchParams({ request, decision: 'approve' }),
		redirect: 'manual',
	});
	const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? '';
	const reply = await fetch(`${sandbox.url}/oauth/token`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			client_id: clientId,
			client_secret: clientSecret,
			code,
			redirect_uri: redirectUri,
			code_verifier: verifier,
		}),
	});
	return z.object({ access_token: z.string() }).parse(await reply.json()).access_token;
}
