import { appendFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { countRequests } from '../../../bench/requests/count-requests.ts';
import { markRequests } from '../../../bench/requests/mark-requests.ts';
import { useAuditLog } from './use-audit-log.ts';

const auditLog = useAuditLog();

const line = (username: string, userAgent = '') =>
  `${JSON.stringify({ verb: 'get', user: { username }, userAgent })}\n`;

test('what was asked before the mark, or by others, does not count', async () => {
  await writeFile(auditLog.path, line('berth'));
  const mark = await markRequests(auditLog.path);
  await appendFile(auditLog.path, line('berth') + line('kubelet') + line('berth'));

  expect(await countRequests(mark, ({ user }) => user === 'berth')).toBe(2);
});

test('who asks may be told by what it calls itself', async () => {
  await writeFile(auditLog.path, '');
  const mark = await markRequests(auditLog.path);
  await appendFile(auditLog.path, line('admin', 'Helm/4.2.4') + line('admin', 'kubectl/1.36'));

  expect(await countRequests(mark, ({ agent }) => agent.startsWith('Helm/'))).toBe(1);
});

test('a line that is still being written does not count', async () => {
  await writeFile(auditLog.path, '');
  const mark = await markRequests(auditLog.path);
  await appendFile(auditLog.path, `${line('berth')}{"verb":"get","user":{"userna`);

  expect(await countRequests(mark, ({ user }) => user === 'berth')).toBe(1);
});

test('a log that was begun anew counts from its beginning', async () => {
  await writeFile(auditLog.path, line('berth').repeat(10));
  const mark = await markRequests(auditLog.path);
  await writeFile(auditLog.path, line('berth'));

  expect(await countRequests(mark, ({ user }) => user === 'berth')).toBe(1);
});
