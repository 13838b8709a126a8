import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countRequests, markRequests } from '../../../bench/requests/count-requests.ts';

let folder = '';
let auditLog = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-requests-'));
  auditLog = join(folder, 'audit.log');
});
afterEach(() => rm(folder, { recursive: true }));

const line = (username: string, userAgent = '') =>
  `${JSON.stringify({ verb: 'get', user: { username }, userAgent })}\n`;

test('what was asked before the mark, or by others, does not count', async () => {
  await writeFile(auditLog, line('berth'));
  const mark = await markRequests(auditLog);
  await appendFile(auditLog, line('berth') + line('kubelet') + line('berth'));

  expect(await countRequests(mark, ({ user }) => user === 'berth')).toBe(2);
});

test('who asks may be told by what it calls itself', async () => {
  await writeFile(auditLog, '');
  const mark = await markRequests(auditLog);
  await appendFile(auditLog, line('admin', 'Helm/4.2.4') + line('admin', 'kubectl/1.36'));

  expect(await countRequests(mark, ({ agent }) => agent.startsWith('Helm/'))).toBe(1);
});

test('a line that is still being written does not count', async () => {
  await writeFile(auditLog, '');
  const mark = await markRequests(auditLog);
  await appendFile(auditLog, `${line('berth')}{"verb":"get","user":{"userna`);

  expect(await countRequests(mark, ({ user }) => user === 'berth')).toBe(1);
});

test('a log that was begun anew counts from its beginning', async () => {
  await writeFile(auditLog, line('berth').repeat(10));
  const mark = await markRequests(auditLog);
  await writeFile(auditLog, line('berth'));

  expect(await countRequests(mark, ({ user }) => user === 'berth')).toBe(1);
});
