import open from 'open';

/** Opens an address in the person's browser; false where there is none. */
export async function openBrowser(url: string): Promise<boolean> {
	try {
		const browser = await open(url);
		// Some desktops say only afterwards that there is no browser.
		browser.on('error', () => undefined);
		browser.unref();
		return true;
	} catch {
		return false;
	}
}
