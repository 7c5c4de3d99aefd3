/** How much rarer PagerDuty is looked at while nobody looks at the window. */
const unfocusedFactor = 3;
/** While the person answers for what happens. */
const urgentMs = 20_000;

/**
 * Milliseconds from one look at PagerDuty to the next; 0 for none.
 * @param interval what the person has set
 * @param urgent whether the person is on call or has an open incident: then a look must not wait for the focus
 */
export function pace(
	interval: number,
	{ focused, urgent }: { readonly focused: boolean; readonly urgent: boolean },
): number {
	if (urgent) return Math.min(interval, urgentMs);
	return focused ? interval : interval * unfocusedFactor;
}
