import { note } from '../note-secrets.mjs';

/** Notes what secrets all extensions beside it use, from now on. */
export function activate() {
	note({ window: true });
}
