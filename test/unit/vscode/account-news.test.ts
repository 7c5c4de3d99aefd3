import assert from 'node:assert/strict';
import type { News } from '../../../src/mcp/resources/news.ts';
import { ChangesInAccount } from '../../../src/vscode/account/changes-in-account.ts';
import { Emitter } from '../../../src/vscode/emitter.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { accountNews } from '../../../src/vscode/refresh/account-news.ts';
import type { ShownIncident } from '../../../src/tools/shapes/incident.ts';
import type { ShownOncall } from '../../../src/tools/shapes/oncall.ts';
import { systemClock } from '../../../src/pagerduty/http/clock.ts';
import { incident, oncall as turn } from './support.ts';

describe('The news of an account', () => {
	let switched: Emitter;
	let changes: ChangesInAccount;
	let incidents: IncidentStore;
	let oncall: OncallStore;
	let heard: News[];
	let stop: () => void;

	const look = (...open: ShownIncident[]) => {
		const reading = incidents.begin();
		reading.add(open);
		reading.complete();
	};
	const lookWhoIsOnCall = (...turns: ShownOncall[]) => {
		const reading = oncall.begin();
		reading.add(turns);
		reading.complete();
	};
	const ids = () => heard.splice(0).flatMap((news) => (news.incidents ?? []).map(({ id }) => id));

	beforeEach(() => {
		switched = new Emitter();
		changes = new ChangesInAccount(switched);
		incidents = new IncidentStore(systemClock);
		oncall = new OncallStore(systemClock);
		heard = [];
		stop = accountNews({ changes, switched, incidents, oncall }).listen((news) => heard.push(news));
	});
	afterEach(() => changes.dispose());

	it('are what a look at PagerDuty finds opened, changed or over since the last one', () => {
		look(incident('A'), incident('B'), incident('C'));
		assert.deepEqual(ids(), []);
		look(incident('A'), incident('B', { status: 'acknowledged' }), incident('D'));
		assert.deepEqual(ids(), ['B', 'D', 'C']);
		look(incident('A', { age: 999_999 }), incident('B', { status: 'acknowledged' }), incident('D'));
		assert.deepEqual(heard, []);
	});

	it('are what was found since somebody listens, also where much was known before', () => {
		look(incident('A'));
		const later: News[] = [];
		accountNews({ changes, switched, incidents, oncall }).listen((news) => later.push(news));
		look(incident('A'));
		assert.deepEqual(later, []);
		look();
		assert.equal(later.length, 1);
	});

	it('are that somebody else is on call', () => {
		lookWhoIsOnCall(turn('Maya'));
		lookWhoIsOnCall(turn('Maya'));
		oncall.pass();
		assert.deepEqual(heard, []);
		lookWhoIsOnCall(turn('Diego'));
		assert.deepEqual(heard, [{ oncall: true }]);
	});

	it('are what tools change, with where in PagerDuty it is', () => {
		changes.ofCall.announce({ oncall: true });
		changes.ofCall.announcePaths([['teams', 'T1']]);
		assert.deepEqual(heard, [{ oncall: true }, { paths: [['teams', 'T1']] }]);
	});

	it('are of the account that is signed in, and that it is another one', () => {
		look(incident('A'));
		const before = changes.ofCall;
		switched.fire();
		before.announce({ oncall: true });
		look(incident('B'));
		changes.ofCall.announcePaths([['users']]);
		assert.deepEqual(heard, [{ switched: true }, { paths: [['users']] }]);
	});

	it('end when nobody listens any more', () => {
		look(incident('A'));
		stop();
		look();
		changes.ofCall.announce({ oncall: true });
		switched.fire();
		assert.deepEqual(heard, []);
	});
});
