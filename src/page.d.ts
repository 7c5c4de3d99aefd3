/** A page of `src/ui`, put in by the build. */
declare module 'page:*' {
	/** Its code, as a module. */
	export const script: string;
	/** Its style sheet. */
	export const style: string;
}
