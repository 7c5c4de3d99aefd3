// `npm run package`: the README as the package shows it, in out/README.md. The editor opens no file from there, and the
// project names no address on the web, so a link to a file of the repository becomes its text and the file's path.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the editor shows in tabs of its own, beside the README. */
const shownAnyway = ['CHANGELOG.md', 'LICENSE'];

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8').replace(
	/(?<!!)\[([^\]]+)\]\((?!\w+:|#)([^)]+)\)/g,
	(_, text, path) => (shownAnyway.includes(path) ? text : `${text}, \`${path}\` in the repository`),
);
mkdirSync(join(root, 'out'), { recursive: true });
writeFileSync(join(root, 'out/README.md'), readme);
