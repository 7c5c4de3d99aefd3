/** Tools whose samples work only where the samples of other tools have been called before: which ones, in this order. */
export const calledFirst: Readonly<Record<string, readonly string[]>> = {
	update_escalation_policy: ['create_escalation_policy'],
	delete_escalation_policy: ['create_escalation_policy', 'update_escalation_policy'],
	update_service: ['create_service'],
	delete_service: ['create_service', 'update_service'],
	update_user: ['create_user'],
	delete_user: ['create_user', 'update_user'],
	set_notification_rule: ['set_contact_method'],
	delete_contact_method: ['set_contact_method'],
	set_team_member: ['set_team'],
	delete_team: ['set_team'],
	update_schedule: ['create_schedule'],
	set_rotation: ['create_schedule', 'update_schedule'],
	delete_schedule: ['create_schedule', 'update_schedule'],
	update_event: ['send_event'],
	add_status_page_update: ['create_status_page_post'],
	delete_webhook: ['set_webhook'],
};
