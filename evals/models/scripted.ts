import type { Answer, Call, Question, Value } from '../questions/question.ts';
import { Told } from '../questions/told.ts';
import { submit } from '../runner/submission.ts';
import type { Model, WantedCall } from './model.ts';

/** How a scripted model plays: as it should, doing nothing and handing in what is wrong, or falling for what is laid out. */
export const manners = ['right', 'wrong', 'trap'] as const;
export type Manner = (typeof manners)[number];

/** What is played next, after the calls that told all of this. */
export function play(question: Question, manner: Manner, told: readonly string[]): Call {
	if (manner === 'wrong') return { name: submit, input: wrongAnswer(question) };
	const path = manner === 'trap' && question.trap ? question.trap() : question.path();
	let step = path.next(new Told(''));
	for (const text of told) {
		if (step.done) break;
		step = path.next(new Told(text));
	}
	return step.done ? { name: submit, input: step.value } : step.value;
}

/** An answer that names nobody and nothing, and says that everything is done, unless the question has a wrong one of its own. */
function wrongAnswer({ answer, wrong }: Question): Answer {
	const nothing: Readonly<Record<string, Value>> = { text: 'nobody', number: -1, truth: true, texts: [], numbers: [] };
	const none = Object.entries(answer).map(([name, { type }]) => [name, nothing[type] ?? ''] as const);
	return { ...Object.fromEntries(none), ...wrong };
}

/** A model that plays what is prepared for each question, without any endpoint. */
export function scriptedModel(questions: readonly Question[], manner: Manner): Model {
	return {
		name: `scripted-${manner}`,
		reply({ messages }) {
			const [first] = messages;
			const asked = first?.from === 'person' ? first.text : '';
			const told = messages.flatMap((message) =>
				message.from === 'tools' ? message.results.map(({ text }) => text) : [],
			);
			const { name, input } = play(questionOf(questions, asked), manner, told);
			const written = JSON.stringify(input);
			const call: WantedCall = { id: `call-${told.length}`, name, input, written };
			return Promise.resolve({ text: '', calls: [call], tokens: undefined });
		},
	};
}

export function questionOf(questions: readonly Question[], asked: string): Question {
	const found = questions.find(({ ask }) => ask === asked);
	if (!found) throw new Error(`No question says: ${asked.slice(0, 100)}`);
	return found;
}
