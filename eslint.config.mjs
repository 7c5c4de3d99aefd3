import tseslint from 'typescript-eslint';
import { importRule } from './tools/import-rule.mjs';

export default tseslint.config(
	{ ignores: ['dist/', 'out/', 'node_modules/', 'tools/*/node_modules/', 'tools/**/node_modules/'] },
	{
		files: ['src/**/*.{ts,tsx}', 'test/**/*.ts', 'bench/**/*.ts', 'evals/**/*.ts'],
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
		files: ['src/**/*.{ts,tsx}'],
		plugins: { local: { rules: { imports: importRule } } },
		rules: { 'no-console': 'error', 'local/imports': 'error' },
	},
	{
		// Text from outside is only ever text.
		files: ['src/ui/**/*.{ts,tsx}'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{ selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
				{ selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text is never HTML.' },
				{
					selector: 'MemberExpression[property.name=/^(inner|outer)HTML$|^insertAdjacentHTML$/]',
					message: 'Text is never HTML.',
				},
			],
			'no-restricted-globals': ['error', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'localStorage'],
		},
	},
	{
		files: ['test/**/*.ts', 'bench/**/*.ts', 'evals/**/*.ts'],
		rules: {
			'@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [] }],
			'@typescript-eslint/no-non-null-assertion': 'off',
		},
	},
);
