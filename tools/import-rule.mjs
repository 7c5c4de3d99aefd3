// The lint rule behind the table "May import" of CONTRIBUTING.md: which folder of src may import from which.
import { dirname, relative, resolve, sep } from 'node:path';

const source = resolve(import.meta.dirname, '../src');

/** @type {Readonly<Record<string, readonly string[]>>} */
const mayImport = {
	pagerduty: [],
	sandbox: [],
	tools: ['pagerduty'],
	mcp: ['tools'],
	vscode: ['tools', 'mcp', 'pagerduty'],
	cli: ['tools', 'mcp', 'pagerduty', 'sandbox'],
};

/** Packages that only some folders touch; `extension.ts` touches the editor too. */
const packages = /** @type {const} */ ([
	{ name: /^vscode$/, folders: ['vscode', ''], message: 'Only src/vscode and src/extension.ts touch the editor.' },
	{ name: /^@modelcontextprotocol\//, folders: ['mcp'], message: 'Only src/mcp touches the MCP SDK.' },
]);

/** Of the client, views and commands know only what it tells: they read and change PagerDuty by running tools. */
const clientInViews = /^(account|clock|errors|log|redact)\.ts$/;

/** Which folder of src a file is in; '' for those beside the folders. @param {string} file */
function folderOf(file) {
	const path = relative(source, file).split(sep);
	return path.length > 1 ? (path[0] ?? '') : '';
}

/** What is wrong with importing `target` in `file`, if anything. @param {string} file @param {string} target */
function fault(file, target) {
	const folder = folderOf(file);
	const foreign = packages.find(({ name, folders }) => name.test(target) && !folders.some((one) => one === folder));
	if (foreign) return foreign.message;
	if (!target.startsWith('.') || folder === '') return undefined;
	const path = resolve(dirname(file), target);
	const into = folderOf(path);
	const allowed = mayImport[folder] ?? [];
	if (into === folder || relative(source, path).startsWith('..')) return undefined;
	if (!allowed.includes(into)) return `src/${folder} may import from: ${allowed.join(', ') || 'nothing'}.`;
	const named = relative(resolve(source, into), path);
	if (folder === 'vscode' && into === 'pagerduty' && !clientInViews.test(named)) return 'Views and commands run tools.';
	return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
export const importRule = {
	meta: { type: 'problem', schema: [] },
	create: (context) => {
		const check = (/** @type {{ source?: unknown }} */ node) => {
			const target = Object(node.source).value;
			const message = typeof target === 'string' ? fault(context.filename, target) : undefined;
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
