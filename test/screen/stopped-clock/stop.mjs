// Whoever imports this has a clock that stands still: on Tuesday, 10 March 2026, 11:00 in Berlin.
const moment = Date.parse('2026-03-10T10:00:00Z');

globalThis.Date = class extends Date {
	/** @param {[] | [number | string | Date]} given */
	constructor(...given) {
		if (given.length === 0) super(moment);
		else super(...given);
	}

	static now() {
		return moment;
	}
};
