/** Of each language that the editor has: what stands for an English text. Put in by the build. */
declare const pageTexts: Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Set by the panel's HTML; in a chat the host is the parent window. */
// eslint-disable-next-line no-var -- `globalThis` has only what is declared so
declare var pageHost: { postMessage(message: unknown): void } | undefined;
