import { Probot, ProbotOctokit } from 'probot';
import type { Options } from 'probot';
import { createFetch } from './create-fetch.ts';

export interface ProbotOptions {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly apiUrl: string;
  readonly log?: Options['log'];
  readonly timeoutMs?: number;
  /** Whether writes keep the distances that GitHub asks for. */
  readonly isPaced?: boolean;
}

/**
 * Creates the Probot of berth. It asks nothing twice by itself: a write whose answer was lost may have been done, and
 * whoever sent it looks before it writes again; and a limit is told, not slept through.
 */
export function createProbot(options: ProbotOptions): Probot {
  const { appId, privateKey, webhookSecret, apiUrl, log, timeoutMs = 15_000, isPaced = true } = options;
  const throttle = isPaced ? { onRateLimit: tellLimit, onSecondaryRateLimit: tellLimit } : { enabled: false };
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    request: { fetch: createFetch({ apiUrl, timeoutMs }) },
    Octokit: ProbotOctokit.defaults((given: object) => ({ ...given, throttle, retry: { enabled: false } })),
    ...(log === undefined ? { logLevel: 'fatal' as const } : { log }),
  });
}

function tellLimit(): boolean {
  return false;
}
