import { isTokenLike } from '../mcp/http/request-token.ts';
import { readDotEnv } from './dot-env.ts';
import { UsageError } from './usage-error.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The first counts; the second is what PagerDuty's own server calls it. */
const names = ['PAGERDUTY_API_TOKEN', 'PAGERDUTY_USER_API_KEY'] as const;

/** A token, and where it comes from. */
export interface FoundToken {
	readonly token: string;
	/** `PAGERDUTY_API_TOKEN in the environment`. */
	readonly source: string;
}

/**
 * The token that counts: that of the environment, or else that of `.env` in the working directory.
 * @throws {UsageError} when one place holds two different ones, or something that cannot be one.
 */
export function findToken(environment: Variables, folder: string): FoundToken | undefined {
	return fromEnvironment(environment) ?? fromDotEnv(folder);
}

/** The token of the environment. @throws {UsageError} */
export function fromEnvironment(environment: Variables): FoundToken | undefined {
	return onlyToken(environment, 'in the environment');
}

/** The token of `.env` in a folder. @throws {UsageError} */
export function fromDotEnv(folder: string): FoundToken | undefined {
	return onlyToken(readDotEnv(folder), `in .env of ${folder}`);
}

function onlyToken(variables: Variables, place: string): FoundToken | undefined {
	const found = names.flatMap((name): FoundToken[] => {
		const token = variables[name]?.trim();
		if (token === undefined || token === '') return [];
		if (!isTokenLike(token))
			throw new UsageError(`${name} ${place} holds a space, a line break or another character that is in no token.`);
		return [{ token, source: `${name} ${place}` }];
	});
	const [first, second] = found;
	if (first && second && first.token !== second.token)
		throw new UsageError(`${names.join(' and ')} ${place} hold two different tokens. Remove one of them.`);
	return first;
}
