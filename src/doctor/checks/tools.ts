import { notAsked, type Check } from '../check.ts';
import type { Fact, Finding } from '../finding.ts';
import { standingOf, type Standing } from '../tools/standing.ts';

type Works = Standing['works'];

const headings: Readonly<Record<Exclude<Works, 'yes'>, string>> = {
	no: 'do_not_work',
	doubtful: 'may_be_refused',
	partly: 'work_in_part',
	notOffered: 'not_offered',
};

/** Which tools work, and why others do not. No change is sent to find out. */
export const toolsCheck: Check = {
	name: 'tools',
	title: 'Tools',
	async run(readings): Promise<Finding> {
		const account = await readings.account().catch(() => undefined);
		const identity = await readings.identity().catch(() => undefined);
		if (!account || !identity) return notAsked(readings);
		const { tools, policy, words } = readings.subject;
		const abilities = await readings.abilities().catch(() => undefined);
		const scopes = await readings.scopes();
		const known = { scopes, sender: account.from, identity, abilities, policy };
		const judged = tools.map((tool) => ({ tool, standing: standingOf(tool, known) }));
		const count = (works: Works) => judged.filter(({ standing }) => standing.works === works).length;
		const facts: Record<string, Fact> = { all: tools.length, work: count('yes') };
		for (const [works, heading] of Object.entries(headings)) {
			const why: Record<string, string[]> = {};
			for (const { tool, standing } of judged)
				if (standing.works === works && 'why' in standing) (why[standing.why] ??= []).push(tool.name);
			if (Object.keys(why).length > 0) facts[heading] = why;
		}
		const parts = [
			`${count('yes')} of ${tools.length} tools work`,
			...(count('partly') > 0 ? [`${count('partly')} work in part`] : []),
			...(count('doubtful') > 0 ? [`PagerDuty may refuse ${count('doubtful')}`] : []),
			...(count('no') > 0 ? [`${count('no')} do not work`] : []),
			...(count('notOffered') > 0 ? [`agents are not offered the other ${count('notOffered')}`] : []),
		];
		const unasked =
			identity.kind === 'account'
				? ' Whether the key is read-only shows only when a change is tried.'
				: ' PagerDuty does not list everything that a plan lacks, so a call may still be refused.';
		const none = count('yes') + count('partly') + count('doubtful') === 0;
		return {
			verdict: none ? 'problem' : count('no') + count('doubtful') + count('partly') > 0 ? 'warning' : 'ok',
			message: `${parts.join('; ')}.${unasked}`,
			facts,
			...(none && { next: words.widen }),
		};
	},
};
