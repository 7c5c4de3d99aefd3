import assert from 'node:assert/strict';
import type { Account } from '../../../src/pagerduty/http/account.ts';
import { PagerDutyClient } from '../../../src/pagerduty/http/client.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { toolsets } from '../../../src/tools/core/access.ts';
import { Changes } from '../../../src/tools/core/changes.ts';
import { Toolbox } from '../../../src/tools/toolbox.ts';

describe('one call of a tool', () => {
	let here: Sandbox;
	let elsewhere: Sandbox;
	let toolbox: Toolbox;
	let account: Account | undefined;

	const accountOf = ({ url, token }: Sandbox): Account => ({ apiUrl: url, token, kind: 'user' });

	/** While the first request that matches is under way, another account is signed in to, or none. */
	const open = async (during: RegExp, next: () => Account | undefined) => {
		[here, elsewhere] = await Promise.all([startSandbox(), startSandbox()]);
		account = accountOf(here);
		const clock = { now: () => here.clock.now(), sleep: () => new Promise<void>(() => undefined) };
		const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
		const client = new PagerDutyClient({
			account: () => Promise.resolve(account),
			clock,
			log,
			userAgent: 'test',
			fetch: (url, init) => {
				if (during.test(`${init.method} ${url.pathname}`)) account = next();
				return fetch(url, init);
			},
		});
		toolbox = new Toolbox({
			client,
			changes: new Changes(),
			clock,
			log,
			policy: () => ({ access: 'administer', toolsets }),
			signIn: 'Sign in.',
		});
	};
	afterEach(() => Promise.all([here.close(), elsewhere.close()]));

	const call = (name: string, input: unknown = {}) =>
		toolbox.call(name, input, { signal: new AbortController().signal, priority: 'person' });
	const requests = () => [here, elsewhere].map((sandbox) => sandbox.requests.map(({ method }) => method));
	const update = async () => {
		const { id } = await here.trigger();
		return call('update_incidents', { incidents: id, priority: 'P1', custom_fields: ['environment=production'] });
	};

	it('goes to one account only, though another is signed in meanwhile; the next call goes there', async () => {
		await open(/^GET \/incidents/, () => accountOf(elsewhere));
		const result = await update();
		assert.match(
			JSON.stringify(result),
			/"ok":false.*signed in with another PagerDuty account or token meanwhile, so nothing more was sent/,
		);
		const [old = [], young] = requests();
		assert.ok(old.every((method) => method === 'GET'));
		assert.deepEqual(young, []);
		assert.ok((await call('list_incidents')).ok);
		assert.notDeepEqual(requests(), [old, []]);
	});

	it('knows the account by its token, for several have the same address', async () => {
		await open(/^GET \/incidents/, () => ({ ...accountOf(here), token: here.readOnlyToken }));
		assert.match(
			JSON.stringify(await update()),
			/"ok":false.*signed in with another PagerDuty account or token meanwhile, so nothing more was sent/,
		);
		const sent = here.requests.map(({ headers }) => headers['authorization']);
		assert.ok(sent.length > 0 && sent.every((value) => value === `Token token=${here.token}`));
	});

	it('tells what has changed by then and what has not', async () => {
		await open(/^PUT \/incidents$/, () => accountOf(elsewhere));
		const result = await update();
		assert.match(JSON.stringify(result), /"changed":1.*custom fields not set: Somebody signed in with another/);
		assert.deepEqual(requests()[1], []);
	});

	it('teaches the next account nothing', async () => {
		await open(/^GET \/(incidents|services)/, () => {
			toolbox.forget();
			return accountOf(elsewhere);
		});
		const { id, number } = await here.trigger();
		await call('get_incident', { incident: id, fields: ['id'] });
		await call('list_incident_notes', { incident: `#${number}` });
		const asked = elsewhere.requests.map(({ path }) => path);
		assert.ok(asked.length > 0 && asked.every((path) => !path.includes(id)), asked.join(' '));
	});

	it('ends with a sign-out', async () => {
		await open(/^GET \/incidents/, () => undefined);
		assert.match(JSON.stringify(await update()), /Nobody is signed in/);
		assert.ok(requests()[0]?.every((method) => method === 'GET'));
	});
});
