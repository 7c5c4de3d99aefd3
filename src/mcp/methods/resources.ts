import { resourceTemplates, singleResources } from '../resources/catalogue.ts';
import type { Found } from '../resources/find.ts';
import { openIncidentResources } from '../resources/open-incidents.ts';
import { answerOf, type Content, type ResourceTools } from '../resources/resource.ts';
import { refuseCursor, type Method } from './method.ts';
import { readPage } from './pages.ts';
import { offeredOf, offeredResource, readable, resourceTools, type ToolsOfResources } from './offered-resources.ts';

/** For the list: somebody waits to choose. */
const listWaitMs = 3000;
/** For one resource, with all the requests to PagerDuty that it takes. */
const readWaitMs = 10_000;

const mimeTypes = { json: 'application/json', markdown: 'text/markdown' } as const;

/** `resources/list`, `resources/templates/list` and `resources/read`. */
export function resourceMethods(tools: ToolsOfResources) {
	return {
		'resources/list': async (params, { signal }) => {
			refuseCursor(params);
			const singles = await offeredOf(singleResources, tools);
			const incidents = await openIncidentResources(resourceTools(tools, signal, listWaitMs).ask);
			return {
				resources: [
					...singles.map(({ address, name, title, description, format }) => ({
						uri: address,
						name,
						title,
						description,
						mimeType: mimeTypes[format],
					})),
					...incidents.map((resource) => ({ ...resource, mimeType: mimeTypes.json })),
				],
			};
		},

		'resources/templates/list': async (params) => {
			refuseCursor(params);
			const templates = await offeredOf(resourceTemplates, tools);
			return {
				resourceTemplates: templates.map(({ template, name, title, description }) => ({
					uriTemplate: template,
					name,
					title,
					description,
					mimeType: mimeTypes.json,
				})),
			};
		},

		'resources/read': async (params, { signal }) => {
			const page = await readPage(params['uri'], tools);
			if (page) return page;
			const { uri, found } = await offeredResource('resources/read', params['uri'], tools);
			const content = await readable(contentOf(found, resourceTools(tools, signal, readWaitMs)));
			return {
				contents: [
					typeof content === 'string'
						? { uri, mimeType: mimeTypes.markdown, text: content }
						: { uri, mimeType: mimeTypes.json, text: JSON.stringify(content) },
				],
			};
		},
	} satisfies Record<string, Method>;
}

function contentOf({ resource, written }: Found, tools: ResourceTools): Promise<Content> {
	if (written === undefined) return resource.read(tools);
	const { tool, input } = resource.call(written);
	return answerOf(tools.ask, tool, input);
}
