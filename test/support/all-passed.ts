/** A check of what only all tests of a suite together show. There is none where some of them did not run or failed. */
export function afterAllPassed(what: string, check: () => void): void {
	after(what, function () {
		const passed: boolean[] = [];
		this.test?.parent?.eachTest((test) => passed.push(test.isPassed()));
		if (!passed.includes(false)) check();
	});
}
