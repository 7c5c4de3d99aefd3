// Mocha waits for whatever a test has left open: after a failed test that may be a demo account, and for good. This ends the run
// soon after its last test, and fails it even if every test has passed.

const graceMs = 5000;

export const mochaHooks = {
	afterAll() {
		const ended = () => {
			console.error(`The tests have ended but left something open: ${process.getActiveResourcesInfo().join(', ')}`);
			// Mocha sets the exit code when the process exits; this comes after it.
			process.on('exit', () => {
				process.exitCode ||= 1;
			});
			process.exit();
		};
		setTimeout(ended, graceMs).unref();
	},
};
