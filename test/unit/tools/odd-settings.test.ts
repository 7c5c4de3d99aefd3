import assert from 'node:assert/strict';
import { alertGroupingSetting } from '../../../src/pagerduty/api/alert-grouping-settings.ts';
import { contactMethod } from '../../../src/pagerduty/api/contact-methods.ts';
import { maintenanceWindow } from '../../../src/pagerduty/api/maintenance-windows.ts';
import { notificationRule } from '../../../src/pagerduty/api/notification-rules.ts';
import { serviceDependency } from '../../../src/pagerduty/api/service-dependencies.ts';
import { team, teamMember } from '../../../src/pagerduty/api/teams.ts';
import { showAlertGrouping } from '../../../src/tools/shapes/alert-grouping.ts';
import { showContactMethod, showNotificationRule } from '../../../src/tools/people/shared/contact-method-shape.ts';
import { showMaintenanceWindow } from '../../../src/tools/services/shared/maintenance-window-shape.ts';
import { showTeam } from '../../../src/tools/people/shared/team-shape.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('odd records of settings', () => {
	it('show an alert grouping of an unknown type, with 0 or without configuration', () => {
		const odd = { id: 'P1', type: 'quantum', config: null, services: [{ id: 'S1' }, null], name: null };
		assert.deepEqual(showAlertGrouping(alertGroupingSetting.parse(odd)).services, ['S1']);
		const zero = { id: 'P1', type: 'time', config: { timeout: 0, time_window: 0 }, services: null };
		const view = showAlertGrouping(alertGroupingSetting.parse(zero));
		assert.deepEqual([view.timeout, view.time_window, view.services], [0, 0, undefined]);
	});

	it('show a contact method without label, of an unknown type or blocked', () => {
		const odd = contactMethod.parse({ id: 'C1', type: 'pigeon_contact_method', label: null, blacklisted: 'true' });
		assert.deepEqual(showContactMethod(odd, true), { id: 'C1', type: 'pigeon', blocked: true });
		const bare = contactMethod.parse({ id: 'C2', country_code: '44', address: 5550100, type: 'sms_contact_method' });
		assert.equal(showContactMethod(bare, true).address, '+44 5550100');
		assert.equal(showContactMethod(bare, false).address, undefined);
	});

	it('show a rule whose contact method is gone', () => {
		const view = showNotificationRule(notificationRule.parse({ id: 'R1', contact_method: null, urgency: 'high' }));
		assert.equal(view.by, 'a contact method that is gone');
	});

	it('show a maintenance window without times, services or author', () => {
		const view = showMaintenanceWindow(maintenanceWindow.parse({ id: 'W1', services: null }), new FakeClock());
		assert.deepEqual([view.state, view.services, view.created_by], [undefined, undefined, undefined]);
	});

	it('show a team without a name, a member without a role or without a person', () => {
		assert.equal(showTeam(team.parse({ id: 'T1', name: null, description: null })).name, 'T1');
		assert.deepEqual(teamMember.parse({ user: { id: 'P1' } }).user?.id, 'P1');
		assert.equal(teamMember.parse({ user: null, role: 7 }).user, undefined);
		assert.equal(serviceDependency.parse({ id: 1, supporting_service: null }).supporting_service, undefined);
	});

	it('clean the texts that people wrote', () => {
		const names = { name: 'Pay\u202Ements\u200B', description: 'a\u001b[31mb' };
		const view = showTeam(team.parse({ id: 'T1', ...names }));
		assert.deepEqual([view.name, view.description], ['Payments', 'ab']);
		assert.equal(showContactMethod(contactMethod.parse({ id: 'C', label: 'x\u2066\ny' }), false).label, 'x y');
	});
});
