import { resourceTemplates, singleResources } from './catalogue.ts';
import type { ResourceTemplate, SingleResource } from './resource.ts';

/** What an address means. */
export type Found =
	| { readonly resource: SingleResource; readonly written?: undefined }
	/** With what stands in it for the object. */
	| { readonly resource: ResourceTemplate; readonly written: string };

/** An address that goes on behind the object belongs to the template that has that end. */
const mostSpecificFirst = [...resourceTemplates].sort((a, b) => b.template.length - a.template.length);

/** The resource that an address means, whether or not there is such an object; undefined where it means none. */
export function findResource(address: string): Found | undefined {
	const resource = singleResources.find((one) => one.address === address);
	if (resource) return { resource };
	for (const template of mostSpecificFirst) {
		const [start = '', end = ''] = template.template.split('{id}');
		if (!address.startsWith(start) || !address.endsWith(end)) continue;
		const written = decoded(address.slice(start.length, address.length - end.length));
		if (written.trim() !== '') return { resource: template, written };
	}
	return undefined;
}

/** The address of a resource of this object. */
export function addressOf({ template }: Pick<ResourceTemplate, 'template'>, id: string): string {
	return template.replace('{id}', encodeURIComponent(id));
}

/** Some clients put a title into an address as it is, with a percent sign that encodes nothing. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
