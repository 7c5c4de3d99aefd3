import assert from 'node:assert/strict';
import { back, enter, escape, yes, type Answer } from '../../support/fake-person.ts';
import type { SignedInOptions } from '../../support/signed-in.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

describe('Setting custom fields', () => {
	let at: SignedInEditor;
	let id: string;

	const open = async (answers: readonly Answer[], options: SignedInOptions = {}) => {
		at = await SignedInEditor.open(answers, options);
		({ id } = at.first(({ status }) => status === 'triggered'));
		const { fieldCommands } = await import('../../../src/vscode/commands/fields.ts');
		return fieldCommands(at.parts);
	};
	afterEach(() => at.close());

	const value = async (name: string) => {
		const { toolbox } = at.signedIn;
		const { getIncident } = await import('../../../src/tools/incidents/get-incident.ts');
		const caller = { signal: new AbortController().signal, priority: 'person' } as const;
		const { settable_fields: fields } = await toolbox.run(
			getIncident,
			{ incident: id, include: ['settable_fields'] },
			caller,
		);
		return fields?.find((field) => field.name === name)?.value;
	};

	it('choose one of the options of a field, or take its value away', async () => {
		const { setField } = await open(['Environment', 'staging', 'Environment', 'No value']);
		await setField(id);
		assert.equal(await value('environment'), 'staging');
		assert.deepEqual(at.said, ['Set Environment']);
		await setField(id);
		assert.equal(await value('environment'), undefined);
	});

	it('show what is in a field, ticked where there are several, and keep it with Enter', async () => {
		const { setField } = await open(['Affected regions', 'uk', 'Affected regions', enter]);
		await setField(id);
		assert.equal(await value('affected_regions'), 'uk');
		await setField(id);
		assert.deepEqual(at.person.lists.at(-1)?.ticked, ['uk']);
		assert.equal(await value('affected_regions'), 'uk');
	});

	it('take a number, a flag and an address, and say at once what is none', async () => {
		const { setField } = await open([
			'Orders lost',
			'many',
			'12',
			'Customers told',
			'Yes',
			'War room',
			'ftp://x',
			'https://chat.lumen-oak.example/war',
			'Orders lost',
			'',
		]);
		for (let field = 0; field < 4; field++) await setField(id);
		assert.deepEqual(at.person.refused, ['Enter a whole number.', 'Enter an address that begins with https://.']);
		assert.equal(at.person.offered.at(-1), '12');
		assert.equal(await value('orders_lost'), undefined);
		assert.equal(await value('customers_told'), 'true');
		assert.equal(await value('war_room'), 'https://chat.lumen-oak.example/war');
	});

	it('read a time by the clock of the editor, not by the one of the profile', async () => {
		const { setField } = await open(['Ends', '2026-03-12T18:00'], {
			replies: (content, { path }) =>
				path.endsWith('/custom_fields/values')
					? {
							custom_fields: [
								{ id: 'P1', name: 'ends', display_name: 'Ends', data_type: 'datetime', field_type: 'single_value' },
							],
						}
					: content,
		});
		const sent: unknown[] = [];
		const { toolbox } = at.signedIn;
		const run = toolbox.run.bind(toolbox);
		Object.assign(toolbox, {
			run: (...call: Parameters<typeof run>) => {
				sent.push(call[1]);
				return run(...call);
			},
		});
		await Promise.resolve(setField(id)).catch(() => undefined);
		assert.match(JSON.stringify(sent), new RegExp(`ends=${new Date('2026-03-12T18:00').toISOString()}`));
	});

	it('offer a long value whole, because it is changed and sent back', async () => {
		const regions = Array.from({ length: 90 }, (_, number) => `region-${number}`);
		const { setField } = await open(['Affected regions', escape], {
			replies: (content, { path }) =>
				path.endsWith('/custom_fields/values')
					? {
							custom_fields: [
								{ id: 'P1', display_name: 'Affected regions', field_type: 'multi_value', value: regions },
							],
						}
					: content,
		});
		await setField(id);
		assert.equal(at.person.offered.at(-1), regions.join(', '));
	});

	it('go back from the value to the field', async () => {
		const { setField } = await open(['Environment', back, 'Orders lost', escape]);
		await setField(id);
		assert.match(at.person.asked.at(-1) ?? '', /^Orders lost for #\d+ /);
	});

	it('say so when the fields cannot be read', async () => {
		const { setField } = await open([], {
			wire: ({ path }, send) =>
				path.endsWith('/custom_fields/values') ? Promise.resolve(new Response('{}', { status: 402 })) : send(),
		});
		await setField(id);
		assert.deepEqual(at.editor.told, ['The custom fields could not be read. Your role or plan may not include them.']);
	});

	it('tell of a refusal, and change nothing', async () => {
		const { setField } = await open(['Environment', 'staging'], { key: 'readOnly' });
		await assert.rejects(Promise.resolve(setField(id)));
		assert.notEqual(await value('environment'), 'staging');
	});
});

describe('Running automation actions', () => {
	let at: SignedInEditor;

	const open = async (answers: readonly Answer[], options: SignedInOptions = {}) => {
		at = await SignedInEditor.open(answers, options);
		const { automationCommands } = await import('../../../src/vscode/commands/automation.ts');
		return automationCommands(at.parts);
	};
	afterEach(() => at.close());

	const runs = () => at.signedIn.requests().filter((request) => /^POST .*\/invocations$/.test(request));
	const checkout = () => at.first(({ service }) => service === 'Payment Gateway' || service === 'Checkout').id;

	it('runs one that fits the incident, after one question that names both', async () => {
		const { runAction } = await open([enter, yes]);
		await runAction(checkout());
		assert.equal(runs().length, 1);
		assert.match(
			at.person.asked.at(-1) ?? '',
			/^Run .+ now\? It runs on your systems and cannot be taken back\.\n(.+\n)?#\d+ /,
		);
		assert.match(at.said.join(), /^Started /);
	});

	it('runs nothing when the question is closed', async () => {
		const { runAction } = await open([enter, escape]);
		await runAction(checkout());
		assert.deepEqual(runs(), []);
	});

	it('says so where there is none for the incident', async () => {
		const { runAction } = await open([], {
			replies: (content, { path }) =>
				path.endsWith('/actions') ? { actions: [], next_cursor: null, limit: 100 } : content,
		});
		await runAction(checkout());
		assert.deepEqual(at.editor.told, ['There are no automation actions for the service of this incident.']);
	});

	it('tells of a refusal', async () => {
		const { runAction } = await open([enter, yes], { key: 'readOnly' });
		await assert.rejects(Promise.resolve(runAction(checkout())));
		assert.deepEqual(at.said, []);
	});
});
