import { expect, test } from 'vitest';
import { determineBackoffMs, KeyQueue } from '../../src/engine/key-queue.ts';
import { createHandClock, settle, type HandClock } from '../helpers/hand-clock.ts';

test('a key that is marked many times while it waits is worked on once', async () => {
  const { queue, begun, endNext } = setUp({ concurrency: 1 });

  for (const key of ['a', 'b', 'b', 'b']) queue.mark(key);
  await endNext();
  await endNext();

  expect(begun).toEqual(['a', 'b']);
});

test('a key that is marked while it is worked on has exactly one more turn, after that one', async () => {
  const { queue, begun, endNext } = setUp();

  queue.mark('a');
  for (let mark = 0; mark < 3; mark += 1) queue.mark('a');
  const atOnce = [...begun];
  await endNext();
  await endNext();

  expect(atOnce).toEqual(['a']);
  expect(begun).toEqual(['a', 'a']);
});

test('a key that its own work marks before it waits for anything is not worked on twice at a time', async () => {
  const begun: string[] = [];
  const queue: KeyQueue<string> = new KeyQueue<string>({
    clock: createHandClock(),
    concurrency: 2,
    work: async (key) => {
      begun.push(key);
      if (begun.length === 1) queue.mark(key);
      await settle();
      begun.push('end');
    },
    onError: () => undefined,
  });

  queue.mark('a');
  await settle();
  await settle();
  await queue.stop();

  expect(begun).toEqual(['a', 'end', 'a', 'end']);
});

test('no more keys are worked on at a time than was said, in the order of their marks', async () => {
  const { queue, begun, endNext } = setUp({ concurrency: 2 });

  for (const key of ['a', 'b', 'c', 'd']) queue.mark(key);
  const first = [...begun];
  await endNext();

  expect(first).toEqual(['a', 'b']);
  expect(begun).toEqual(['a', 'b', 'c']);
  await endNext();
  await endNext();
  await endNext();
});

test('a key that is worked on keeps no other from its turn', async () => {
  const { queue, begun, endNext } = setUp({ concurrency: 2 });

  for (const key of ['a', 'a', 'b']) queue.mark(key);

  expect(begun).toEqual(['a', 'b']);
  await endNext();
  await endNext();
  await endNext();
});

test('a key that fails is tried again, each time later, and its errors are told', async () => {
  const { queue, begun, failNext, endNext, errors, clock } = setUp();
  queue.mark('a');

  await failNext(new Error('one'));
  await clock.advance(900);
  const tooEarly = begun.length;
  await clock.advance(700);
  await failNext(new Error('two'));
  await clock.advance(1_900);
  const stillTooEarly = begun.length;
  await clock.advance(1_200);
  await endNext();
  await clock.advance(3_600_000);

  expect([tooEarly, stillTooEarly, begun.length]).toEqual([1, 2, 3]);
  expect(errors.map(({ message }) => message)).toEqual(['one', 'two']);
});

test('a mark brings a long wait after failures to an end, but not sooner than two seconds after the last', async () => {
  const { queue, begun, failNext, endNext, clock } = setUp();
  queue.mark('a');
  for (let failure = 0; failure < 8; failure += 1) {
    await failNext(new Error('again'));
    if (failure < 7) await clock.advance(determineBackoffMs(20) * 2);
  }
  const tried = begun.length;

  queue.mark('a');
  await clock.advance(1_900);
  const afterLess = begun.length;
  await clock.advance(100);

  expect([tried, afterLess, begun.length]).toEqual([8, 8, 9]);
  await endNext();
});

test('a key that is marked while it fails is tried again two seconds later, however often it has failed', async () => {
  const { queue, begun, failNext, endNext, clock } = setUp();
  queue.mark('a');
  for (let failure = 0; failure < 5; failure += 1) {
    queue.mark('a');
    await failNext(new Error('again'));
    await clock.advance(1_900);
    expect(begun).toHaveLength(failure + 1);
    await clock.advance(100);
    expect(begun).toHaveLength(failure + 2);
  }
  await endNext();
});

test('a key that has done well begins anew with its next failure', async () => {
  const { queue, begun, failNext, endNext, clock } = setUp();
  queue.mark('a');
  for (let failure = 0; failure < 6; failure += 1) {
    await failNext(new Error('again'));
    await clock.advance(600_000);
  }
  await endNext();

  queue.mark('a');
  await failNext(new Error('once more'));
  await clock.advance(1_600);

  expect(begun).toHaveLength(9);
  await endNext();
});

test('a key to be marked later is worked on then, and at once if it is marked before', async () => {
  const { queue, begun, endNext, clock } = setUp();

  queue.markAfter('a', 1_000);
  queue.markAfter('b', 1_000);
  queue.mark('b');
  await endNext();
  await clock.advance(999);
  const before = [...begun];
  await clock.advance(1);
  await endNext();
  await clock.advance(5_000);

  expect(before).toEqual(['b']);
  expect(begun).toEqual(['b', 'a']);
});

test('a queue that is stopped ends what it works on and begins nothing more', async () => {
  const { queue, begun, endNext, clock } = setUp({ concurrency: 1 });
  for (const key of ['a', 'b']) queue.mark(key);
  queue.markAfter('c', 100);

  let isStopped = false;
  const stopped = queue.stop().then(() => {
    isStopped = true;
  });
  await settle();
  const before = isStopped;
  queue.mark('d');
  await endNext();
  await stopped;
  await clock.advance(1_000);

  expect([before, isStopped]).toEqual([false, true]);
  expect(begun).toEqual(['a']);
});

test('a key that fails while the queue is stopped is not tried again', async () => {
  const { queue, begun, failNext, clock } = setUp();
  queue.mark('a');

  const stopped = queue.stop();
  await failNext(new Error('too late'));
  await stopped;
  await clock.advance(600_000);

  expect(begun).toEqual(['a']);
});

interface SetUp {
  readonly queue: KeyQueue<string>;
  readonly clock: HandClock;
  /** Keys in the order in which work on them began. */
  readonly begun: readonly string[];
  readonly errors: readonly Error[];
  /** Ends the work that began first of what is under way. */
  readonly endNext: () => Promise<void>;
  readonly failNext: (error: Error) => Promise<void>;
}

function setUp({ concurrency = 4 } = {}): SetUp {
  const clock = createHandClock();
  const begun: string[] = [];
  const errors: Error[] = [];
  const underWay: PromiseWithResolvers<undefined>[] = [];
  const queue = new KeyQueue<string>({
    clock,
    concurrency,
    work: (key) => {
      begun.push(key);
      const turn = Promise.withResolvers<undefined>();
      underWay.push(turn);
      return turn.promise.then(() => undefined);
    },
    onError: (_key, error) => errors.push(error as Error),
  });
  const takeNext = () => {
    const turn = underWay.shift();
    if (turn === undefined) throw new Error('nothing is under way');
    return turn;
  };
  return {
    ...{ queue, clock, begun, errors },
    endNext: () => {
      takeNext().resolve(undefined);
      return settle();
    },
    failNext: (error) => {
      takeNext().reject(error);
      return settle();
    },
  };
}

test('what happens while a key that failed is tried again is looked at soon, however long that turn means to wait', async () => {
  const { queue, begun, failNext, endNext, clock } = setUp();
  queue.mark('a');
  await failNext(new Error('one'));
  await clock.advance(1_600);
  queue.mark('a');
  queue.markAfter('a', 300_000);
  await endNext();

  await clock.advance(2_000);

  expect(begun).toHaveLength(3);
  await endNext();
});
