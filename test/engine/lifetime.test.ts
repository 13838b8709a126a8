import { afterEach, describe, expect, test } from 'vitest';
import { startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

const hourMs = 3_600_000;
let berth: RunningEngine;
afterEach(() => berth.stop());

describe('an environment that nobody uses', () => {
  test('is said to go soon, and then goes: its label is taken off and the comment says why', async () => {
    berth = await startEngine();
    await berth.label('preview');
    berth.github.writes.splice(0);

    await berth.clock.advance(19.9 * hourMs);
    expect(berth.github.writes).toEqual([]);
    await berth.clock.advance(0.3 * hourMs);
    expect(berth.github.comments.get('acme/shop#1')).toContain('it will be removed at 2026-05-05 10:00 UTC.');
    await berth.clock.advance(4 * hourMs);

    expect(berth.environment()).toBeUndefined();
    expect([...berth.cluster.spaces.keys()]).toEqual([]);
    expect(berth.github.pullRequests.get('acme/shop#1')?.labels).toEqual([]);
    expect(berth.github.comments.get('acme/shop#1')).toContain('was removed because its time was up.');
    expect(berth.github.writes).toEqual([
      'comment: ### ✓ `preview` is live, deployed from [`aaaaaaa`](https://github.com/acme/shop/commit/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa).',
      'label preview taken off',
      'deployment 1 is inactive: Removed.',
      'comment: ### – `preview` was removed because its time was up.',
    ]);
  });

  test('stays when somebody comments, and the warning goes', async () => {
    berth = await startEngine();
    await berth.label('preview');
    await berth.clock.advance(21 * hourMs);
    expect(berth.environment()?.status.expiry).toMatchObject({ because: 'idle' });

    await berth.wake({ kind: 'commented' });
    await berth.clock.advance(750);
    expect(berth.environment()?.status.expiry).toBeUndefined();
    await berth.clock.advance(4 * hourMs);

    expect(berth.environment()?.status.phase).toBe('Live');
    expect(berth.github.comments.get('acme/shop#1')).not.toContain('will be removed at');
  });
});
