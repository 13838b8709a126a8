import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { EngineLoad } from '../../src/engine/engine.ts';
import { createGauges } from '../../src/web/create-gauges.ts';
import { anEnvironment } from '../report/an-environment.ts';

const idle = { working: 0, waiting: 0 };
const atRest: EngineLoad = {
  queues: { pullRequests: idle, environments: idle, reports: idle },
  helm: { ...idle, ahead: 0, slots: 8 },
};

test('each gauge tells how it is when it is asked, and forgets how it was', async () => {
  const register = new Registry();
  let environments = [anEnvironment(), anEnvironment({ status: { phase: 'Failed' } }), anEnvironment()];
  let load: EngineLoad = {
    queues: { ...atRest.queues, environments: { working: 16, waiting: 40 } },
    helm: { working: 5, waiting: 3, ahead: 2, slots: 8 },
  };
  let watches = [{ resource: 'pods', lists: 2, heardAtMs: (Date.now() - 5_000) as number | undefined }];
  createGauges(register, {
    listEnvironments: () => environments,
    readLoad: () => load,
    listWatches: () => watches,
  });

  const before = await readSamples(register);
  expect(before).toMatchObject({
    'berth_environments{phase="Live"}': 2,
    'berth_environments{phase="Failed"}': 1,
    'berth_environments{phase="Waiting"}': 0,
    'berth_queue_keys{queue="environments",state="working"}': 16,
    'berth_queue_keys{queue="environments",state="waiting"}': 40,
    'berth_helm_runs{state="working"}': 5,
    'berth_helm_runs{state="waiting"}': 3,
    'berth_helm_runs{state="ahead"}': 2,
    berth_helm_slots: 8,
    'berth_watch_lists_total{resource="pods"}': 2,
  });
  expect(before['berth_watch_silence_seconds{resource="pods"}']).toBeGreaterThanOrEqual(5);

  environments = [];
  load = atRest;
  watches = [{ resource: 'pods', lists: 3, heardAtMs: undefined }];
  const after = await readSamples(register);
  expect(after).toMatchObject({
    'berth_environments{phase="Live"}': 0,
    'berth_queue_keys{queue="environments",state="waiting"}': 0,
    'berth_helm_runs{state="waiting"}': 0,
    'berth_watch_lists_total{resource="pods"}': 3,
  });
  expect(after).not.toHaveProperty(['berth_watch_silence_seconds{resource="pods"}']);
});

async function readSamples(register: Registry): Promise<Readonly<Record<string, number>>> {
  const lines = (await register.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}
