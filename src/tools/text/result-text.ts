/** A result as text that is complete by itself, for clients that show or pass on only text: YAML-like, one fact a line. */
export function resultText(value: Readonly<Record<string, unknown>>): string {
	return lines(value, '').join('\n');
}

function lines(object: object, indent: string): string[] {
	return Object.entries(object).flatMap(([name, value]) => entry(name, value, indent));
}

function entry(name: string, value: unknown, indent: string): string[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) {
		if (value.every((item) => typeof item !== 'object'))
			return [`${indent}${name}: ${value.map(listed).join(', ') || 'none'}`];
		return [`${indent}${name}:`, ...value.flatMap((item) => listItem(item, indent))];
	}
	if (typeof value === 'object') return [`${indent}${name}:`, ...lines(value, `${indent}  `)];
	return [`${indent}${name}: ${scalar(value, `${indent}  `)}`];
}

function listItem(item: unknown, indent: string): string[] {
	if (typeof item !== 'object' || item === null) return [`${indent}- ${scalar(item)}`];
	const [first, ...rest] = lines(item, `${indent}  `);
	return first === undefined ? [`${indent}- {}`] : [`${indent}- ${first.trimStart()}`, ...rest];
}

/** A value of a list on one line: one with a comma in it cannot pass for two. */
function listed(value: unknown): string {
	return typeof value === 'string' && /[,"\n]/.test(value) ? JSON.stringify(value) : scalar(value);
}

/** Further lines of a text are indented, so that they cannot pass for fields. */
function scalar(value: unknown, indent = ''): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text.includes('\n') ? text.split('\n').join(`\n${indent}`) : text;
}
