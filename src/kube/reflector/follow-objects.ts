import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../logger.ts';
import { isForbidden, isGone } from '../errors.ts';
import { listObjects, type ObjectsRequest } from './list-objects.ts';
import type { ObjectCache } from './object-cache.ts';
import type { FollowedWatch } from './watch-meter.ts';
import { watchObjects, type WatchEvent } from './watch-objects.ts';

export interface FollowTiming {
  /**
   * A watch that tells nothing for so long is begun anew. Where nothing happens that is no sign of anything: the API server sends
   * a bookmark only when its cache has got on, and none of events.
   */
  readonly quietMs: number;
  /** Without an answer for so long, the connection is taken for dead. */
  readonly answerMs: number;
  /** How long a watch lasts at least; at most twice that. At random, so that not all end at once. */
  readonly watchSeconds: number;
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
  /** A server that began anew knows none of the versions that hundreds of watches go on from: they list within this time. */
  readonly listSpreadMs: number;
}

export interface Following {
  readonly request: ObjectsRequest;
  readonly cache: ObjectCache<unknown>;
  readonly timing: FollowTiming;
  readonly meter: FollowedWatch;
  readonly onListed: () => void;
  /** Called with what went wrong, and with `undefined` once it goes on well. */
  readonly onTrouble: (trouble: unknown) => void;
  readonly log: Logger;
}

/** So many failures in a row are not a restart of the API server any more. */
const failuresWorthSaying = 5;
const sayAgainMs = 5 * 60_000;

/**
 * Keeps a cache current until the signal of the request ends: lists all, then follows the changes from there. After any
 * failure it goes on from the last version it knows; only where the server does not know that any more, it lists anew, and
 * at once.
 */
export async function followObjects(following: Following): Promise<void> {
  const { signal } = following.request;
  const state: FollowState = { mustList: true, ...well };
  while (!signal.aborted) {
    try {
      if (state.mustList) await list(following);
      state.mustList = false;
      await watch(following, () => Object.assign(state, well));
    } catch (err) {
      await recover(following, state, err);
    }
  }
}

interface FollowState {
  mustList: boolean;
  failures: number;
  /** How often it could not go on from where it was, since it last went well. */
  losses: number;
  /** When it was last warned of, since it last went well. */
  warnedAtMs: number;
}

const well = { failures: 0, losses: 0, warnedAtMs: -Infinity };

async function recover(
  { request, timing, meter, log, onTrouble }: Following,
  state: FollowState,
  err: unknown,
): Promise<void> {
  const { path, signal } = request;
  if (signal.aborted) return;
  if (err instanceof WatchLost || isGone(err)) {
    state.mustList = true;
    // A server that says so works, whatever went wrong before; unless it says nothing else.
    state.failures = state.losses;
    state.losses += 1;
  } else {
    state.failures += 1;
  }
  // What berth may not see stays so for as long as somebody wants it to: that is no silence.
  if (isForbidden(err)) meter.noteWord();
  onTrouble(err);
  if (isWorthSaying(state)) {
    state.warnedAtMs = performance.now();
    log.warn({ path, err }, 'watching the cluster fails');
  } else {
    log.debug({ path, err }, 'watch interrupted');
  }
  await sleep(drawPause(timing, state.failures), undefined, { signal }).catch(() => undefined);
}

function isWorthSaying({ failures, warnedAtMs }: FollowState): boolean {
  return failures >= failuresWorthSaying && performance.now() - warnedAtMs >= sayAgainMs;
}

function drawPause({ listSpreadMs, firstBackoffMs, longestBackoffMs }: FollowTiming, failures: number): number {
  if (failures === 0) return listSpreadMs * Math.random();
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

/** The watch cannot go on from where it was. */
class WatchLost extends Error {
  override readonly name = 'WatchLost';
}

async function list({ request, cache, meter, onListed, onTrouble }: Following): Promise<void> {
  cache.beginList();
  const { objects, version } = await listObjects(request);
  cache.replaceAll(objects, version);
  meter.noteList();
  onListed();
  onTrouble(undefined);
}

async function watch({ request, cache, timing, meter, onTrouble }: Following, onHealthy: () => void): Promise<void> {
  const startedAt = performance.now();
  let openedAt = Infinity;
  let events = 0;
  const telling = watchObjects({
    ...request,
    version: cache.version() ?? '',
    answerMs: timing.answerMs,
    timeoutSeconds: Math.round(timing.watchSeconds * (1 + Math.random())),
    onOpen: () => {
      openedAt = performance.now();
      meter.noteWord();
      onTrouble(undefined);
    },
    onEvent: (event) => {
      events += 1;
      meter.noteWord();
      take(cache, event);
      onHealthy();
    },
  });
  await telling.catch((error: unknown) => {
    // One that was open for longer than any pause went well, though there was nothing to tell.
    if (performance.now() - openedAt >= timing.longestBackoffMs) onHealthy();
    throw error;
  });
  // One that ends as soon as it began would be asked for again and again without a pause.
  const hasLasted = events > 0 || performance.now() - startedAt >= timing.firstBackoffMs;
  if (!hasLasted) throw new Error('the watch ended at once');
  onHealthy();
}

function take(cache: ObjectCache<unknown>, event: WatchEvent): void {
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      cache.apply(event.type, event.object);
      break;
    case 'BOOKMARK':
      cache.advance(event.object.metadata.resourceVersion);
      break;
    case 'ERROR':
      throw new WatchLost('the watch cannot go on');
  }
}
