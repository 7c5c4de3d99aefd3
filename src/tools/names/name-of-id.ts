import type { ToolContext } from '../core/context.ts';
import type { ObjectKind } from '../core/directory.ts';

/** The name of an object; undefined where it is gone or cannot be read, which keeps nobody from an answer. */
export async function nameOfId(kind: ObjectKind, id: string, context: ToolContext): Promise<string | undefined> {
	try {
		return (await context.directory.resolve(kind, id, context)).name;
	} catch (error) {
		if (context.signal.aborted) throw error;
		return undefined;
	}
}
