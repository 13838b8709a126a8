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
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    request: { fetch: createFetch({ apiUrl, timeoutMs }) },
    Octokit: ProbotOctokit.defaults(isPaced ? pace : doNotPace),
    ...(log === undefined ? { logLevel: 'fatal' as const } : { log }),
  });
}

interface OctokitOptions {
  readonly throttle?: object;
}

const retry = { enabled: false };

/** What Probot puts there keeps the installations apart. */
function pace(given: OctokitOptions): object {
  return { ...given, retry, throttle: { ...given.throttle, onRateLimit: tellLimit, onSecondaryRateLimit: tellLimit } };
}

function doNotPace(given: OctokitOptions): object {
  return { ...given, retry, throttle: { enabled: false } };
}

/** Whether to wait and ask again. */
function tellLimit(): boolean {
  return false;
}
