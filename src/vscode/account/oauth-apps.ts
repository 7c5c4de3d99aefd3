import type { OAuthClient } from '../../oauth/oauth-client.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import { SecretStore, type Secrets } from './secrets.ts';

/** Each secret is kept by its app, so that it is never shown in another one's name. */
const keyOf = (clientId: string) => `pagerduty.oauth.secret.${clientId}`;

/** The secrets of the apps that people sign in by. */
export class OAuthApps {
	readonly #secrets: SecretStore;

	constructor(secrets: Secrets, log: Log) {
		this.#secrets = new SecretStore(secrets, log);
	}

	/** The app with its secret, if one is kept. @throws {UnreadableSecrets} */
	async client(clientId: string): Promise<OAuthClient> {
		const clientSecret = await this.secret(clientId);
		return { clientId, ...(clientSecret !== undefined && { clientSecret }) };
	}

	/** The secret of an app, if one is kept. @throws {UnreadableSecrets} */
	secret(clientId: string): Promise<string | undefined> {
		return this.#secrets.read(keyOf(clientId));
	}

	/** Keeps the secret of an app; undefined for none. @throws {UnwritableSecrets} */
	keep(clientId: string, secret: string | undefined): Promise<void> {
		return this.#secrets.write(keyOf(clientId), secret);
	}
}
