/** An object of a reply. */
export type JsonObject = Record<string, unknown>;
