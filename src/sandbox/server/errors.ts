/** A reply of PagerDuty that is not a success: its HTTP status and its error envelope. */
export class ApiError extends Error {
	readonly status: number;
	readonly body: unknown;

	constructor(status: number, message: string, code?: number, errors?: readonly string[] | Record<string, string[]>) {
		super(message);
		this.status = status;
		this.body = { error: { message, ...(code === undefined ? {} : { code }), ...(errors ? { errors } : {}) } };
	}
}

/** 404: no such object. */
export function notFound(): ApiError {
	return new ApiError(404, 'Not Found', 2100);
}

/** 400: a value is not acceptable. */
export function invalidInput(...errors: string[]): ApiError {
	return new ApiError(400, 'Invalid Input Provided', 2001, errors);
}

/** 400: the request contradicts the state of the account. */
export function badArguments(...errors: string[]): ApiError {
	return new ApiError(400, 'Arguments Caused Error', 2002, errors);
}

/** 400: the schedule is of the other kind (layers or shifts). */
export function wrongScheduleKind(path: '/schedules' | '/v3/schedules'): ApiError {
	const kind = path === '/v3/schedules' ? 'shift-based' : 'layer-based';
	const message = `This is a ${kind} schedule: use ${path} instead.`;
	return path === '/v3/schedules'
		? new ApiError(400, 'Invalid Input Provided', 2001, [message])
		: new ApiError(400, message, 2001, { id: [message] });
}
