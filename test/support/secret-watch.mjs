// What tests use as secrets, and where they were seen: in logs, in what programs write, in files.

import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Secrets by their look, whether somebody used them or not: of connections, and of OAuth. */
const shapes = /pdmcp_[\w-]{43}|pd[a-z]{2}\+_[01][A-Za-z0-9]+_[\w-]{36}/;
const credential = /^[\w+/=.~-]{16,}$/;
/** Letters that secrets are found by: few enough that a part of a secret is found too, enough to be no chance. */
const markLength = 12;

export class SecretWatch {
	/** From letters in the middle of a form of a secret to that form and where it was used. @type {Map<string, { form: string, used: string }>} */
	#marks = new Map();
	/** @type {Set<string>} */
	#known = new Set();
	/** From a piece of text to where it was seen first. @type {Map<string, string>} */
	#pieces = new Map();

	/** @param {unknown} secret @param {string} used where it came from */
	use(secret, used) {
		if (typeof secret !== 'string' || !credential.test(secret) || this.#known.has(secret)) return;
		this.#known.add(secret);
		for (const form of formsOf(secret)) {
			const middle = Math.floor((form.length - markLength) / 2);
			// Secrets begin alike: their ends tell them apart.
			for (const at of [middle, form.length - markLength - 1])
				this.#marks.set(form.slice(at, at + markLength), { form, used });
		}
	}

	/** What `Authorization` and our own headers hold. @param {string} value @param {string} used */
	useHeader(value, used) {
		for (const part of value.replaceAll(/token=/gi, ' ').split(/[\s,;"]+/)) this.use(part, used);
		const basic = /^\s*Basic ([\w+/=]+)/i.exec(value)?.[1];
		if (basic) for (const part of Buffer.from(basic, 'base64').toString().split(':').slice(1)) this.use(part, used);
	}

	/** @param {string} text @param {string} place */
	see(text, place) {
		// No longer than any form, no shorter than what can be found.
		for (const piece of text.split(/[^\w+/=.~%-]+/))
			if (piece.length >= markLength && !this.#pieces.has(piece)) this.#pieces.set(piece, place);
	}

	/** Where secrets were seen, without them. @returns {string[]} */
	leaks() {
		const found = new Set();
		for (const [piece, place] of this.#pieces) {
			const shape = shapes.exec(piece)?.[0];
			if (shape) found.add(`${place}: ${shape.slice(0, 10)}… by its look`);
			for (let at = 0; at + markLength <= piece.length; at++) {
				const known = this.#marks.get(piece.slice(at, at + markLength));
				if (known)
					found.add(`${place}: ${known.form.slice(0, 4)}… of ${known.form.length} letters, used in ${known.used}`);
			}
		}
		return [...found];
	}
}

/**
 * Looks through a file, or all that is in a folder.
 * @param {SecretWatch} watch @param {string} path
 * @param {(file: string) => string} place
 * @param {(file: string, about: import('node:fs').Stats) => boolean} isLeftOut
 */
export function seeFiles(watch, path, place, isLeftOut) {
	const entry = lstatSync(path, { throwIfNoEntry: false });
	if (entry?.isDirectory() && !['node_modules', 'dist'].includes(basename(path)))
		for (const name of readdirSync(path)) seeFiles(watch, join(path, name), place, isLeftOut);
	if (!entry?.isFile() || isLeftOut(path, entry)) return;
	try {
		watch.see(readFileSync(path, 'utf8'), place(path));
	} catch {
		// Tests make files that nobody may read.
	}
}

/** As it is, percent-encoded, and as base64 shows it wherever in a text it begins. @param {string} secret */
export function formsOf(secret) {
	const forms = new Set([secret, encodeURIComponent(secret)]);
	for (const before of [0, 1, 2]) {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
		const whole = bytes.toString('base64').replaceAll('=', '');
		// What its neighbours decide is left out.
		const own = whole.slice(Math.ceil((before * 8) / 6), whole.length - (bytes.length % 3 === 0 ? 0 : 1));
		forms.add(own).add(own.replaceAll('+', '-').replaceAll('/', '_'));
	}
	return [...forms].filter((form) => form.length > markLength);
}
