import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { replaceFile } from '../../files/replace-file.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';

/** Of documents that hold a note until it is sent. package.json names it too. */
export const noteScheme = 'pagerduty-note';

/** The document of the note on an incident. Its path names both: the id for us, the number for people. */
export function noteUri({ id, number }: Pick<ShownIncident, 'id' | 'number'>): vscode.Uri {
	return vscode.Uri.from({ scheme: noteScheme, path: `/${id}/Note on #${number ?? id}.md` });
}

/** The id of the incident that a note is for; undefined for other documents. */
export function incidentOfNote({ scheme, path }: vscode.Uri): string | undefined {
	return scheme === noteScheme ? /^\/([A-Za-z0-9]{1,40})\/[^/]+$/.exec(path)?.[1] : undefined;
}

/**
 * Notes that are being written, kept in a folder of this machine until they are sent. To the editor they are documents like others, so
 * what is not saved yet survives a closed window too. Each incident has one; it is empty until somebody writes something.
 */
export class NoteDocuments implements vscode.FileSystemProvider {
	readonly #folder: string;
	readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
	readonly onDidChangeFile = this.#changed.event;

	/** @param folder need not exist */
	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Lets the editor open notes. */
	register(): vscode.Disposable {
		return vscode.Disposable.from(
			this.#changed,
			vscode.workspace.registerFileSystemProvider(noteScheme, this, { isCaseSensitive: true }),
		);
	}

	/** Only other windows write here too, and the editor looks for that before it saves. */
	watch(): vscode.Disposable {
		return new vscode.Disposable(() => undefined);
	}

	async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
		const file = await stat(this.#fileOf(uri)).catch(nothingYet);
		const [ctime, mtime, size] = file ? [file.ctimeMs, file.mtimeMs, file.size] : [0, 0, 0];
		return { type: vscode.FileType.File, ctime, mtime, size };
	}

	async readFile(uri: vscode.Uri): Promise<Uint8Array> {
		return (await readFile(this.#fileOf(uri)).catch(nothingYet)) ?? new Uint8Array();
	}

	async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
		const file = this.#fileOf(uri);
		if (content.length === 0) {
			await rm(file, { force: true });
			return;
		}
		await replaceFile(file, Buffer.from(content).toString());
	}

	/** What is kept of a note. */
	async text(uri: vscode.Uri): Promise<string> {
		return Buffer.from(await this.readFile(uri)).toString();
	}

	/** A note that was sent is gone: its document is as empty as one that nobody has written yet. */
	async delete(uri: vscode.Uri): Promise<void> {
		await rm(this.#fileOf(uri), { force: true });
		this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
	}

	readDirectory(): never {
		throw vscode.FileSystemError.NoPermissions();
	}

	createDirectory(): never {
		throw vscode.FileSystemError.NoPermissions();
	}

	rename(): never {
		throw vscode.FileSystemError.NoPermissions();
	}

	#fileOf(uri: vscode.Uri): string {
		const id = incidentOfNote(uri);
		if (id === undefined) throw vscode.FileSystemError.FileNotFound(uri);
		return join(this.#folder, `${id}.md`);
	}
}

function nothingYet(error: unknown): undefined {
	if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
	throw error;
}
