/** A node of what a tool told, as the text shows it. */
interface Node {
	readonly name: string;
	readonly value: string;
	readonly inner: Node[];
	/** It begins an item of a list. */
	readonly item: boolean;
}

/**
 * What a tool told, read from the very text that a model reads: one fact a line, indented, `- ` before the items of a list.
 * Scripted paths find in it what a model would.
 */
export class Told {
	readonly text: string;
	readonly #nodes: readonly Node[];

	constructor(text: string, nodes: readonly Node[] = parse(text)) {
		this.text = text;
		this.#nodes = nodes;
	}

	/** The value of a fact at a dotted path; empty where there is none. */
	of(path: string): string {
		return this.#find(path)?.value ?? '';
	}

	number(path: string): number {
		const value = this.of(path).replace(/^#/, '');
		return value === '' ? Number.NaN : Number(value);
	}

	/** A list that stands on one line. */
	values(path: string): string[] {
		const value = this.of(path);
		if (value === '' || value === 'none') return [];
		return value.split(/, (?=(?:[^"]*"[^"]*")*[^"]*$)/).map((one) => one.replace(/^"(.*)"$/, '$1'));
	}

	/** The items of a list. */
	rows(path: string): Told[] {
		const inner = this.#find(path)?.inner ?? [];
		const items: Node[][] = [];
		for (const node of inner) {
			if (node.item) items.push([node]);
			else items.at(-1)?.push(node);
		}
		return items.map((nodes) => new Told(this.text, nodes));
	}

	/** A part that is an object. */
	part(path: string): Told {
		return new Told(this.text, this.#find(path)?.inner ?? []);
	}

	#find(path: string): Node | undefined {
		let nodes = this.#nodes;
		let found: Node | undefined;
		for (const name of path.split('.')) {
			found = nodes.find((node) => node.name === name);
			nodes = found?.inner ?? [];
		}
		return found;
	}
}

function parse(text: string): Node[] {
	const root: Node[] = [];
	const open: { indent: number; inner: Node[] }[] = [{ indent: -1, inner: root }];
	for (const line of text.split('\n')) {
		const match = /^( *)(- )?([A-Za-z0-9_.]+):(?: (.*))?$/.exec(line);
		if (!match) continue;
		const [, spaces = '', dash = '', name = '', value = ''] = match;
		// An item's first fact stands as deep as the facts below it.
		const indent = spaces.length + dash.length;
		while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
		const node: Node = { name, value, inner: [], item: dash !== '' };
		open.at(-1)?.inner.push(node);
		open.push({ indent, inner: node.inner });
	}
	return root;
}
