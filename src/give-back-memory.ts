import type { Clock } from './engine/ports/clock.ts';

interface GiveBackOptions {
  readonly clock: Pick<Clock, 'wakeAfter'>;
  /** Something is at work that a pause of some tenths of a second would hold up. */
  readonly isBusy: () => boolean;
}

const lookEveryMs = 60_000;
/** Below that it would come back with the next few requests. */
const worthwhileGrowth = 1.25;

/**
 * Looks once a minute whether this process has taken much more memory since it last gave some back, and does so while nothing
 * is at work. V8 keeps the pages that it has freed for the next busy time, however long that takes to come, unless it is told
 * that memory is short. Does nothing where Node was started without `--expose-gc`.
 */
export function giveBackMemory({ clock, isBusy }: GiveBackOptions): void {
  const { gc } = globalThis;
  if (gc === undefined) return;
  let bytesAtRest = 0;
  const look = async () => {
    if (!isBusy() && process.memoryUsage.rss() > bytesAtRest * worthwhileGrowth) {
      await gc({ type: 'major', execution: 'async', flavor: 'last-resort' });
      bytesAtRest = process.memoryUsage.rss();
    }
    clock.wakeAfter(lookEveryMs, () => void look());
  };
  clock.wakeAfter(lookEveryMs, () => void look());
}
