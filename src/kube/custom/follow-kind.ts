import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { createKnown } from '../create-known.ts';
import { isForbidden, isNotFound } from '../errors.ts';
import { parseCustomObject, type CustomObject } from '../objects/custom-object.ts';
import { createReflector, type Reflector } from '../reflector/create-reflector.ts';
import { findMain } from '../readiness/judge-conditions.ts';
import { environmentLabel } from '../world/watch-cluster.ts';
import { createDoubt } from './create-doubt.ts';
import { identifyKind, type CustomKind } from './custom-kind.ts';
import { discoverKind, type Discovered } from './discover-kind.ts';

/** Follows the objects of one kind in all environments, from when the cluster knows the kind and berth may look at it. */
export interface KindWatch {
  readonly state: () => KindState;
  /** Resolves once it is known whether its objects can be seen, or it is stopped; rejects when the signal ends. */
  whenKnown(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export type KindState =
  | { readonly kind: 'opening' }
  /** The cluster knows no such kind, as yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'forbidden'; readonly resource: string }
  | OpenKind;

export interface OpenKind extends Pick<Discovered, 'base' | 'plural'> {
  readonly kind: 'open';
  /** Whether its objects may have conditions, as far as the API server says. */
  readonly hasConditions: boolean;
  /** Whether any object of the kind was seen to say of itself whether it is ready. */
  readonly hasReady: () => boolean;
  readonly objects: Reflector<CustomObject>;
  /** Objects, as `namespace/name`, that are there and not watched, because nothing has put the label of an environment on them. */
  readonly unstamped: Set<string>;
}

export interface KindWatchOptions {
  readonly client: KubeClient;
  readonly log: Logger;
  readonly kind: CustomKind;
  readonly onObject: (object: CustomObject) => void;
  readonly onState: () => void;
  readonly timing?: Partial<KindTiming>;
}

export interface KindTiming {
  /** The pause before the API server is asked anew for a kind that it does not know; it doubles. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How long berth has to be refused the objects until that is believed. */
  readonly refusedMs: number;
}

const usualTiming: KindTiming = { firstPauseMs: 1_000, longestPauseMs: 60_000, refusedMs: 5_000 };
/** What its objects hold the API server says a moment after it knows a kind, and of some never. */
const mostSchemaTries = 3;

export function followKind(options: KindWatchOptions): KindWatch {
  const stopping = new AbortController();
  const known = createKnown();
  let state: KindState = { kind: 'opening' };
  const set = (next: KindState) => {
    const isNews = next.kind !== state.kind;
    state = next;
    known.note();
    if (isNews) options.onState();
  };
  const running = run({ ...options, timing: { ...usualTiming, ...options.timing }, signal: stopping.signal, set });
  return {
    state: () => state,
    whenKnown: (signal) => known.until(signal),
    stop: async () => {
      stopping.abort();
      // Nobody uses the kind any more: whoever waits for it goes on.
      known.note();
      await running;
    },
  };
}

interface Run extends KindWatchOptions {
  readonly timing: KindTiming;
  readonly signal: AbortSignal;
  readonly set: (state: KindState) => void;
}

async function run(options: Run): Promise<void> {
  const { client, kind, log, signal, set, timing } = options;
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      const found = await discoverKind(client, kind, signal);
      const isWhole = found?.hasConditions !== undefined || tries >= mostSchemaTries;
      if (found !== undefined && isWhole) {
        await follow(options, found);
        tries = 0;
      }
      if (found === undefined) set({ kind: 'unknown' });
    } catch (err) {
      log.debug({ path: identifyKind(kind), err }, 'asking for a kind fails');
      set({ kind: 'unreachable' });
    }
    const pauseMs = Math.min(timing.longestPauseMs, timing.firstPauseMs * 2 ** Math.max(0, tries - 1));
    await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}

/** Follows the objects until the kind is gone from the cluster, or the signal ends. */
async function follow({ client, log, signal, set, onObject, kind, timing }: Run, found: Discovered): Promise<void> {
  const over = Promise.withResolvers<undefined>();
  const unstamped = new Set<string>();
  const end = () => over.resolve(undefined);
  const { base, plural, hasConditions = false } = found;
  const doubt = createDoubt({ leastMs: timing.refusedMs });
  let hasReady = false;
  let isSettled = false;
  const settle = (state: KindState) => {
    isSettled = true;
    set(state);
  };
  const objects: Reflector<CustomObject> = createReflector<CustomObject>({
    client,
    log,
    path: `${base}/${plural}`,
    labelSelector: environmentLabel,
    project: (raw) => {
      const object = parseCustomObject(kind.kind, raw);
      hasReady ||= findMain(object.conditions) !== undefined;
      return object;
    },
    onChange: onObject,
    onTrouble: (trouble) => {
      const isRefused = doubt.note(isForbidden(trouble));
      if (isNotFound(trouble)) end();
      else if (isRefused) settle({ kind: 'forbidden', resource: `${plural}.${kind.group}` });
      else if (trouble === undefined) {
        settle({ kind: 'open', base, plural, hasConditions, hasReady: () => hasReady, objects, unstamped });
      } else if (isForbidden(trouble) && !isSettled) set({ kind: 'unreachable' });
    },
  });
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  await over.promise;
  signal.removeEventListener('abort', end);
  await objects.stop();
}
