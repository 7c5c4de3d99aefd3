// The house in one table: the rooms of src, and what each may import. The lint rule keeps to it; `npm run graph` draws it.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

export const source = resolve(import.meta.dirname, '../src');

/** From the ground up: each room may import those before it. */
const ground = [
	'pagerduty/http',
	'pagerduty/api',
	'tools/text',
	'tools/shapes',
	'tools/core',
	'tools/lists',
	'tools/time',
];
const common = [...ground, 'tools/names', 'tools/writes', 'tools/schedules', 'tools/within'];

/** Every other folder of tools is an area. */
const areas = readdirSync(join(source, 'tools'), { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => `tools/${name}`)
	.filter((room) => !common.includes(room));

/** What an area may import of another one. @type {Readonly<Record<string, readonly string[]>>} */
const neighbours = {
	'tools/incidents': ['tools/analytics', 'tools/communication'],
};

const tools = ['tools', ...common, ...areas];

/** Which rooms each may import; '' holds the files beside the folders. @type {Readonly<Record<string, readonly string[]>>} */
export const mayImport = {
	...Object.fromEntries(common.map((room, at) => [room, common.slice(0, at)])),
	...Object.fromEntries(areas.map((area) => [area, [...common, ...(neighbours[area] ?? [])]])),
	tools: tools.slice(1),
	sandbox: [],
	ui: tools.filter((room) => room.startsWith('tools')),
	files: ['pagerduty/http'],
	oauth: ['pagerduty/http', 'files'],
	connections: ['pagerduty/http', 'tools/core', 'files'],
	mcp: [...tools, 'connections'],
	doctor: tools,
	record: [...tools, 'files'],
	vscode: [...tools, 'record', 'doctor', 'mcp', 'connections', 'oauth', 'files'],
	cli: [...tools, 'record', 'doctor', 'mcp', 'connections', 'oauth', 'files', 'sandbox'],
	'vscode/pages': [...tools, 'record', 'doctor', 'mcp', 'connections', 'oauth', 'files', 'vscode'],
	parts: [...tools, 'record', 'doctor', 'mcp', 'connections', 'oauth', 'files', 'vscode', 'vscode/pages'],
	'': [
		...tools,
		'record',
		'doctor',
		'mcp',
		'connections',
		'oauth',
		'files',
		'vscode',
		'vscode/pages',
		'parts',
		'cli',
		'sandbox',
	],
};

/** Which room of src a file is in. @param {string} file absolute */
export function roomOf(file) {
	const folders = relative(source, file).split(sep).slice(0, -1);
	for (let depth = folders.length; depth > 0; depth--) {
		const room = folders.slice(0, depth).join('/');
		if (room in mayImport) return room;
	}
	return '';
}

/** What each file of src imports of src, types and lazy imports included. @returns {ReadonlyMap<string, readonly string[]>} */
export function imports() {
	const files = readdirSync(source, { recursive: true })
		.map((file) => join(source, String(file)))
		.filter((file) => /\.tsx?$/.test(file));
	const specifiers = /\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+\.tsx?)'/g;
	return new Map(
		files.map((file) => [
			file,
			[...readFileSync(file, 'utf8').matchAll(specifiers)].map(([, target]) => resolve(dirname(file), target ?? '')),
		]),
	);
}

/**
 * Files that import each other in a circle, each circle as a list (Tarjan's strongly connected components).
 * @param {ReadonlyMap<string, readonly string[]>} graph
 */
export function circles(graph) {
	/** @type {Map<string, { at: number, low: number, open: boolean }>} */
	const seen = new Map();
	/** @type {string[]} */
	const stack = [];
	/** @type {string[][]} */
	const found = [];
	const visit = (/** @type {string} */ file) => {
		const state = { at: seen.size, low: seen.size, open: true };
		seen.set(file, state);
		stack.push(file);
		for (const target of graph.get(file) ?? []) {
			const known = seen.get(target) ?? visit(target);
			if (known.open) state.low = Math.min(state.low, known.low);
		}
		if (state.low === state.at) {
			const circle = stack.splice(stack.indexOf(file));
			for (const member of circle) Object.assign(seen.get(member) ?? {}, { open: false });
			if (circle.length > 1) found.push(circle);
		}
		return state;
	};
	for (const file of graph.keys()) if (!seen.has(file)) visit(file);
	return found;
}
