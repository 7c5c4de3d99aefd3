// Writes the facts that the contract suites check by, from PagerDuty's OpenAPI beside the repository: npm run facts
import { writeFileSync } from 'node:fs';
import { documentFiles, factsPath, isServed, publishedDocument } from './documents.ts';
import { factsText, openApiFacts } from './facts.ts';

for (const file of documentFiles) {
	const document = publishedDocument(file);
	if (document === undefined) throw new Error(`../shared/reference/openapi/${file} is not there.`);
	writeFileSync(factsPath(file), factsText(openApiFacts(document, isServed)));
}
