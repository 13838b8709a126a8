import { afterEach, expect, test } from 'vitest';
import { secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

test('a label makes an environment, a push makes it another, and taking the label off leaves nothing', async () => {
  berth = await startEngine();

  await berth.label('preview');
  expect(berth.environment()?.status).toMatchObject({ phase: 'Live', namespace: 'acme-shop-pr-1' });
  expect(berth.helm.runs.splice(0)).toEqual(['upgrade db', 'upgrade web']);
  expect(berth.github.writes.splice(0)).toMatchInlineSnapshot(`
    [
      "deployment of aaa in preview",
      "deployment 1 is in_progress: Deploying 2 releases.",
      "deployment 1 is success: Live after 0.0 s.",
      "comment: ### ✓ \`preview\` is live, deployed from [\`aaaaaaa\`](https://github.com/acme/shop/commit/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa).",
    ]
  `);

  await berth.push(secondSha);
  expect(berth.environment()?.status).toMatchObject({ phase: 'Live', commit: secondSha });
  expect(berth.helm.runs.splice(0)).toEqual(['upgrade web']);
  expect(berth.github.writes.splice(0)).toMatchInlineSnapshot(`
    [
      "deployment of bbb in preview",
      "deployment 2 is in_progress: Deploying 2 releases.",
      "deployment 1 is inactive: Superseded by a newer commit.",
      "deployment 2 is success: Live after 0.0 s.",
      "comment: ### ✓ \`preview\` is live, deployed from [\`bbbbbbb\`](https://github.com/acme/shop/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb).",
    ]
  `);

  berth.github.pullRequests.get('acme/shop#1')!.labels = [];
  await berth.wake();
  await berth.clock.advance(5_000);
  expect(berth.environment()).toBeUndefined();
  expect([...berth.cluster.spaces.keys()]).toEqual([]);
  expect(berth.helm.runs.splice(0)).toEqual(['uninstall web', 'uninstall db']);
  expect(berth.github.writes.splice(0)).toMatchInlineSnapshot(`
    [
      "deployment 2 is inactive: Removed.",
      "comment: ### – \`preview\` was removed because the label \`preview\` was taken off.",
    ]
  `);
});

test('an environment at rest asks nobody and writes nothing', async () => {
  berth = await startEngine();
  await berth.label('preview');
  const { count } = berth.cluster.writes;
  const reads = berth.github.reads.count;

  berth.cluster.tell(berth.environment()!.name);
  await berth.clock.advance(240_000);

  expect(berth.cluster.writes.count - count).toBe(0);
  expect(berth.github.reads.count - reads).toBe(0);
});
