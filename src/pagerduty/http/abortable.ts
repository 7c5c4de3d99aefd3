/** The work's outcome, or the signal's reason as soon as it is aborted, even if the work does not heed the signal. */
export async function abortable<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
	let end = (): void => undefined;
	const aborted = new Promise<never>((_resolve, reject) => {
		end = () => reject(new Error('aborted'));
	});
	if (signal.aborted) end();
	else signal.addEventListener('abort', end, { once: true });
	try {
		return await Promise.race([work, aborted]);
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		signal.removeEventListener('abort', end);
	}
}
