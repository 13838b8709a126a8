import { z } from 'zod';
import { EngineError } from '../engine/engine-error.ts';
import { BerthError } from '../berth-error.ts';

/** Does something on GitHub; what goes wrong becomes an EngineError. */
export async function attempt<T>(action: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toEngineError(action, error);
  }
}

/**
 * Turns what went wrong while talking to GitHub into an error of ours. What may pass by itself is `ApiUnavailable`, an answer
 * that is not as described among it; what GitHub may take a little later, such as a commit that not all of its servers know
 * yet, is `GitHubRefused`.
 */
export function toEngineError(action: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error as EngineError;
  const detail = readDetail(error);
  const options = { detail, cause: error };
  const fields = { action };
  switch (classify(error)) {
    case 'unavailable':
      return new EngineError(action, { ...options, reason: 'ApiUnavailable', fields: {} });
    case 'forbidden':
      return new EngineError(action, { ...options, reason: 'GitHubForbidden', fields });
    case 'refused':
      return new EngineError(action, { ...options, reason: 'GitHubRefused', fields });
    case 'mistake':
      return new EngineError(action, { ...options, reason: 'InternalError', fields: {} });
  }
}

/** 404 of what was asked for; not that of a token for an installation that is gone. */
export function isNotFound(error: unknown): boolean {
  const failure = readFailure(error);
  return failure?.status === 404 && !failure.request.url.endsWith('/access_tokens');
}

/** GitHub understood and does not do it. */
export function isRefused(error: unknown): boolean {
  return classify(error) === 'refused';
}

/** What must be looked up anew: who covers a repository may have changed. */
export function isAccessLost(error: unknown): boolean {
  return [401, 403, 404].includes(readFailure(error)?.status ?? 0);
}

/** GitHub's documentation: without a time, wait for at least a minute. */
const leastWaitMs = 60_000;
const longestWaitMs = 60 * 60_000;

/** How long GitHub asks to be left alone, where it refused because of its limits. */
export function readLimit(error: unknown): { readonly waitMs: number } | undefined {
  const failure = readFailure(error);
  if (failure === undefined || (failure.status !== 403 && failure.status !== 429)) return undefined;
  const { 'retry-after': retryAfter, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset } = failure.headers;
  const bound = (ms: number) => ({
    waitMs: Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestWaitMs) : leastWaitMs,
  });
  if (retryAfter !== undefined) return bound(Number(retryAfter) * 1_000);
  if (remaining === '0') return bound(Number(reset) * 1_000 - Date.now());
  const isLimit = failure.status === 429 || /rate limit|abuse/i.test(failure.message ?? '');
  return isLimit ? { waitMs: leastWaitMs } : undefined;
}

/** What GitHub answered when it refused; `undefined` where no answer came. */
export function readAnswer(error: unknown): Pick<Failure, 'status' | 'headers'> | undefined {
  return readFailure(error);
}

function classify(error: unknown): 'unavailable' | 'forbidden' | 'refused' | 'mistake' {
  const failure = readFailure(error);
  if (failure === undefined) return isPassing(error) ? 'unavailable' : 'mistake';
  if (readLimit(error) !== undefined) return 'unavailable';
  switch (failure.status) {
    case 401: // also while GitHub cannot tell whose token it is
    case 408:
      return 'unavailable';
    case 403:
    case 451:
      return 'forbidden';
    default:
      return failure.status >= 400 && failure.status < 500 ? 'refused' : 'unavailable';
  }
}

/** No answer, one that is not as GitHub describes it, or the pause that it asked for. */
function isPassing(error: unknown): boolean {
  if (error instanceof z.ZodError || error instanceof BerthError) return true;
  if (error instanceof TypeError) return error.cause !== undefined; // how fetch says that the connection broke
  return error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name);
}

type Failure = z.output<typeof Failure> & {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly message: string | undefined;
};
const Failure = z.object({ status: z.int(), request: z.object({ url: z.string() }), response: z.unknown() });
const Answer = z.object({ headers: z.record(z.string(), z.coerce.string().optional()), data: z.unknown() });
const Body = z.object({ message: z.string() });

/** Reads what Octokit throws. */
function readFailure(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const parsed = Failure.safeParse(error);
  if (!parsed.success) return undefined;
  const answer = Answer.safeParse(parsed.data.response);
  const body = Body.safeParse(answer.data?.data);
  return { ...parsed.data, headers: answer.data?.headers ?? {}, message: body.data?.message };
}

const longestDetail = 1_000;

function readDetail(error: unknown): string | undefined {
  return readFailure(error)?.message?.slice(0, longestDetail);
}
