/** The id of the service that a Backstage catalogue, `catalog-info.yaml`, names for its component. */
export function serviceOfCatalogue(yaml: string): string | undefined {
	return /^\s*["']?pagerduty\.com\/service-id["']?\s*:\s*["']?([A-Za-z0-9]{1,40})["']?\s*(?:#.*)?$/m.exec(yaml)?.[1];
}

/** Whether a service is called like a repository: `Payments API` and `payments-api`. */
export function sameName(service: string, repository: string): boolean {
	const key = plain(service);
	return key !== '' && key === plain(repository);
}

/** What the names of services to compare with begin with; undefined where that would be all of them. */
export function nameBegins(repository: string): string | undefined {
	const [first] = repository
		.normalize('NFC')
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word.length > 1);
	return first?.slice(0, 100);
}

function plain(name: string): string {
	return name
		.normalize('NFC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');
}
