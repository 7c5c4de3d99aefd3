import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { samplesOf, type Input } from '../../support/sample-calls.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

let account: SignedIn;
const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
const page = (status: number) =>
	new Response('<html><body><h1>Blocked by Corp Web Gate</h1></body></html>', { status });

/** Something else that answers some requests. */
function insteadOf(
	which: (request: { readonly method: string; readonly path: string }) => boolean,
	answer: () => Response,
): SignedInOptions['wire'] {
	return (request, send) => (which(request) ? Promise.resolve(answer()) : send());
}

/** Whether a call is about people, by what it is called or asks for. */
function isAboutPeople(name: string, input: Input): boolean {
	const asked = Object.entries(input).flatMap(([argument, value]) =>
		/^(users?|responders?|scope|by|include|from|to)$/.test(argument) ? [argument, ...[value].flat().map(String)] : [],
	);
	return (
		/user|payroll|contact_method|notification_rule|status_update_subscribers|list_shifts/.test(name) ||
		asked.some((word) => /^(users?|responders?|mine|my_teams|subscribers)$/.test(word)) ||
		Object.values(input)
			.flat()
			.some((value) => value === 'me')
	);
}

describe('a token that may not read users', () => {
	before(async () => {
		await open();
		account.sandbox.faults.scopeMissing = { match: /^GET \/users\b/ };
	});
	beforeEach(() => account.sandbox.clock.advance(60_000));
	after(() => account.close());

	const untold = new Set(['get_current_user']);
	for (const { name } of catalogue.filter((tool) => tool.access === 'read' && !untold.has(tool.name))) {
		it(`reads everything that is not about people: ${name}`, async () => {
			account.sandbox.faults.scopeMissing = undefined;
			const samples = await samplesOf(account, name);
			account.sandbox.faults.scopeMissing = { match: /^GET \/users\b/ };
			const failed: string[] = [];
			for (const input of samples.filter((sample) => !isAboutPeople(name, sample))) {
				const caller = { signal: new AbortController().signal, priority: 'person' } as const;
				const result = await account.toolbox.call(name, input, caller);
				if (!result.ok) failed.push(`${JSON.stringify(input)}: ${failureText(result.failure)}`);
			}
			assert.deepEqual(failed, []);
		});
	}

	it('acknowledges, resolves and notes', async () => {
		const { id } = await account.sandbox.trigger();
		await account.call('acknowledge_incidents', { incidents: id });
		await account.call('add_incident_note', { incident: id, note: 'Looking' });
		await account.call('resolve_incidents', { incidents: id });
	});

	it('is told what it lacks where the person decides', async () => {
		for (const input of [{ scope: 'mine' }, { users: 'me' }])
			assert.match((await account.fail('list_incidents', input)).message, /lacks the scope users\.read/);
	});

	it('is asked only once whose it is', async () => {
		account.sandbox.clock.advance(600_000);
		const mark = account.sandbox.requests.length;
		await account.call('list_incidents');
		await account.call('list_incidents');
		await account.call('list_oncalls');
		const asked = account.requests(mark).filter((request) => request === 'GET /users/me');
		assert.ok(asked.length <= 1);
	});
});

describe('an account-level key', () => {
	afterEach(() => account.close());
	const changes = [
		['acknowledge_incidents', (id: string) => ({ incidents: id })],
		['add_incident_note', (id: string) => ({ incident: id, note: 'Looking' })],
	] as const;

	for (const [what, from] of [
		['without a sender', undefined],
		['with a sender that is no address', 'ines'],
		['with a sender whom nobody knows', 'nobody@example.com'],
	] as const) {
		it(`${what} is told how to name one`, async () => {
			await open({ key: 'account', ...(from && { from }) });
			const { id } = await account.sandbox.trigger();
			for (const [name, input] of changes) {
				const failure = await account.fail(name, input(id));
				assert.match(failure.message, /in whose name this change is made/);
				assert.equal(failure.next, 'Start again with a sender.');
			}
		});
	}
});

describe('a proxy that answers in place of PagerDuty', () => {
	afterEach(() => account.close());

	for (const status of [200, 403, 511]) {
		it(`with ${status} and a web page is not taken for it`, async () => {
			await open({
				wire: insteadOf(
					({ path }) => path.startsWith('/services'),
					() => page(status),
				),
			});
			const text = failureText(await account.fail('list_services'));
			assert.match(text, /^Something other than PagerDuty answered/);
			assert.match(text, /proxy/);
			assert.doesNotMatch(text, /role|scope|report it/);
		});
	}

	it('with 407 is told to be the proxy, with what helps', async () => {
		await open({
			wire: insteadOf(
				({ path }) => path.startsWith('/services'),
				() => page(407),
			),
		});
		const text = failureText(await account.fail('list_services'));
		assert.match(text, /^The proxy wants a user name and a password .* \(HTTP 407\)\n/);
		assert.match(text, /HTTPS_PROXY .*http\.proxy.*NO_PROXY/);
	});

	it('with a redirect to its login page is not taken for it', async () => {
		const headers = { location: 'https://login.corp.example/?next=x' };
		await open({
			wire: insteadOf(
				() => true,
				() => new Response('', { status: 302, headers }),
			),
		});
		const text = failureText(await account.fail('list_services'));
		assert.match(text, /redirected to login\.corp\.example/);
		assert.match(text, /proxy or the login page/);
	});

	it('looks what became of a change only where it looks like a success', async () => {
		for (const status of [200, 403]) {
			await open({
				wire: insteadOf(
					({ method }) => method === 'POST',
					() => page(status),
				),
			});
			const { id } = await account.sandbox.trigger();
			const failure = await account.fail('create_user', { name: 'A', email: 'a@lumen-oak.example' });
			assert.ok(id);
			assert.equal(/There is no new user .* now/.test(failureText(failure)), status === 200, failureText(failure));
			await account.close();
		}
	});
});

describe('an account without a part of PagerDuty', () => {
	afterEach(() => account.close());
	const Schedules = z.looseObject({ schedules: z.array(z.unknown()), note: z.string().optional() });
	const refusal = (status: number) =>
		new Response(JSON.stringify({ error: { message: 'Bad Request', code: 2001 } }), { status });

	for (const status of [400, 403, 404, 500]) {
		it(`has its layered schedules when PagerDuty answers ${status} for shift-based ones`, async () => {
			await open({
				wire: insteadOf(
					({ path }) => path.startsWith('/v3/'),
					() => refusal(status),
				),
			});
			const listed = Schedules.parse(await account.call('list_schedules'));
			assert.ok(listed.schedules.length > 0);
			assert.match(listed.note ?? '', /layered|missing/);
			await account.call('list_oncalls', { schedules: 'Payments Primary' });
			await account.call('get_schedule', { schedule: 'Payments Primary' });
			await account.call('list_shifts', { schedules: 'Payments Primary' });
			await account.call('find_coverage_gaps', {});
		});
	}

	let gone = false;
	const wire = insteadOf(
		({ path }) => gone && path.startsWith('/alert_grouping_settings'),
		() => refusal(404),
	);
	beforeEach(() => (gone = false));

	it('shows how alerts are grouped by what the service itself says', async () => {
		await open({ wire });
		const show = async () =>
			(await account.call('get_service', { service: 'Checkout', include: 'alert_grouping' }))['alert_grouping'];
		await account.call('set_alert_grouping', { services: 'Checkout', type: 'off' });
		await account.call('set_alert_grouping', { services: 'Checkout', type: 'time', timeout: 600 });
		const { id, ...setting } = z.looseObject({ id: z.string() }).parse(await show());
		assert.ok(id);
		gone = true;
		assert.deepEqual(await show(), setting);
		const failure = await account.fail('set_alert_grouping', { services: 'Checkout', type: 'off' });
		assert.match(failure.message, /no alert grouping settings/);
	});

	it('shows no grouping where the service itself says none', async () => {
		await open({ wire });
		await account.call('set_alert_grouping', { services: 'Checkout', type: 'off' });
		gone = true;
		const shown = await account.call('get_service', { service: 'Checkout', include: 'alert_grouping' });
		assert.equal(shown['alert_grouping'], 'none');
	});
});
