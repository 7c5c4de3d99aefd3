/** Names, numbers and e-mail addresses to objects. */
export class Directory {
	/** Forgets everything: another account, or somebody else signed in. */
	clear(): void {
		return;
	}
}
