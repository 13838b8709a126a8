import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from '../../../src/kube/environments/create-turns.ts';

test('what is asked for one key follows each other, also after a failure, and other keys do not wait', async () => {
  const turns = createTurns();
  const seen: string[] = [];
  const work = (name: string, end?: Error) => async () => {
    seen.push(`${name} begins`);
    await nextTurn();
    seen.push(`${name} ends`);
    if (end !== undefined) throw end;
    return name;
  };

  const ends = await Promise.allSettled([
    turns('a', work('first', new Error('refused'))),
    turns('a', work('second')),
    turns('b', work('other')),
  ]);

  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(seen.filter((one) => !one.startsWith('other'))).toEqual([
    'first begins',
    'first ends',
    'second begins',
    'second ends',
  ]);
  expect(seen.indexOf('other begins')).toBeLessThan(seen.indexOf('first ends'));
});
