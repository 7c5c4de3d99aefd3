import assert from 'node:assert/strict';
import { LiveSessions } from '../../../src/mcp/http/live-sessions.ts';
import { FakeClock } from '../../mcp/support.ts';

class Session {
	closed = 0;
	close(): Promise<void> {
		this.closed++;
		return Promise.resolve();
	}
}

describe('sessions', () => {
	let clock: FakeClock;
	let sessions: LiveSessions<Session>;

	beforeEach(() => {
		clock = new FakeClock();
		sessions = new LiveSessions(clock, { maximum: 2, idleMs: 10 * 60_000 });
	});

	afterEach(() => sessions.dispose());

	function add(id: string): Session {
		const session = new Session();
		assert.ok(sessions.add(id, () => session));
		return session;
	}

	it('gives the place of the longest unused one away', async () => {
		const a = add('a');
		await clock.advance(1);
		const b = add('b');
		await clock.advance(1);
		sessions.enter('a')?.leave();
		const c = add('c');
		assert.deepEqual([a.closed, b.closed, c.closed], [0, 1, 0]);
		assert.equal(sessions.enter('b'), undefined);
		assert.equal(sessions.size, 2);
	});

	it('takes no place from one in use, and makes nothing then', () => {
		add('a');
		add('b');
		const inUse = [sessions.enter('a'), sessions.enter('b'), sessions.enter('b')];
		const never = () => assert.fail('made');
		assert.equal(sessions.add('c', never), false);
		inUse[1]?.leave();
		assert.equal(sessions.add('c', never), false);
		inUse[2]?.leave();
		assert.ok(sessions.add('c', () => new Session()));
	});

	it('ends unused ones after the idle time', async () => {
		const a = add('a');
		const b = add('b');
		const inUse = sessions.enter('b');
		await clock.advance(9 * 60_000);
		sessions.enter('a')?.leave();
		await clock.advance(9 * 60_000);
		assert.equal(a.closed, 0);
		await clock.advance(60_000);
		assert.deepEqual([a.closed, b.closed], [1, 0]);
		inUse?.leave();
		await clock.advance(10 * 60_000);
		assert.equal(b.closed, 1);
		assert.equal(sessions.size, 0);
	});

	it('closes all when disposed, whatever one of them does, and takes no more', async () => {
		const a = add('a');
		const b = add('b');
		a.close = () => Promise.reject(new Error('stuck'));
		await sessions.dispose();
		await sessions.dispose();
		assert.equal(b.closed, 1);
		assert.equal(
			sessions.add('c', () => assert.fail('made')),
			false,
		);
	});
});
