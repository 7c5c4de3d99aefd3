import * as vscode from 'vscode';

/** What a step of the sign-in gives: an answer, the wish to go back, or undefined for the end of it all. */
export type Answer<Value> = { readonly value: Value } | 'back' | undefined;

/** One text that a person is asked for. */
export interface TextQuestion<Value> {
	readonly title: string;
	readonly prompt: string;
	readonly placeholder: string;
	readonly password?: boolean;
	readonly value?: string;
	/** Of so many steps, which one it is. */
	readonly step?: readonly [step: number, of: number];
	readonly back?: boolean;
	/** A page that explains more. */
	readonly help?: { readonly tooltip: string; readonly url: string; readonly icon?: string };
	/** Why the text cannot be right, while it is typed. */
	readonly problem?: (text: string) => string | undefined;
	/** Takes the text: a string says why it cannot be taken. May take a while. */
	readonly accept: (text: string, signal: AbortSignal) => Promise<{ readonly value: Value } | string>;
	/** Called once it is shown, with what ends it from outside. */
	readonly shown?: (end: () => void) => void;
}

/** Asks for a text until it is answered, left or gone back from. */
export function askText<Value>(question: TextQuestion<Value>): Promise<Answer<Value>> {
	const { title, prompt, placeholder, password = false, value = '', step, back = false, help } = question;
	const input = vscode.window.createInputBox();
	const more: vscode.QuickInputButton | undefined = help && {
		iconPath: new vscode.ThemeIcon(help.icon ?? 'link-external'),
		tooltip: help.tooltip,
	};
	Object.assign(input, { title, prompt, placeholder, password, value, ignoreFocusOut: true });
	if (step) [input.step, input.totalSteps] = step;
	input.buttons = [...(back ? [vscode.QuickInputButtons.Back] : []), ...(more ? [more] : [])];
	const abort = new AbortController();
	return new Promise<Answer<Value>>((resolve) => {
		const done = (answer: Answer<Value>) => {
			resolve(answer);
			input.hide();
		};
		const accept = async () => {
			const problem = question.problem?.(input.value);
			if (problem !== undefined) {
				input.validationMessage = problem;
				return;
			}
			input.validationMessage = '';
			input.busy = true;
			input.enabled = false;
			try {
				const answer = await question.accept(input.value.trim(), abort.signal);
				if (abort.signal.aborted) return;
				if (typeof answer === 'string') input.validationMessage = answer;
				else done(answer);
			} finally {
				input.busy = false;
				input.enabled = true;
			}
		};
		input.onDidChangeValue(() => {
			input.validationMessage = (input.value.trim() !== '' && question.problem?.(input.value)) || '';
		});
		input.onDidAccept(() => void accept());
		input.onDidTriggerButton((button) => {
			if (help && button === more) void vscode.env.openExternal(vscode.Uri.parse(help.url));
			else done('back');
		});
		input.onDidHide(() => {
			resolve(undefined);
			abort.abort();
			input.dispose();
		});
		input.show();
		question.shown?.(() => input.hide());
	});
}
