'use strict';

// Stands in for @vscode/spdlog, which needs a compiler: appends synchronously, does not rotate.
// Without it the editor writes no log files and Output channels stay empty.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

/** Method → the name in the file, by which the Output view colours and filters. */
const levels = { trace: 'trace', debug: 'debug', info: 'info', warn: 'warning', error: 'error', critical: 'critical' };
let initialLevel = Object.keys(levels).indexOf('info');

class Logger {
	#file;
	#level = initialLevel;
	#bare = false;

	constructor(file) {
		mkdirSync(dirname(file), { recursive: true });
		this.#file = file;
	}

	getLevel() {
		return this.#level;
	}

	setLevel(level) {
		this.#level = level;
	}

	setPattern() {
		this.#bare = false;
	}

	clearFormatters() {
		this.#bare = true;
	}

	flush() {}

	drop() {
		this.#file = undefined;
	}

	write(level, name, message) {
		if (level < this.#level || this.#file === undefined) return;
		const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
		appendFileSync(this.#file, this.#bare ? message : `${time} [${name}] ${message}\n`);
	}
}
Object.entries(levels).forEach(([method, name], level) => {
	Logger.prototype[method] = function (message) {
		this.write(level, name, String(message));
	};
});

exports.version = 1;
exports.Logger = Logger;
exports.setLevel = (level) => {
	initialLevel = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
