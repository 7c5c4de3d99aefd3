import assert from 'node:assert/strict';

/** @typedef {Pick<Awaited<ReturnType<typeof import('../support/account-process.mjs').startAccount>>, 'url' | 'token' | 'accountKey'>} Account */

/** Has PagerDuty page the person whose token it is. @param {Account} account @param {string} title */
export async function pageSomebody(account, title) {
	const list = async (/** @type {string} */ path) => (await send(account, path)).json();
	const [{ user: me }, { services }, { users }] = await Promise.all(
		['/users/me', '/services?limit=1', '/users'].map(list),
	);
	// Who creates an incident for themselves has it acknowledged.
	const colleague = users.find((/** @type {{ id: string }} */ { id }) => id !== me.id);
	const incident = {
		type: 'incident',
		title,
		urgency: 'high',
		service: { id: services[0].id, type: 'service_reference' },
		assignments: [{ assignee: { id: me.id, type: 'user_reference' } }],
	};
	const how = { method: 'POST', headers: { from: colleague.email }, body: JSON.stringify({ incident }) };
	assert.equal((await send({ ...account, token: account.accountKey }, '/incidents', how)).status, 201);
}

/** Moves all incidents of a state to another, as somebody does in PagerDuty. @param {Account} account @param {string} from @param {string} to */
export async function changeAll(account, from, to) {
	const { incidents } = await (await send(account, `/incidents?statuses[]=${from}&limit=100`)).json();
	const changed = incidents.map((/** @type {{ id: string }} */ { id }) => ({
		id,
		type: 'incident_reference',
		status: to,
	}));
	const how = { method: 'PUT', body: JSON.stringify({ incidents: changed }) };
	assert.equal((await send(account, '/incidents', how)).status, 200);
}

/** Gives an incident another title, as somebody does in PagerDuty. @param {Account} account @param {string} from @param {string} to */
export async function retitle(account, from, to) {
	const { incidents } = await (await send(account, '/incidents?limit=100')).json();
	const { id } = incidents.find((/** @type {{ title: string }} */ { title }) => title === from);
	const how = { method: 'PUT', body: JSON.stringify({ incident: { id, type: 'incident', title: to } }) };
	assert.equal((await send(account, `/incidents/${id}`, how)).status, 200);
}

/** @param {Account} account @param {string} path @param {RequestInit} [how] */
function send({ url, token }, path, how = {}) {
	const headers = { authorization: `Token token=${token}`, 'content-type': 'application/json', ...how.headers };
	return fetch(url + path, { ...how, headers });
}
