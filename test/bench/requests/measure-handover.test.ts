import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { measureHandover } from '../../../bench/requests/measure-handover.ts';
import { useAuditLog } from './use-audit-log.ts';

const auditLog = useAuditLog();

const release = (name: string, ...dependencies: string[]) => ({ name, dependencies, chart: '', values: {} });
const chain = { name: 'chain', releases: [release('a'), release('b', 'a'), release('c-1', 'a', 'b')] };

test('a handover is from the last dependency ready to the pod on its node, in the median of all', async () => {
  await writeLog([
    ['place', 'pods', 'binding', 'a-5b74-x1', 0.1],
    ['place', 'deployments', 'status', 'a', 0.2],
    ['place', 'deployments', 'status', 'a', 1],
    ['place', 'pods', 'binding', 'b-946b-x2', 1.1],
    ['place', 'deployments', 'status', 'b', 2],
    ['place', 'pods', 'binding', 'c-1-855b-x3', 2.2],
  ]);

  expect((await measure()).handoverMs).toBeCloseTo(150);
});

test('what was refused, and what happened elsewhere, is no part of it', async () => {
  await writeLog([
    ['place', 'deployments', 'status', 'a', 1],
    ['elsewhere', 'deployments', 'status', 'a', 1.05],
    ['place', 'deployments', 'status', 'a', 1.06, 409],
    ['elsewhere', 'pods', 'binding', 'b-946b-x2', 1.07],
    ['place', 'pods', 'binding', 'b-946b-x2', 1.1],
  ]);

  expect((await measure()).handoverMs).toBeCloseTo(100);
});

test('where no pod waits for another there is none', async () => {
  await writeLog([
    ['place', 'deployments', 'status', 'a', 1],
    ['place', 'pods', 'binding', 'b-946b-x2', 1.1],
    ['place', 'deployments', 'status', 'a', 2],
  ]);

  expect(await measure()).toEqual({});
});

function measure() {
  return measureHandover({ auditLog: auditLog.path, offset: 0 }, 'place', chain);
}

type Answered = readonly [
  namespace: string,
  resource: string,
  subresource: string,
  name: string,
  s: number,
  code?: number,
];

async function writeLog(answered: readonly Answered[]): Promise<void> {
  const lines = answered.map(([namespace, resource, subresource, name, s, code = 200]) =>
    JSON.stringify({
      stageTimestamp: new Date(1_780_000_000_000 + s * 1_000).toISOString(),
      objectRef: { namespace, resource, subresource, name },
      responseStatus: { code },
    }),
  );
  await writeFile(auditLog.path, `${lines.join('\n')}\n`);
}
