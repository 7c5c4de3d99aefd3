import * as vscode from 'vscode';
import * as z from 'zod';
import { withoutSecret } from './remote-address.ts';

/** What the workspace's repository has checked out. */
export interface Commit {
	readonly repository: string;
	/** Where it comes from, without whatever secret its address holds. */
	readonly remote: string | undefined;
	readonly branch: string | undefined;
	readonly hash: string;
	/** The first line of its message. */
	readonly subject: string;
}

/** The parts of the API of the editor's own Git extension that are used. */
const Repository = z.object({
	rootUri: z.object({ path: z.string() }),
	state: z.object({
		HEAD: z.object({ name: z.string().optional(), commit: z.string() }),
		remotes: z.array(z.object({ name: z.string(), fetchUrl: z.string().optional() })),
	}),
});
const GetApi = z.object({ getAPI: z.custom<(version: 1) => unknown>((value) => typeof value === 'function') });
const Api = z.object({ repositories: z.array(z.unknown()) });
const GetCommit = z.object({
	getCommit: z.custom<(ref: string) => Promise<unknown>>((value) => typeof value === 'function'),
});

/** The commit that is checked out in the first repository of the workspace; undefined where Git or a repository is missing. */
export async function checkedOutCommit(): Promise<Commit | undefined> {
	const git = vscode.extensions.getExtension<unknown>('vscode.git');
	if (!git) return undefined;
	try {
		const exports: unknown = git.isActive ? git.exports : await git.activate();
		const [first] = Api.parse(GetApi.parse(exports).getAPI(1)).repositories;
		const repository = Repository.parse(first);
		const { HEAD, remotes } = repository.state;
		const details = await GetCommit.parse(first)
			.getCommit.call(first, HEAD.commit)
			.catch(() => undefined);
		const { message } = z.object({ message: z.string() }).catch({ message: '' }).parse(details);
		const remote = remotes.find(({ name }) => name === 'origin') ?? remotes[0];
		return {
			repository: repository.rootUri.path.split('/').at(-1) ?? '',
			remote: remote?.fetchUrl === undefined ? undefined : withoutSecret(remote.fetchUrl),
			branch: HEAD.name,
			hash: HEAD.commit,
			subject: message.split('\n')[0]?.trim() ?? '',
		};
	} catch {
		// It is only a suggestion.
		return undefined;
	}
}
