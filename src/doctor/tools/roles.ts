import type { Tool } from '../../tools/core/tool.ts';

/** What a person's base role allows, as PagerDuty documents its roles. Roles in a team or on an object can allow more. */
export interface Role {
	/** As it stands in PagerDuty's own pages. */
	readonly name: string;
	/** Ends a sentence: "This role …". */
	readonly allows: string;
	/** Whether a change by this tool is in doubt, or never allowed. */
	refuses(tool: Pick<Tool, 'access' | 'toolset' | 'name'>): 'never' | 'doubtful' | undefined;
}

type Judged = Parameters<Role['refuses']>[0];

const everything = () => undefined;
const changes = ({ access }: Judged) => access !== 'read';
/** PagerDuty keeps the audit trail to those who administer the account. */
const audit = ({ name }: Judged) => name === 'list_audit_records';
const people = ({ access, toolset }: Judged) => access === 'administer' && toolset === 'people';
const doubtful = (...when: ((tool: Judged) => boolean)[]) => {
	return (tool: Judged) => (when.some((each) => each(tool)) ? ('doubtful' as const) : undefined);
};
const onlyReads = (tool: Judged) => (changes(tool) || audit(tool) ? ('never' as const) : undefined);

/** By PagerDuty's names for them in the API. */
const roles: Readonly<Record<string, Role>> = {
	owner: { name: 'Account Owner', allows: 'may do everything', refuses: everything },
	admin: { name: 'Global Admin', allows: 'may do everything that the API offers', refuses: everything },
	user: {
		name: 'Manager',
		allows: 'may respond to incidents and change configuration, but not other people',
		refuses: doubtful(people, audit),
	},
	limited_user: {
		name: 'Responder',
		allows: 'may respond to incidents, and change configuration only where a role in a team allows it',
		refuses: doubtful(({ access }) => access === 'administer', audit),
	},
	observer: {
		name: 'Observer',
		allows: 'may look at things, and change only what a role in a team or on an object allows',
		refuses: doubtful(changes, audit),
	},
	restricted_access: {
		name: 'Restricted Access',
		allows: 'may see and change only what a role in a team or on an object allows',
		refuses: doubtful(() => true),
	},
	read_only_user: {
		name: 'Full Stakeholder',
		allows: 'may look at things and change nothing but their own settings',
		refuses: onlyReads,
	},
	read_only_limited_user: {
		name: 'Limited Stakeholder',
		allows: 'may look at what stakeholders are shown and change nothing but their own settings',
		refuses: onlyReads,
	},
};

/** What a role allows; undefined for one that is not known. @param role as PagerDuty's API names it */
export function roleOf(role: string | undefined): Role | undefined {
	return role !== undefined && Object.hasOwn(roles, role) ? roles[role] : undefined;
}
