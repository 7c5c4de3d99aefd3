/** User settings that keep the editor quiet: no telemetry, no look-ups, no welcome, nothing beside the extension. */
export const quietSettings = {
	'chat.agentHost.enabled': false,
	'extensions.autoCheckUpdates': false,
	'extensions.autoUpdate': false,
	'extensions.ignoreRecommendations': true,
	'git.enabled': false,
	'remote.autoForwardPorts': false,
	'security.workspace.trust.enabled': false,
	'telemetry.telemetryLevel': 'off',
	'update.mode': 'none',
	'update.showReleaseNotes': false,
	'workbench.enableExperiments': false,
	'workbench.startupEditor': 'none',
	'workbench.tips.enabled': false,
	'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** What a demo window starts with; the person may change it. */
export const demoSettings = {
	...quietSettings,
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
};
