/** Texts in the person's language. */
export interface L10n {
	t(message: string, ...args: (string | number)[]): string;
}

/** Where the person is: language and time zone. */
export interface Place {
	readonly l10n: L10n;
	/** For `Intl`; undefined for the browser's own. */
	readonly language: string | undefined;
	readonly timeZone: string | undefined;
}
