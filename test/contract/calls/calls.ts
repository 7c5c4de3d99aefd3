/**
 * Calls of each tool of an area that between them use every argument. In any text, `$incident` stands for the id of an open
 * incident that was just triggered (`$alert` and `$note` for one of its own), `$other`, `$acknowledged` and `$resolved` for
 * further ones, `$checkout_integration` for that of Checkout which takes events, `$routing_key` for the key of an integration that takes events.
 */
export type Calls = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
