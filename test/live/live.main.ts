// Reads a real account, and says where PagerDuty's replies differ from its OpenAPI: npm run test:live, with PAGERDUTY_API_TOKEN set.
import { fetchFor } from '../../src/cli/fetch.ts';
import { accountOptions, withEnvironment } from '../../src/cli/options.ts';
import { accountSettings } from '../../src/cli/settings.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { accountExceptions } from '../support/openapi-exceptions-account.ts';
import { incidentExceptions } from '../support/openapi-exceptions-incidents.ts';
import { serviceExceptions } from '../support/openapi-exceptions-services.ts';
import { learn, learnedText } from './differences.ts';

const flags = withEnvironment(new Map(), accountOptions, process.env);
const { apiUrl, token, proxy } = accountSettings(flags, process.env, process.cwd());
if (token === undefined) {
	process.stderr.write('Set PAGERDUTY_API_TOKEN, and PAGERDUTY_MCP_REGION=eu for an account in the EU.\n');
	process.exitCode = 64;
} else {
	const learned = await learn({
		api: loadOpenApi(accountExceptions, incidentExceptions, serviceExceptions),
		account: { apiUrl, token, kind: 'user' },
		clock: systemClock,
		fetch: await fetchFor(proxy),
	});
	process.stdout.write(learnedText(learned));
	process.exitCode = learned.differences.length > 0 ? 1 : 0;
}
