/** The id of the service that a Backstage catalogue, `catalog-info.yaml`, names for its component. */
export function serviceOfCatalogue(yaml: string): string | undefined {
	return /^\s*["']?pagerduty\.com\/service-id["']?\s*:\s*["']?([A-Za-z0-9]{1,40})["']?\s*(?:#.*)?$/m.exec(yaml)?.[1];
}

/**
 * The team that owns what no other rule of a CODEOWNERS file names, without its organization; undefined where that is nobody, a person, or several.
 * Of several rules for everything the last one counts, as for GitHub.
 */
export function teamOfCodeowners(text: string): string | undefined {
	const [, owners = ''] = [...text.matchAll(/^[ \t]*\*(?:[ \t]+([^#\n]*))?[ \t]*(?:#.*)?\r?$/gm)].at(-1) ?? [];
	const [only, ...others] = owners.trim().split(/\s+/);
	return others.length === 0 ? /^@[\w.-]+\/([\w.-]{1,100})$/.exec(only ?? '')?.[1] : undefined;
}

/** Whether a team of PagerDuty is called like a team elsewhere: `Payments` and `payments-team`. */
export function sameTeam(team: string, other: string): boolean {
	const [key, wanted] = [team, other].map((name) =>
		plain(name.replace(/[^\p{L}\p{N}]+teams?$|^teams?[^\p{L}\p{N}]+/iu, '')),
	);
	return key !== '' && key === wanted;
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
