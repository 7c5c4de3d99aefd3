import type { Tool } from '../tool.ts';
import { sendChangeEvent } from './send-change-event.ts';
import { sendEvent } from './send-event.ts';
import { updateEvent } from './update-event.ts';

/** In the order in which they are offered. */
export const eventsTools: readonly Tool[] = [sendEvent, updateEvent, sendChangeEvent];
