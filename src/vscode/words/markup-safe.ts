/**
 * Text from outside (titles, names) for the places of the editor that read markup. The tools have already removed what is
 * invisible; here it is kept from becoming links, icons or formatting.
 */

/** For a MarkdownString: every character that Markdown, HTML or theme icons know is escaped, line breaks become spaces. */
export function safeForMarkdown(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** For labels that show `$(icon)` as an icon: quick picks and the status bar. */
export function safeForLabel(text: string): string {
	return text.replace(/\s+/g, ' ').replaceAll('$(', '$ (');
}

/** For notifications, which turn `[text](command:…)` into a link that runs the command. */
export function safeForNotification(text: string, max = 120): string {
	const line = safeForLabel(text).replaceAll('](', '] (');
	return line.length <= max ? line : `${line.slice(0, max - 1)}…`;
}
