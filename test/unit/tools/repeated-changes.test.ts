import assert from 'node:assert/strict';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { samplesAlone, type Input } from '../../support/sample-calls.ts';
import { SignedIn } from '../../support/signed-in.ts';

const changes = /^(POST|PUT|DELETE) (?!\/schedules\/preview)/;
const writing = catalogue.filter(({ access }) => access !== 'read').map(({ name }) => name);
/** What makes something each time, so that a list which is read too early could pass an earlier one off as new. */
const making = [
	'add_incident_note',
	'add_status_page_update',
	'create_escalation_policy',
	'create_incident',
	'create_schedule',
	'create_service',
	'create_service_integration',
	'create_status_page_post',
	'create_user',
	'run_automation_action',
	'set_maintenance_window',
];

/** What is so already is told as that. */
const isTold = ({ note }: Readonly<Record<string, unknown>>) =>
	typeof note === 'string' && /Nothing changed/.test(note);

describe('a change', () => {
	let account: SignedIn;
	let sent: string[] = [];
	beforeEach(async () => {
		account = await SignedIn.open({
			meanwhile: ({ method, path }) => {
				if (changes.test(`${method} ${path}`)) sent.push(`${method} ${path}`);
				return Promise.resolve();
			},
		});
	});
	afterEach(() => account.close());

	const call = (name: string, input: Input) =>
		account.toolbox.call(name, input, { signal: new AbortController().signal, priority: 'person' });

	for (const name of writing) {
		it(`that was just made and is lost on the way when it is repeated is not told as done: ${name}`, async () => {
			for (const sample of await samplesAlone(account, name)) {
				account.sandbox.clock.advance(60_000);
				await call(name, sample);
				account.sandbox.faults.dropBefore = { match: changes };
				sent = [];
				const result = await call(name, sample);
				account.sandbox.faults.dropBefore = undefined;
				const said = `${JSON.stringify(sample)} sent ${sent.join()}`;
				if (result.ok && isTold(result.output)) continue;
				// A rotation that is set to what it is stays what it is.
				if (sent.length > 0 && name !== 'set_rotation')
					assert.ok(!result.ok, `${said}: ${result.ok ? JSON.stringify(result.output) : ''}`);
			}
		});
	}

	for (const name of making) {
		it(`is not taken for the one before it when lists are read too early: ${name}`, async () => {
			const [sample = assert.fail()] = await samplesAlone(account, name);
			account.sandbox.clock.advance(60_000);
			account.sandbox.faults.staleReads = { times: 1, match: /^GET \/(?!users\/me)/ };
			await call(name, sample);
			account.sandbox.faults.staleReads = { times: 2, match: /^GET / };
			account.sandbox.faults.dropBefore = { match: changes };
			sent = [];
			const result = await call(name, sample);
			Object.assign(account.sandbox.faults, { dropBefore: undefined, staleReads: undefined });
			assert.ok(!result.ok, result.ok ? JSON.stringify(result.output) : '');
		});
	}
});

describe('a change whose answer is lost', () => {
	let account: SignedIn;
	let sent = 0;
	let armed = false;
	beforeEach(async () => {
		account = await SignedIn.open({
			meanwhile: ({ method, path }, { faults }) => {
				if (!armed || !changes.test(`${method} ${path}`)) return Promise.resolve();
				sent++;
				faults.dropAfter = { match: changes };
				faults.staleReads = { match: /^GET /, times: 2 };
				return Promise.resolve();
			},
		});
	});
	afterEach(() => account.close());

	/** Nothing tells what became of them. */
	const unreadable = new Set([
		// In the samples nobody has anything to answer.
		'cancel_responder_requests',
		'post_status_update',
		'send_change_event',
		'send_event',
		'start_incident_workflow',
		'update_event',
	]);

	for (const name of writing.filter((one) => !unreadable.has(one))) {
		it(`and which PagerDuty shows late is told as done: ${name}`, async () => {
			for (const sample of await samplesAlone(account, name)) {
				account.sandbox.clock.advance(60_000);
				sent = 0;
				armed = true;
				const result = await account.toolbox.call(name, sample, {
					signal: new AbortController().signal,
					priority: 'person',
				});
				armed = false;
				Object.assign(account.sandbox.faults, { dropAfter: undefined, staleReads: undefined });
				if (sent === 0) continue;
				const text = result.ok ? '' : failureText(result.failure);
				// The secret of a webhook comes with the answer only.
				assert.ok(result.ok || text.includes('was created, but'), `${JSON.stringify(sample)}: ${text}`);
			}
		});
	}
});
