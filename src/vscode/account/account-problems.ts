import type { Whose } from '../../connections/connection.ts';
import type { SignInError } from '../../oauth/sign-in-error.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { quoted } from '../../tools/text/names.ts';
import { ownerInWords } from './accounts.ts';

/** Answers the calls of a connection that was made for an account while another one is used. */
export function otherAccountProblem(meant: Whose): PagerDutyError {
	const name = quoted(ownerInWords(meant));
	return new PagerDutyError({
		kind: 'otherAccount',
		message: `This connection was made for the PagerDuty account ${name}, and VS Code uses another one now, so nothing is sent.`,
	});
}

/** A sign-in that lives on and could not be renewed for now. */
export function renewalProblem(error: SignInError): PagerDutyError {
	return new PagerDutyError({
		kind: error.kind === 'server' ? 'server' : 'network',
		message: `The PagerDuty sign-in could not be renewed. ${error.message}`,
		cause: error,
	});
}
