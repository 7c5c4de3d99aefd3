import type { Check } from './check.ts';
import { abilitiesCheck, limitsCheck, personCheck, regionCheck, scopesCheck, tokenCheck } from './checks/account.ts';
import { signInCheck } from './checks/sign-in.ts';
import { toolsCheck } from './checks/tools.ts';
import { certificateCheck, clockCheck, connectionCheck, proxyCheck } from './checks/way.ts';

/** Everything that is looked at, in the order in which it is told. */
export const checks: readonly Check[] = [
	signInCheck,
	connectionCheck,
	proxyCheck,
	certificateCheck,
	clockCheck,
	regionCheck,
	tokenCheck,
	personCheck,
	scopesCheck,
	abilitiesCheck,
	limitsCheck,
	toolsCheck,
];
