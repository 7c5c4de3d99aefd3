import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '../../../src/sandbox/routes/table.ts';
import { parseJson } from '../../support/json-schema.ts';

/** The two documents in which PagerDuty describes its API: the REST API and the Events API. */
export const documentFiles = ['rest.json', 'events-v2.json'] as const;
export type DocumentFile = (typeof documentFiles)[number];

/** PagerDuty's own document, where it lies beside the repository; undefined elsewhere. */
export function publishedDocument(file: DocumentFile): unknown {
	const path = join(process.cwd(), '../shared/reference/openapi', file);
	return existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : undefined;
}

/** Where the facts of a document stand in the repository. */
export function factsPath(file: DocumentFile): string {
	return join(process.cwd(), 'test/contract/openapi', file);
}

const served = new Set(routes.map(({ operationId }) => operationId));

/** The facts are about what the demo account serves: whatever a tool may ask for. */
export function isServed(operationId: string): boolean {
	return served.has(operationId);
}
