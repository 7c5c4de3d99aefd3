import { inHours } from '../../schedules/shift-shape.ts';
import type { Duty } from './cover-duties.ts';

/** What is known of somebody who may take a shift; what could not be read is undefined. */
export interface CoverFacts {
	readonly name: string;
	readonly inRotation: boolean | undefined;
	readonly during: readonly Duty[];
	readonly awakePercent: number | undefined;
	/** In the weeks before the shift. */
	readonly milliseconds: number | undefined;
	readonly interruptions: number | undefined;
	readonly asleep: number | undefined;
	/** Incidents of its services that they resolved. */
	readonly resolved: number | undefined;
	/** How long they would be on call without a break, and how long the shift itself is, in milliseconds. */
	readonly stretch: number;
	readonly shift: number;
}

/** Not on call elsewhere, then awake for half of it at least, then who knows it, then who is awake longest, then who had least to do. */
export function rankCover<Facts extends CoverFacts>(people: readonly Facts[]): Facts[] {
	return people.toSorted(
		(a, b) =>
			busy(a.during) - busy(b.during) ||
			Number(mostlyAsleep(a)) - Number(mostlyAsleep(b)) ||
			Number(knows(b)) - Number(knows(a)) ||
			awakeStep(b) - awakeStep(a) ||
			(a.milliseconds ?? 0) - (b.milliseconds ?? 0) ||
			(a.asleep ?? 0) - (b.asleep ?? 0) ||
			(a.interruptions ?? 0) - (b.interruptions ?? 0) ||
			a.name.localeCompare(b.name),
	);
}

/** 0 free, 1 a backup elsewhere, 2 first to be paged elsewhere. */
function busy(during: readonly Duty[]): number {
	if (during.length === 0) return 0;
	return during.some(({ level }) => level === 1) ? 2 : 1;
}

function knows({ inRotation, resolved = 0 }: CoverFacts): boolean {
	return inRotation === true || resolved > 0;
}

/** Whoever would be woken is worse than whoever must look things up. */
function mostlyAsleep({ awakePercent }: CoverFacts): boolean {
	return awakePercent !== undefined && awakePercent < 50;
}

/** In quarters: a few minutes decide nothing. Of whom nobody knows the clock, half is taken. */
function awakeStep({ awakePercent = 50 }: CoverFacts): number {
	return Math.floor(awakePercent / 25);
}

/** What speaks for somebody, and what against. */
export function reasonsOf(facts: CoverFacts): { readonly for?: string[]; readonly against?: string[] } {
	const { inRotation, during, awakePercent, milliseconds, asleep, resolved = 0, stretch, shift } = facts;
	const pro: string[] = [];
	const contra: string[] = [];
	const degree = busy(during);
	if (degree === 0) pro.push('not on call elsewhere');
	else contra.push(degree === 2 ? 'first to be paged elsewhere' : 'backup elsewhere');
	if (inRotation) pro.push('in the rotation');
	if (resolved > 0) pro.push(`resolved ${resolved} of its incidents`);
	if (!knows(facts)) contra.push('no known experience with it');
	if (awakePercent === undefined) contra.push('time zone unknown');
	else if (awakePercent >= 75)
		pro.push(awakePercent === 100 ? 'awake all the time' : `awake for ${awakePercent}% of it`);
	else contra.push(awakePercent === 0 ? 'asleep all the time' : `awake for only ${awakePercent}% of it`);
	if (milliseconds === 0) pro.push('not on call in the weeks before');
	if (asleep !== undefined && asleep >= 3) contra.push(`woken ${asleep} times lately`);
	if (stretch > shift) contra.push(`on call for ${inHours(stretch)} h without a break then`);
	return { ...(pro.length > 0 && { for: pro }), ...(contra.length > 0 && { against: contra }) };
}
