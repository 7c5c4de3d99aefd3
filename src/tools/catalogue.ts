import type { Tool } from './tool.ts';

/** Every tool, in the order in which they are offered. */
export const catalogue: readonly Tool[] = [];
