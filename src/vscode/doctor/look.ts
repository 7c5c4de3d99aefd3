import * as vscode from 'vscode';
import { examine } from '../../doctor/examine.ts';
import { reportText } from '../../doctor/report.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { slowAction } from '../commands/shared/slow-action.ts';
import { inEditor, type InEditorParts } from './in-editor.ts';

export interface LookParts extends InEditorParts {
	readonly version: string;
	readonly clock: Clock;
}

/** Looks at everything between this editor and PagerDuty, which can be cancelled; gives the report as text, without secrets. */
export async function lookAtConnection(parts: LookParts): Promise<string> {
	const { version, clock } = parts;
	const title = vscode.l10n.t('Checking the connection to PagerDuty');
	const findings = await slowAction(clock, title, ({ signal }) => examine(inEditor(parts), signal));
	const host = `VS Code ${vscode.version} on ${process.platform} ${process.arch}`;
	return reportText(findings, { version, host, at: clock.now() });
}
