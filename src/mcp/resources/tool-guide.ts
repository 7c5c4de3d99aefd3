import type { SingleResource } from './resource.ts';

/** The tools that are offered, each in a line. */
export const toolGuide: SingleResource = {
	address: 'pagerduty://docs/tools',
	format: 'markdown',
	name: 'tools',
	title: 'The tools in short',
	description: 'The PagerDuty tools that are offered now, each in a line. Nobody needs to read it before a call.',
	needs: [],
	async read({ offered }) {
		const lines = (await offered()).map(({ name, title }) => `- \`${name}\`: ${title}`);
		return ['# PagerDuty tools', 'What each takes and gives is told in its own description.', lines.join('\n')].join(
			'\n\n',
		);
	},
	isChangedBy: () => false,
};
