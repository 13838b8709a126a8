import { expect, test } from 'vitest';
import { coalesce } from '../../../src/engine/shares/coalesce.ts';
import { settle } from '../../helpers/hand-clock.ts';

test('all that ask while one is at work are served by one more, which begins after they asked', async () => {
  const log: string[] = [];
  const open: (() => void)[] = [];
  const confirm = coalesce(async (key) => {
    const run = open.length + 1;
    log.push(`begin ${run} of ${key}`);
    await new Promise<void>((resolve) => open.push(resolve));
    log.push(`end ${run}`);
    return run;
  });

  const first = confirm('a');
  const later = [confirm('a'), confirm('a'), confirm('a')];
  open[0]?.();
  await settle();
  const last = confirm('a');
  open[1]?.();
  await settle();
  open[2]?.();

  expect(await Promise.all([first, ...later, last])).toEqual([1, 2, 2, 2, 3]);
  expect(log).toEqual(['begin 1 of a', 'end 1', 'begin 2 of a', 'end 2', 'begin 3 of a', 'end 3']);
});

test('one that fails fails for those it served, and not for those after it', async () => {
  let runs = 0;
  const confirm = coalesce(async () => {
    runs += 1;
    await settle();
    if (runs === 1) throw new Error('refused');
    return runs;
  });

  const [first, second] = await Promise.allSettled([confirm('a'), confirm('a')]);

  expect(first.status).toBe('rejected');
  expect(second).toEqual({ status: 'fulfilled', value: 2 });
});
