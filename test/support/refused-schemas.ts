/**
 * Keywords of JSON Schema that a model provider or a client refuses, with a place where that was seen. One such keyword in one tool
 * makes the provider refuse the whole request, so that every tool of every server is lost.
 */
const refusedKeywords: Readonly<Record<string, string>> = {
	// Gemini: "Unknown name …: Cannot find field".
	exclusiveMinimum: 'Gemini: danny-avila/LibreChat#13845, zendev-sh/goai#108',
	exclusiveMaximum: 'Gemini: zed-industries/zed#29400, zendev-sh/goai#108',
	const: 'Gemini: zed-industries/zed#45552, leroylim/zabbix-mcp-server-nodejs#6',
	additionalProperties: 'Gemini: promptfoo/promptfoo#6902, GetStream/Vision-Agents#513',
	patternProperties: 'Gemini: zendev-sh/goai#108',
	propertyNames: 'Gemini: zendev-sh/goai#108',
	$schema: 'Gemini: GetStream/Vision-Agents#513',
	examples: 'Gemini: QuantumNous/new-api#846',
	title: 'Gemini before November 2025: typia.io, IGeminiSchema',
	// Gemini: references are not resolved, or refused beside other keywords.
	$ref: 'Gemini: anomalyco/opencode#12295',
	$defs: 'Gemini: google-gemini/gemini-cli#13326',
	definitions: 'Gemini: google-gemini/gemini-cli#13142',
	// "Default value is not supported in function declaration schema for Google AI".
	default: 'Gemini: google/adk-python#3275; GPT-4 in Copilot: microsoft/vscode-copilot-chat toolSchemaNormalizer.ts',
	// "only 'enum' and 'date-time' are supported for STRING type".
	format: 'Gemini: google-gemini/gemini-cli#3178',
	// "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level".
	oneOf: 'OpenAI: nspady/google-calendar-mcp#39; Anthropic: anthropics/claude-code#27337',
	anyOf: 'OpenAI: nspady/google-calendar-mcp#39; Anthropic: anthropics/claude-code#40075',
	allOf: 'OpenAI, inside too: makenotion/notion-mcp-server#102; Anthropic: anthropics/claude-code#27337',
	not: 'OpenAI: nspady/google-calendar-mcp#39',
	if: 'Claude and GPT-4 in Copilot: microsoft/vscode-copilot-chat toolSchemaNormalizer.ts',
	then: 'Claude and GPT-4 in Copilot: microsoft/vscode-copilot-chat toolSchemaNormalizer.ts',
	else: 'Claude and GPT-4 in Copilot: microsoft/vscode-copilot-chat toolSchemaNormalizer.ts',
	prefixItems: 'Gemini: docs.rs/crate/systemprompt-models, gemini_invariants.rs',
	// "int too big to convert": the bounds that zod gives integers.
	minimum: 'GPT-4 in Copilot: toolSchemaNormalizer.ts; Anthropic when large: RevenueCat/ai-toolkit#26',
	maximum: 'Anthropic when large: anthropics/claude-code#48332, RevenueCat/ai-toolkit#26',
	// What Copilot takes away for GPT-4, whose API answers them with an empty 400.
	...Object.fromEntries(
		[
			...['minLength', 'maxLength', 'pattern', 'multipleOf', 'minItems', 'maxItems', 'uniqueItems'],
			...['minProperties', 'maxProperties', 'unevaluatedProperties', 'unevaluatedItems'],
			...['contains', 'minContains', 'maxContains'],
		].map((key) => [key, 'GPT-4 in Copilot: microsoft/vscode-copilot-chat toolSchemaNormalizer.ts']),
	),
};

/** What is left: known to all. */
const takenKeywords: readonly string[] = ['type', 'description', 'enum', 'items', 'properties', 'required'];

const scalars: readonly unknown[] = ['string', 'integer', 'number', 'boolean'];

/** OpenAI and Copilot: langchain-ai/open_deep_research#80, getsentry/sentry-mcp#106, toolSchemaNormalizer.ts. */
const longestDescription = 1024;

/**
 * 64 for OpenAI, Anthropic and Gemini, less what clients put before the name: Claude Code `mcp__oncall-for-pagerduty__`
 * (anthropics/claude-code#2326), VS Code up to 18 characters (microsoft/vscode#243602).
 */
const longestName = 64 - 'mcp__oncall-for-pagerduty__'.length;

/** OpenAI: zed-industries/zed#32946. */
export const mostTools = 128;

/** A tool as a client gets it. */
export interface DeclaredTool {
	readonly name: string;
	readonly description: string;
	readonly inputSchema: Readonly<Record<string, unknown>>;
	readonly outputSchema: Readonly<Record<string, unknown>>;
}

/** What a provider or a client would refuse of this tool, each with its source; empty if all take it. */
export function refusals({ name, description, inputSchema, outputSchema }: DeclaredTool): string[] {
	const { properties } = inputSchema;
	return [
		// Gemini: "Must start with a letter or an underscore" (wonderwhy-er/DesktopCommanderMCP#79).
		...(new RegExp(`^[a-zA-Z_][a-zA-Z0-9_-]{0,${longestName - 1}}$`).test(name) ? [] : ['its name']),
		...descriptionOf(description, 'its description'),
		...objectOf(inputSchema, 'inputSchema'),
		// Gemini: "properties: should be non-empty for OBJECT type" (pipecat-ai/pipecat-flows#110).
		...(isRecord(properties) && Object.keys(properties).length > 0 ? [] : ['inputSchema: no properties']),
		// The SDK's clients drop all tools if one has another type (Wynelson94/longhand#10, trycua/cua#2977).
		...objectOf(outputSchema, 'outputSchema'),
	];
}

function objectOf(schema: Readonly<Record<string, unknown>>, at: string): string[] {
	const { type, properties, required = [] } = schema;
	if (type !== 'object' || !isRecord(properties)) return [`${at}: not an object with properties`];
	return [
		...keywordsOf(schema, at),
		// Copilot takes them away for providers that refuse them: toolSchemaNormalizer.ts.
		...(Array.isArray(required) && required.every((name) => typeof name === 'string' && name in properties)
			? []
			: [`${at}: requires what it has not`]),
		...Object.entries(properties).flatMap(([name, value]) => [
			// Anthropic (beautyfree/appstore-connect-mcp#2); Vertex AI: letters, digits and underscores only (FunctionDeclaration).
			...(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/.test(name) ? [] : [`${at}.${name}: its name`]),
			...valueOf(value, `${at}.${name}`),
		]),
	];
}

function valueOf(schema: unknown, at: string): string[] {
	// Gemini CLI skips tools with arguments without a type (arben-adm/mcp-sequential-thinking#12).
	if (!isRecord(schema)) return [`${at}: not a schema with a type`];
	const { type, enum: values, items, description } = schema;
	return [
		...keywordsOf(schema, at),
		...(description === undefined ? [] : descriptionOf(description, at)),
		// Gemini: "Proto field is not repeating, cannot start list" (zed-industries/zed#44875). Objects inside are not flat.
		...(scalars.includes(type) || type === 'array' || (at.startsWith('outputSchema') && type === 'object')
			? []
			: [`${at}: type ${JSON.stringify(type)}`]),
		// Gemini: only strings that are not empty (router-for-me/CLIProxyAPI#1076, decolua/9router#359, anomalyco/opencode#46676),
		// and at least one (elastic/kibana#286302).
		...(values === undefined ||
		(type === 'string' && Array.isArray(values) && values.length > 0 && values.every((value) => isName(value)))
			? []
			: [`${at}: enum of something else than names`]),
		// Copilot: "array type must have items" (microsoft/vscode#246119); one schema, not a list of them: toolSchemaNormalizer.ts.
		...(at.startsWith('outputSchema') || (items !== undefined) === (type === 'array')
			? []
			: [`${at}: array without items`]),
		...(items === undefined ? [] : itemsOf(items, `${at}.items`)),
	];
}

/** Lists of lists and of objects are not flat. */
function itemsOf(items: unknown, at: string): string[] {
	if (isRecord(items) && !scalars.includes(items['type'])) return [`${at}: type ${JSON.stringify(items['type'])}`];
	return valueOf(items, at);
}

function keywordsOf(schema: Readonly<Record<string, unknown>>, at: string): string[] {
	return Object.keys(schema)
		.filter((key) => !takenKeywords.includes(key))
		.map((key) => `${at}: ${key} (${refusedKeywords[key] ?? 'nobody is known to take it'})`);
}

function descriptionOf(description: unknown, at: string): string[] {
	return isName(description) && description.length <= longestDescription ? [] : [`${at}: empty or too long`];
}

function isName(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
