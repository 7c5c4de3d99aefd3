// `npm run bench:pages`: how long people wait for pages. Run it on a machine that does nothing else.
//   opening.mjs   a click on a row of the sidebar, in a real VS Code, until the page is there
//   following.mjs a change by somebody else, in a real VS Code, from PagerDuty's answer that brings it until the page shows it
//   marks.mjs     when what was seen in a window, as its frames tell
//   large.mjs     a page with all that it may have to show: until it is there, until a change is, and as it is scrolled
//   shown.mjs     a page that gets all answers at once, so that only the page itself takes time
// BENCH_ONLY picks a part by its name. The exit code tells whether all bounds hold.
import { printFigures } from '../../tools/vscode-host/bench.mjs';
import { installHost } from '../../tools/vscode-host/install.mjs';
import { runToExit } from '../../tools/vscode-host/lifetime.mjs';
import { followingPages } from './following.mjs';
import { largePages } from './large.mjs';
import { openingPages } from './opening.mjs';

const parts = { opening: openingPages, following: followingPages, large: largePages };

await runToExit(async (lifetime) => {
	await installHost(lifetime);
	const only = process.env['BENCH_ONLY'];
	const figures = [];
	for (const [name, measure] of Object.entries(parts))
		if (!only || only === name) figures.push(...(await measure(lifetime)));
	return printFigures(figures);
});
