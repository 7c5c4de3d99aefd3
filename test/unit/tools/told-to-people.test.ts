import assert from 'node:assert/strict';
import { NoAnswer, type Person } from '../../../src/tools/core/conversation.ts';
import type { Words } from '../../../src/tools/text/said.ts';
import { german } from '../vscode/support.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const input = { incidents: ['#4260'] };
const answers: Record<string, Person> = {
	no: { choose: () => Promise.resolve('no') },
	nothing: { choose: () => Promise.resolve(undefined) },
	late: { choose: () => Promise.reject(new NoAnswer('late')) },
	closed: { choose: () => Promise.reject(new NoAnswer('closed')) },
	unshown: { choose: () => Promise.reject(new NoAnswer('notShown')) },
};

describe('what a person is told of a call that was not carried out', () => {
	let account: SignedIn;
	afterEach(() => account.close());

	const told = async (name: string, person: Person | undefined, options: SignedInOptions = {}) => {
		account = await SignedIn.open({ consent: {}, ...options });
		const signal = new AbortController().signal;
		const result = await account.toolbox.call(name, input, { signal, priority: 'person', ...(person && { person }) });
		assert.ok(!result.ok);
		return result.told;
	};
	const inGerman: Words = (text, ...values) => german.t(text, ...values);

	for (const [answer, sentence, germanSentence] of [
		['no', 'You said no, so nothing was changed.', 'Sie haben Nein gesagt, daher wurde nichts geändert.'],
		['nothing', 'You said no, so nothing was changed.', 'Sie haben Nein gesagt, daher wurde nichts geändert.'],
		[
			'late',
			'Nobody answered the question within 10 minutes, so nothing was changed.',
			'Niemand hat die Frage innerhalb von 10 Minuten beantwortet, daher wurde nichts geändert.',
		],
		[
			'closed',
			'You closed the question without an answer, so nothing was changed.',
			'Sie haben die Frage ohne Antwort geschlossen, daher wurde nichts geändert.',
		],
		[
			'unshown',
			'You must agree to this first, but you could not be asked here, so nothing was changed. Where PagerDuty offers it, you can do it there.',
			'Dem müssen Sie erst zustimmen, hier konnten Sie aber nicht gefragt werden, daher wurde nichts geändert. Wo PagerDuty es anbietet, können Sie es dort tun.',
		],
	] as const)
		it(`says how they have answered: ${answer}`, async () => {
			assert.equal(await told('escalate_incidents', answers[answer]), sentence);
			await account.close();
			const words = { consent: { words: inGerman } };
			assert.equal(await told('escalate_incidents', answers[answer], words), germanSentence);
		});

	it('says where nobody can be asked that they must agree', async () =>
		assert.match((await told('escalate_incidents', undefined)) ?? '', /^You must agree to this first/));

	it('says what agents may not do, in words that are about no tool', async () => {
		const policy = { access: 'read', toolsets: ['incidents'] } as const;
		const sentence = 'Your settings do not let agents do this, and a page in a chat may do no more than agents may.';
		assert.equal(await told('acknowledge_incidents', undefined, { policy }), sentence);
		await account.close();
		assert.equal(
			await told('acknowledge_incidents', undefined, { policy, hidesOthers: true }),
			'This cannot be done here.',
		);
	});

	it('is what the door says of any error, if it has words for them', async () => {
		const explain = (error: unknown) => (error instanceof Error ? `Erklärt: ${error.name}` : '');
		const wire = () => Promise.reject(new TypeError('fetch failed'));
		assert.equal(await told('acknowledge_incidents', undefined, { explain, wire }), 'Erklärt: PagerDutyError');
	});
});
