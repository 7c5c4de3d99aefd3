import { quoted } from '../../text/names.ts';
import { said, type Said, type Saying } from '../../text/said.ts';

interface Rule {
	readonly urgency?: string | undefined;
	readonly after_minutes?: number | undefined;
	/** The name of the contact method. */
	readonly by: string;
}

const urgencies: Readonly<Record<string, Saying>> = { high: said`high urgency`, low: said`low urgency` };

/** A notification rule, within a question. */
export function ruleText({ urgency = '', after_minutes: minutes = 0, by }: Rule): Said {
	return said`${urgencies[urgency] ?? said`any urgency`}, after ${minutes} min, by ${quoted(by)}`;
}
