/** Everything that package.json and the code both name. A test keeps them the same. */

export const viewIds = {
	incidents: 'pagerduty.incidents',
	oncall: 'pagerduty.oncall',
	activity: 'pagerduty.activity',
	connections: 'pagerduty.connections',
} as const;

/** Kinds of panels, one a page, by which the editor knows them again after a restart. */
export const panelTypes = {
	incident: 'pagerduty.incident',
	oncall: 'pagerduty.oncallPage',
	report: 'pagerduty.reportPage',
	service: 'pagerduty.servicePage',
} as const;

export type PageName = keyof typeof panelTypes;

/** Of the accounts in the editor's own menu. */
export const authenticationId = 'pagerduty';

export const mcpProviderId = 'pagerduty.mcp';

export const contextKeys = {
	/** `unknown`, `unreadable`, `signedOut`, `signedIn`, `expired` */
	auth: 'pagerduty.auth',
	demo: 'pagerduty.demo',
	/** Whether a filter is set. */
	filtered: 'pagerduty.filtered',
	/** A `ViewState` */
	incidents: 'pagerduty.incidentsState',
	oncall: 'pagerduty.oncallState',
	/** For a moment, when a page opens that is no document. */
	pageOpened: 'pagerduty.pageOpened',
} as const;

export const settingIds = {
	agentAccess: 'pagerduty.agentAccess',
	toolsets: 'pagerduty.toolsets',
	refreshInterval: 'pagerduty.refreshInterval',
	notifications: 'pagerduty.notifications',
	notificationServices: 'pagerduty.notificationServices',
	notificationPriority: 'pagerduty.notificationPriority',
	shiftReminders: 'pagerduty.shiftReminders',
	statusBar: 'pagerduty.statusBar',
	service: 'pagerduty.service',
	mcpPort: 'pagerduty.mcp.port',
	recordEnabled: 'pagerduty.record.enabled',
	notesVia: 'pagerduty.notes.via',
	oauthClientId: 'pagerduty.oauth.clientId',
	oauthCallbackPort: 'pagerduty.oauth.callbackPort',
	oauthScopes: 'pagerduty.oauth.scopes',
} as const;

/** The one table of commands: every id is registered, and nothing else. */
export const commandIds = {
	signIn: 'pagerduty.signIn',
	signOut: 'pagerduty.signOut',
	switchAccount: 'pagerduty.switchAccount',
	setClientSecret: 'pagerduty.setClientSecret',
	exploreDemo: 'pagerduty.exploreDemo',
	createIncident: 'pagerduty.createIncident',
	pagePerson: 'pagerduty.pagePerson',
	acknowledge: 'pagerduty.acknowledge',
	resolve: 'pagerduty.resolve',
	reopen: 'pagerduty.reopen',
	addNote: 'pagerduty.addNote',
	writeNote: 'pagerduty.writeNote',
	sendNote: 'pagerduty.sendNote',
	snooze: 'pagerduty.snooze',
	reassign: 'pagerduty.reassign',
	escalate: 'pagerduty.escalate',
	setPriority: 'pagerduty.setPriority',
	setUrgency: 'pagerduty.setUrgency',
	setField: 'pagerduty.setField',
	addResponders: 'pagerduty.addResponders',
	sendStatusUpdate: 'pagerduty.sendStatusUpdate',
	postToStatusPage: 'pagerduty.postToStatusPage',
	copyDetails: 'pagerduty.copyDetails',
	mergeInto: 'pagerduty.mergeInto',
	moveToService: 'pagerduty.moveToService',
	runWorkflow: 'pagerduty.runWorkflow',
	askAgent: 'pagerduty.askAgent',
	declareChange: 'pagerduty.declareChange',
	runAction: 'pagerduty.runAction',
	openPage: 'pagerduty.openPage',
	show: 'pagerduty.show',
	acknowledgeNewest: 'pagerduty.acknowledgeNewest',
	open: 'pagerduty.open',
	copyLink: 'pagerduty.copyLink',
	copyEditorLink: 'pagerduty.copyEditorLink',
	groupIncidents: 'pagerduty.groupIncidents',
	filterIncidents: 'pagerduty.filterIncidents',
	clearFilter: 'pagerduty.clearFilter',
	groupOncall: 'pagerduty.groupOncall',
	findIncident: 'pagerduty.findIncident',
	loadMore: 'pagerduty.loadMore',
	myShifts: 'pagerduty.myShifts',
	overrideShift: 'pagerduty.overrideShift',
	swapShifts: 'pagerduty.swapShifts',
	contactPerson: 'pagerduty.contactPerson',
	openSchedule: 'pagerduty.openSchedule',
	openOncallPage: 'pagerduty.openOncallPage',
	openReport: 'pagerduty.openReport',
	openService: 'pagerduty.openService',
	chooseService: 'pagerduty.chooseService',
	refresh: 'pagerduty.refresh',
	showLog: 'pagerduty.showLog',
	checkConnection: 'pagerduty.checkConnection',
	newConnection: 'pagerduty.newConnection',
	editConnection: 'pagerduty.editConnection',
	rotateConnection: 'pagerduty.rotateConnection',
	endConnection: 'pagerduty.endConnection',
	copyMcpConfiguration: 'pagerduty.copyMcpConfiguration',
	openActivity: 'pagerduty.openActivity',
	copyActivity: 'pagerduty.copyActivity',
	undoActivity: 'pagerduty.undoActivity',
	exportActivity: 'pagerduty.exportActivity',
	deleteActivity: 'pagerduty.deleteActivity',
} as const;

export type CommandName = keyof typeof commandIds;
