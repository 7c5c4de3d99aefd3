import type { ConnectionStore } from '../connections/connection-store.ts';
import { isSecretLike } from '../connections/secrets.ts';
import type { Shown } from '../connections/whose-secret.ts';
import { Admissions, type Admitted } from '../mcp/http/admissions.ts';
import { showsBearer } from '../mcp/http/bearer.ts';
import { admissionOf, type Admission, type Doorplate, type RequestHead } from '../mcp/http/guard.ts';
import type { Clock, Log } from '../mcp/server.ts';

/** Who sends a request: somebody with a connection, or with what lets everybody in. */
export interface Visitor {
	readonly admitted: Admitted | undefined;
	/** `Authorization` holds what lets them in, so it is no token of PagerDuty's. */
	readonly secretInHeader: boolean;
}

export interface HttpAdmissionParts {
	readonly store: ConnectionStore;
	/** What lets everybody in who has it. */
	readonly secret: string | undefined;
	readonly clock: Clock;
	readonly log: Log;
	readonly ended: (key: string) => void;
	readonly changed: (key: string) => void;
}

/** Who gets in: by the secret of a connection, by that of the server, or, where there has been neither, anybody. */
export class HttpAdmission {
	readonly #parts: HttpAdmissionParts;
	readonly #admissions: Admissions;
	readonly #showsSecret: ((shown: Shown) => boolean) | undefined;
	/** Were everybody let in again when the last connection ends, nobody would expect it. */
	#closed: boolean;

	/** @param parts of a store that has been read */
	constructor(parts: HttpAdmissionParts) {
		this.#parts = parts;
		this.#closed = parts.secret !== undefined || parts.store.live.length > 0;
		this.#admissions = new Admissions(parts);
		this.#showsSecret = parts.secret === undefined ? undefined : showsBearer(parts.secret);
	}

	/** Nobody gets in without a secret. */
	get closed(): boolean {
		return this.#closed;
	}

	async of(head: RequestHead, plate: Doorplate): Promise<Admission<Visitor>> {
		await this.#admissions.refresh();
		this.#closed ||= this.#parts.store.live.length > 0;
		const expected = { ...plate, tunnels: this.#admissions.tunnels, whose: (shown: Shown) => this.#visitor(shown) };
		return admissionOf(head, expected);
	}

	dispose(): Promise<void> {
		return this.#admissions.dispose();
	}

	#visitor(shown: Shown): Visitor | undefined {
		const admitted = this.#admissions.admit(shown);
		if (admitted) return { admitted, secretInHeader: true };
		if (this.#showsSecret?.(shown)) return { admitted: undefined, secretInHeader: true };
		// The secret of a connection that has ended is no token either: it must not go to PagerDuty.
		const stranger = this.#closed || !shown.ownHost || shown.inPath !== '' || isSecretLike(shown.inHeader);
		return stranger ? undefined : { admitted: undefined, secretInHeader: false };
	}
}
