import * as vscode from 'vscode';
import { safeForLabel } from '../words/markup-safe.ts';
import type { OpenPage } from './page.ts';
import type { Handlers } from './register.ts';
import { chooseNamed } from './shared/choose-named.ts';
import { findServices } from './shared/find-services.ts';
import { serviceOfRow } from './shared/link-targets.ts';
import type { IncidentSources } from './shared/incidents-meant.ts';

export interface ServicePageParts extends Pick<IncidentSources, 'toolbox' | 'clock'> {
	readonly openPage: OpenPage;
}

/** The command that opens a service's page: that of a heading's or an incident's row, or one that is chosen by its name. */
export function servicePageCommands({ toolbox, clock, openPage }: ServicePageParts): Pick<Handlers, 'openService'> {
	return {
		openService: async (clicked) => {
			const id = serviceOfRow(clicked);
			const service =
				id !== undefined
					? { id }
					: await chooseNamed<{ readonly id: string }>(
							{
								title: vscode.l10n.t('Open service page'),
								placeHolder: vscode.l10n.t('A service, by name'),
								search: async (text, signal) => {
									const { services, more } = await findServices(toolbox, text, signal);
									const items = services.map(({ id, name }) => ({ value: { id }, label: safeForLabel(name) }));
									return { items, more };
								},
							},
							clock,
						);
			if (service) await openPage('service', { service: service.id });
		},
	};
}
