import { accountFinders } from './account/shared/finders.ts';
import { automationFinders } from './automation/shared/finders.ts';
import { communicationFinders } from './communication/shared/finders.ts';
import { eventsFinders } from './events/shared/finders.ts';
import { oncallFinders } from './oncall/shared/finders.ts';
import { peopleFinders } from './people/shared/finders.ts';
import { scheduleFinders } from './schedules/finders.ts';
import { servicesFinders } from './services/shared/finders.ts';
import type { ObjectKind } from './core/directory.ts';
import type { Finder } from './names/finder.ts';

/** Each kind of object that can be given by name, from the area that it belongs to. */
export const finders: Readonly<Record<ObjectKind, Finder>> = {
	...servicesFinders,
	...peopleFinders,
	...oncallFinders,
	...scheduleFinders,
	...accountFinders,
	...automationFinders,
	...communicationFinders,
	...eventsFinders,
};
