import assert from 'node:assert/strict';
import type { ShownIncident } from '../../src/tools/shapes/incident.ts';
import { ChangesInAccount } from '../../src/vscode/account/changes-in-account.ts';
import { readIncidents } from '../../src/vscode/incidents/read.ts';
import { IncidentStore } from '../../src/vscode/incidents/store.ts';
import { describeProblem } from '../../src/vscode/words/problem.ts';
import { FakeEditor } from './fake-editor.ts';
import { FakePerson, type Answer } from './fake-person.ts';
import { SignedIn, type SignedInOptions } from './signed-in.ts';

/** Somebody at the editor who is signed in to a demo account of their own, and has its open incidents in the sidebar. */
export class SignedInEditor {
	readonly signedIn: SignedIn;
	readonly editor = new FakeEditor();
	readonly person: FakePerson;
	readonly store: IncidentStore;
	/** What was said in passing. */
	readonly said: string[] = [];
	/** Incidents whose rows were opened. */
	readonly shown: string[] = [];
	readonly changes = new ChangesInAccount({ on: () => ({ dispose: () => undefined }) });

	private constructor(signedIn: SignedIn, answers: readonly Answer[]) {
		this.signedIn = signedIn;
		this.store = new IncidentStore(signedIn.clock);
		Object.assign(this.editor.window, { setStatusBarMessage: (text: string) => void this.said.push(text) });
		this.editor.open();
		this.person = new FakePerson(this.editor, answers);
		signedIn.changes.listen((change) => {
			this.store.apply(change.incidents ?? []);
			this.changes.announced.fire(change);
		});
		signedIn.changes.listenToPaths((paths) => this.changes.paths.fire(paths));
	}

	/** @param answers what the person answers to the questions to come */
	static async open(answers: readonly Answer[], options: SignedInOptions = {}): Promise<SignedInEditor> {
		const signedIn = await SignedIn.open(options);
		const opened = new SignedInEditor(signedIn, answers);
		const caller = { signal: new AbortController().signal, priority: 'background' } as const;
		const explain = (error: unknown) => describeProblem(error, opened.editor.l10n);
		await readIncidents(signedIn.toolbox, opened.store, caller, explain);
		return opened;
	}

	/** What commands about incidents are made with. */
	get parts() {
		const { toolbox, clock } = this.signedIn;
		const show = (id: string) => Promise.resolve(void this.shown.push(id));
		return { toolbox, clock, store: this.store, changes: this.changes, selected: () => Promise.resolve([]), show };
	}

	/** Every question that was expected has been asked. */
	async close(): Promise<void> {
		await this.signedIn.close();
		this.person.done();
	}

	/** The first open incident of some kind, what needs somebody most first. */
	first(wanted: (incident: ShownIncident) => boolean): ShownIncident {
		return this.store.openByNeed.find(wanted) ?? assert.fail('no such incident');
	}

	/** An incident as the account has it. */
	inAccount(id: string) {
		return this.signedIn.sandbox.store.incident(id) ?? assert.fail(`no ${id}`);
	}
}
