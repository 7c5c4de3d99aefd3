// The lint rule behind the house of CONTRIBUTING.md: which room of src may import from which, and no circle.
import { basename, dirname, relative, resolve } from 'node:path';
import { circles, imports, mayImport, roomOf, source } from './rooms.mjs';

/** Packages that only some rooms touch; `extension.ts` touches the editor too. */
const packages = /** @type {const} */ ([
	{
		name: /^vscode$/,
		rooms: ['vscode', 'vscode/pages', 'parts', ''],
		message: 'Only src/vscode, src/parts and src/extension.ts touch the editor.',
	},
	{ name: /^oauth4webapi$/, rooms: ['oauth'], message: 'Only src/oauth touches the OAuth library.' },
	{ name: /^@modelcontextprotocol\//, rooms: ['mcp', 'ui'], message: 'Only src/mcp touches the MCP SDK.' },
	{ name: /^preact/, rooms: ['ui'], message: 'Only pages are drawn with preact.' },
]);

/** Of the client, views and commands know only what it tells: they read and change PagerDuty by running tools. */
const clientInViews = /^(account|clock|errors|log|redact|scopes)\.ts$/;

/** The circle that each file is in. @type {ReadonlyMap<string, readonly string[]> | undefined} */
let inCircle;

/** Read once for all files. @param {string} file */
function circleOf(file) {
	inCircle ??= new Map(circles(imports()).flatMap((circle) => circle.map((member) => [member, circle])));
	return inCircle.get(file) ?? [];
}

/** What runs in a page: nothing else of any package, and no Node. */
const inPages = /^preact(\/(hooks|jsx-runtime))?$/;

/** What is wrong with importing `target` in `file`, if anything. @param {string} file @param {string} target @param {boolean} type */
function fault(file, target, type) {
	const room = roomOf(file);
	if (room === 'ui' && !type && !inPages.test(target) && roomOf(resolve(dirname(file), target)) !== 'ui')
		return 'Pages run preact and their own code; of tools and MCP Apps they know types only.';
	const foreign = packages.find(({ name, rooms }) => name.test(target) && !rooms.some((one) => one === room));
	if (foreign) return foreign.message;
	const path = resolve(dirname(file), target);
	if (!target.startsWith('.') || relative(source, path).startsWith('..')) return undefined;
	const circle = circleOf(file);
	if (circle.includes(path))
		return `A circle of imports: ${circle.map((member) => relative(source, member)).join(', ')}.`;
	const into = roomOf(path);
	if (into === room) return undefined;
	const allowed = mayImport[room] ?? [];
	if (!allowed.includes(into)) return `src/${room} may import from: ${allowed.join(', ') || 'nothing'}.`;
	if (room.startsWith('vscode') && into.startsWith('pagerduty/') && !clientInViews.test(basename(path)))
		return 'Views and commands run tools.';
	return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
export const importRule = {
	meta: { type: 'problem', schema: [] },
	create: (context) => {
		const check = (/** @type {{ source?: unknown }} */ node) => {
			const target = Object(node.source).value;
			const type = [Object(node).importKind, Object(node).exportKind].includes('type');
			const message = typeof target === 'string' ? fault(context.filename, target, type) : undefined;
			if (message) context.report({ node: Object(node), message });
		};
		return {
			ImportDeclaration: check,
			ImportExpression: check,
			ExportNamedDeclaration: check,
			ExportAllDeclaration: check,
		};
	},
};
