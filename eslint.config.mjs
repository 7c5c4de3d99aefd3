import tseslint from 'typescript-eslint';

/** What each folder may import from its neighbours (the table in CONTRIBUTING.md). */
const mayImport = {
	pagerduty: [],
	sandbox: [],
	tools: ['pagerduty'],
	mcp: ['tools'],
	vscode: ['tools', 'mcp', 'pagerduty'],
};

/** Of the client, the views and commands know only what it tells: they change and read PagerDuty by running tools. */
const clientInVscode = '/pagerduty/(?!(account|clock|errors|log|redact)\\.ts$)';

/** Files `depth` folders below src/<folder> may climb out of it only into the allowed neighbours. */
function folderRule(folder, allowed, depth) {
	const up = '\\.\\./'.repeat(depth + 1);
	const neighbours = allowed.length ? `(?!(${allowed.join('|')})/)` : '';
	const patterns = [
		{ regex: `^${up}${neighbours}`, message: `src/${folder} may import from: ${allowed.join(', ') || 'nothing'}.` },
	];
	if (folder !== 'vscode')
		patterns.push({ regex: '^vscode$', message: 'Only src/vscode and src/extension.ts touch the editor.' });
	if (folder === 'vscode') patterns.push({ regex: clientInVscode, message: 'Views and commands run tools.' });
	if (folder !== 'mcp')
		patterns.push({ regex: '^@modelcontextprotocol/', message: 'Only src/mcp touches the MCP SDK.' });
	return {
		files: [`src/${folder}/${'*/'.repeat(depth)}*.ts`],
		rules: { 'no-restricted-imports': ['error', { patterns }] },
	};
}

export default tseslint.config(
	{ ignores: ['dist/', 'out/', 'node_modules/', 'tools/*/node_modules/', 'tools/**/node_modules/'] },
	{
		files: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
		extends: [tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
			eqeqeq: 'error',
		},
	},
	{
		files: ['src/**/*.ts'],
		rules: { 'no-console': 'error' },
	},
	{
		files: ['test/**/*.ts', 'bench/**/*.ts'],
		rules: {
			'@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [] }],
			'@typescript-eslint/no-non-null-assertion': 'off',
		},
	},
	...Object.entries(mayImport).flatMap(([folder, allowed]) =>
		[0, 1].map((depth) => folderRule(folder, allowed, depth)),
	),
);
