// Draws the house: the rooms of src from the ground up, what each imports and how often, and whether the rules are kept.
//   npm run graph
import { relative } from 'node:path';
import { circles, imports, mayImport, roomOf, source } from './rooms.mjs';

const graph = imports();
/** @type {Map<string, { files: number, arrows: Map<string, number> }>} */
const rooms = new Map(Object.keys(mayImport).map((room) => [room, { files: 0, arrows: new Map() }]));
for (const [file, targets] of graph) {
	const room = rooms.get(roomOf(file));
	if (!room) throw new Error(`${file} is in no room.`);
	room.files += 1;
	for (const into of targets.map(roomOf).filter((one) => one !== roomOf(file)))
		room.arrows.set(into, (room.arrows.get(into) ?? 0) + 1);
}

/** @param {string} room */
const called = (room) => `src/${room}`.replace(/\/$/, '');

let forbidden = 0;
for (const [room, { files, arrows }] of rooms) {
	console.log(`${called(room)} (${files} ${files === 1 ? 'file' : 'files'})`);
	for (const [into, count] of [...arrows].sort(([, a], [, b]) => b - a)) {
		const allowed = mayImport[room]?.includes(into);
		if (!allowed) forbidden += count;
		console.log(`  → ${called(into)} × ${count}${allowed ? '' : '  NOT ALLOWED'}`);
	}
}
const found = circles(graph);
for (const circle of found) console.log(`Circle: ${circle.map((file) => relative(source, file)).join(' → ')}`);
console.log(`\n${graph.size} files. Imports against the rules: ${forbidden}. Circles: ${found.length}.`);
process.exitCode = forbidden + found.length > 0 ? 1 : 0;
