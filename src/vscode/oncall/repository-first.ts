import type { OncallPolicy } from './policies.ts';

/** The policies, those first that answer for the services of this window's repositories; the order stays otherwise. */
export function repositoryFirst<Policy extends Pick<OncallPolicy, 'id'>>(
	policies: readonly Policy[],
	services: readonly { readonly policyId: string | undefined }[],
): readonly Policy[] {
	const isFirst = ({ id }: Policy) => services.some(({ policyId }) => policyId === id);
	return [...policies.filter(isFirst), ...policies.filter((policy) => !isFirst(policy))];
}
