/** Where `login` can keep a sign-in. */
export const storeNames = ['keyring', 'file'] as const;
export type StoreName = (typeof storeNames)[number];
