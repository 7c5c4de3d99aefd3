import * as vscode from 'vscode';
import type { ShownIncident } from '../../tools/shapes/incident.ts';

const scheme = 'pagerduty-incident';

/** Where the editor looks up how an incident's row is decorated. No file is behind it. */
export function incidentUri({ id, status }: ShownIncident): vscode.Uri {
	return vscode.Uri.from({ scheme, path: `/${id}`, query: status });
}

/** Dims the rows of incidents that nobody has to take on any more. */
export function registerDimmedRows(): vscode.Disposable {
	const dimmed = new vscode.FileDecoration(
		undefined,
		undefined,
		new vscode.ThemeColor('pagerduty.settledIncidentForeground'),
	);
	return vscode.window.registerFileDecorationProvider({
		provideFileDecoration: (uri) => (uri.scheme === scheme && uri.query !== 'triggered' ? dimmed : undefined),
	});
}
