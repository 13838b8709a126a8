import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './answer.ts';
import type { Route } from './route.ts';

/** Something that berth can not work without. */
export interface ReadinessCheck {
  /** Shown to whoever asks: names the thing, not where it is. */
  readonly name: string;
  /** Rejects while the thing does not answer. */
  check(signal: AbortSignal): Promise<void>;
}

const checkTimeoutMs = 2_000;

/** `/healthz`: the process answers. `/readyz`: it is not draining, and all that it needs answers as well. */
export function createHealthRoutes(checks: readonly ReadinessCheck[]): Route[] {
  let underWay: Promise<readonly string[]> | undefined;
  // Everybody may ask, so that many questions at a time are one to what is behind.
  const listFailing = () => (underWay ??= runChecks(checks).finally(() => (underWay = undefined)));
  return [
    { method: 'GET', path: '/healthz', handle: ({ response }) => answer(response, 200, 'ok') },
    {
      method: 'GET',
      path: '/readyz',
      async handle({ response, draining }) {
        if (draining.aborted) {
          answer(response, 503, 'draining');
          return;
        }
        const failing = await listFailing();
        if (failing.length === 0) answer(response, 200, 'ok');
        else answer(response, 503, `waiting for ${failing.join(', ')}`);
      },
    },
  ];
}

async function runChecks(checks: readonly ReadinessCheck[]): Promise<readonly string[]> {
  const outcomes = await Promise.all(checks.map(runCheck));
  return checks.filter((_check, index) => outcomes[index] === false).map(({ name }) => name);
}

async function runCheck(readiness: ReadinessCheck): Promise<boolean> {
  const abort = new AbortController();
  const timeout = sleep(checkTimeoutMs, false, { signal: abort.signal }).catch(() => false);
  const passed = readiness.check(abort.signal).then(
    () => true,
    () => false,
  );
  const outcome = await Promise.race([passed, timeout]);
  abort.abort();
  return outcome;
}
