import { Changes, type Change } from '../../tools/core/changes.ts';
import { Emitter, type Disposable } from '../emitter.ts';

/**
 * What calls change, kept apart by account. A call announces to the `Changes` it began with; once somebody else is signed in,
 * or nobody, nobody listens to those any more.
 */
export class ChangesInAccount {
	/** Something changed in the account that is signed in now. */
	readonly announced = new Emitter<Change>();

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
		return this.#ofCall.listen((change) => this.announced.fire(change));
	}
}
