import { listContactMethods, type ContactMethod } from '../../../pagerduty/api/contact-methods.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { cleanName, quoted, sameName } from '../../text/names.ts';
import { shortType } from './contact-method-shape.ts';

export const contactMethodReference = 'Label, type or id. get_user shows them.';

/**
 * A person's contact method by id, label (`Mobile`), type (`sms`) or both (`Mobile (sms)`).
 * @throws {ToolError} not found or several, with what there is.
 */
export async function findContactMethod(
	userId: string,
	reference: string,
	context: ToolContext,
): Promise<ContactMethod> {
	const methods = await listContactMethods(context.pagerduty, userId);
	const found = methods.filter((method) =>
		[method.id, method.label, shortType(method.type), contactMethodName(method)].some((name) =>
			sameName(name, reference),
		),
	);
	const exact = found.find(({ id }) => sameName(id, reference)) ?? (found.length === 1 ? found[0] : undefined);
	if (exact) return exact;
	throw new ToolError({
		message:
			found.length > 1
				? `Several contact methods are called ${quoted(reference)}.`
				: `There is no contact method ${quoted(reference)}.`,
		candidates: (found.length > 1 ? found : methods).map((method) => ({
			id: method.id,
			name: contactMethodName(method),
		})),
		next: 'Use the id of the right one.',
	});
}

/** `Mobile (sms)` */
export function contactMethodName({
	label,
	summary,
	type,
}: Partial<Pick<ContactMethod, 'label' | 'summary' | 'type'>>): string {
	return `${cleanName(label ?? summary ?? 'no label')} (${shortType(type)})`;
}
