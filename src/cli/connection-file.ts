import { join, resolve } from 'node:path';
import { ConnectionFile } from '../connections/connection-file.ts';
import { ConnectionStore } from '../connections/connection-store.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import { ownFolder } from './credentials/safe.ts';

/** The connections of the command line: those of a file that somebody names, or of the one in the person's own folder. */
export function connectionStore(
	file: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
): ConnectionStore {
	const path = file === undefined ? join(ownFolder(environment), 'connections.json') : resolve(file);
	return new ConnectionStore(new ConnectionFile(path, systemClock), systemClock);
}
