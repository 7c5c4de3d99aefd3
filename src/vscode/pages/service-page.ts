import * as vscode from 'vscode';
import * as z from 'zod';
import { panelTypes } from '../ids.ts';
import { AskedAgain } from './asked-again.ts';
import { pageTools } from './page-tools.ts';
import type { PanelPage } from './panel-page.ts';

/** What `get_service` tells of the service, as far as the panel shows it. */
const Told = z.object({ service: z.object({ name: z.string(), url: z.string().optional() }) });

/** The page of a service. */
export const servicePage: PanelPage = {
	name: 'service',
	type: panelTypes.service,
	title: () => vscode.l10n.t('Service'),
	load: () => import('page:service'),
	tools: pageTools.service,
	subject: z.strictObject({ service: z.string().regex(/^[A-Za-z0-9]{1,40}$/) }),
	// It only reads, and of more than the service: who is on call for it.
	mayCall: () => true,
	follow: (subject, panel, parts) => {
		let url: string | undefined;
		const asked = new AskedAgain(subject, panel, parts, ({ incidents = [], oncall }) => {
			const own = incidents.some(({ service_id: id }) => id === subject['service']);
			return own || oncall === true;
		});
		return {
			begin: () => asked.begin(),
			seen: () => asked.seen(),
			heard: (output) => {
				const { data: told } = Told.safeParse(output);
				if (!told) return;
				panel.name(told.service.name);
				url = told.service.url;
			},
			leadsTo: (address) => address === url,
			dispose: () => asked.dispose(),
		};
	},
};
