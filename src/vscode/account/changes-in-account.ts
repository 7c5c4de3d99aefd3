import { Changes, type Change, type ChangedPath } from '../../tools/core/changes.ts';
import { Emitter, type Disposable } from '../emitter.ts';

/**
 * What calls change, kept apart by account. A call announces to the `Changes` it began with; once somebody else is signed in,
 * or nobody, nobody listens to those any more.
 */
export class ChangesInAccount {
	/** Something changed in the account that is signed in now. */
	readonly announced = new Emitter<Change>();
	/** A call has ended that may have changed something there in PagerDuty's API: also what `announced` does not tell of. */
	readonly paths = new Emitter<readonly ChangedPath[]>();

	readonly #listening: Disposable;
	#ofCall = new Changes();
	#stop = this.#listen();

	constructor(switched: { on(listener: () => void): Disposable }) {
		this.#listening = switched.on(() => {
			this.#stop();
			this.#ofCall = new Changes();
			this.#stop = this.#listen();
		});
	}

	/** For a call that begins now. */
	get ofCall(): Changes {
		return this.#ofCall;
	}

	dispose(): void {
		this.#listening.dispose();
		this.#stop();
	}

	#listen(): () => void {
		const stops = [
			this.#ofCall.listen((change) => this.announced.fire(change)),
			this.#ofCall.listenToPaths((paths) => this.paths.fire(paths)),
		];
		return () => {
			for (const stop of stops) stop();
		};
	}
}
