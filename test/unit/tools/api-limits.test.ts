import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { accessLevels, defaultToolsets, toolsets } from '../../../src/tools/core/access.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { instructionsFor } from '../../../src/tools/offer.ts';

/** Where somebody would look for what PagerDuty's API cannot do, and what is said there. */
const said: readonly (readonly [string, RegExp])[] = [
	['set_contact_method', /API cannot test a contact method/],
	['set_contact_method', /Push notifications are set up on the phone/],
	['set_notification_rule', /API cannot send a test notification/],
	['set_alert_grouping', /a threshold\) is set in the monitoring tool/],
	['create_service_integration', /a threshold\) is set in the monitoring tool/],
	['update_service', /when an alert fires is set in the monitoring tool/],
	['update_service', /cannot acknowledge incidents by itself/],
	['delete_user', /cannot deactivate people/],
	['set_team', /cannot put a team under another team/],
	['delete_override', /past ones cannot be removed/],
	['start_incident_workflow', /create a Jira ticket or post to Slack: the API cannot/],
	['list_automation_actions', /not what it printed/],
	['get_incident_metrics', /measures no costs/],
	['merge_incidents', /cannot be undone/],
];

describe('what PagerDuty’s API cannot do', () => {
	for (const [name, what] of said)
		it(`is said by ${name}: ${what.source}`, () => {
			assert.match(catalogue.find((tool) => tool.name === name)?.description ?? '', what);
		});

	it('is told to agents at the start, whatever they are offered', () => {
		for (const access of accessLevels)
			for (const areas of [defaultToolsets, toolsets, [toolsets[0]!]]) {
				const told = instructionsFor({ policy: { access, toolsets: areas }, widen: 'in the settings' });
				const whole =
					/API cannot test a contact method, .*threshold.*acknowledge .*automatically, delete an incident, or deactivate a user/;
				assert.match(told, whole);
			}
	});

	it('is told to people in the README', () => {
		const text = readFileSync('README.md', 'utf8').replaceAll(/\s+/g, ' ');
		assert.match(text, /API cannot test a contact method, set alert thresholds, acknowledge incidents automatically/);
	});
});
