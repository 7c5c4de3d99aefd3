export type PostType = 'incident' | 'maintenance';

/** A severity, a status or an impact that posts of a page can have. */
export interface PageOption {
	id: string;
	description: string;
	postType: PostType;
}

export interface PageService {
	id: string;
	name: string;
	businessServiceId: string;
}

export interface PostUpdate {
	id: string;
	message: string;
	reviewed: boolean;
	statusId: string;
	severityId: string;
	impacts: { serviceId: string; impactId: string }[];
	/** Milliseconds until subscribers may expect the next one. */
	frequency: number | null;
	notify: boolean;
	reportedAt: number;
}

export interface Postmortem {
	id: string;
	message: string;
	notify: boolean;
	reportedAt: number;
}

export interface Post {
	id: string;
	title: string;
	type: PostType;
	startsAt: number | null;
	endsAt: number | null;
	/** Oldest first. */
	updates: PostUpdate[];
	postmortem: Postmortem | null;
}

export interface StatusPage {
	id: string;
	name: string;
	url: string;
	type: 'public' | 'private';
	publishedAt: number | null;
	severities: PageOption[];
	statuses: PageOption[];
	impacts: PageOption[];
	services: PageService[];
	/** Oldest first. */
	posts: Post[];
}
