import { ApiException } from '@kubernetes/client-node';
import { z } from 'zod';
import { EngineError } from '../engine/engine-error.ts';

/**
 * Turns what went wrong while talking to Kubernetes into an error of ours. What may pass by itself is `ApiUnavailable`; what
 * no waiting mends, such as a right that berth was not given or an object that it wrote wrong, is a mistake of ours.
 */
export function toEngineError(action: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error as EngineError;
  const { message: detail } = readStatus(error);
  const options = { fields: {}, detail, cause: error };
  if (isPassing(error)) return new EngineError(action, { ...options, reason: 'ApiUnavailable' });
  return new EngineError(action, { ...options, reason: 'InternalError' });
}

export function isNotFound(error: unknown): boolean {
  return readCode(error) === 404;
}

/** What was to be made is there. */
export function isAlreadyExists(error: unknown): boolean {
  return readCode(error) === 409 && readStatus(error).reason === 'AlreadyExists';
}

/** Somebody changed the object since it was read. */
export function isConflict(error: unknown): boolean {
  return readCode(error) === 409 && readStatus(error).reason === 'Conflict';
}

/** The changes since the version asked for are no longer known: all must be listed anew. */
export function isGone(error: unknown): boolean {
  return readCode(error) === 410;
}

export function isForbidden(error: unknown): boolean {
  return readCode(error) === 403;
}

/** There was no answer in the time that we gave it; not that whoever asked gave up. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

/** Nothing can be made in the namespace any more: it is being deleted. */
export function isNamespaceTerminating(error: unknown): boolean {
  const { details } = readStatus(error);
  return details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') ?? false;
}

type Status = z.output<typeof Status>;
const Status = z.object({
  reason: z.string().optional(),
  message: z.string().optional(),
  details: z
    .object({ kind: z.string().optional(), causes: z.array(z.object({ reason: z.string().optional() })).nullish() })
    .nullish(),
});

/** Reads what the API server said with its refusal; nothing where it was not the API server that answered. */
function readStatus(error: unknown): Status {
  if (!(error instanceof ApiException)) return {};
  const body: unknown = error.body;
  const parsed = Status.safeParse(typeof body === 'string' ? parseJson(body) : body);
  return parsed.success ? parsed.data : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readCode(error: unknown): number | undefined {
  return error instanceof ApiException ? error.code : undefined;
}

/** Of the answers below 500 only these say nothing about the request itself; a 401 comes while a token is being exchanged. */
const passing: ReadonlySet<number> = new Set([401, 404, 408, 409, 410, 429]);

function isPassing(error: unknown): boolean {
  const code = readCode(error);
  if (isRoleMissing(error)) return false;
  if (code !== undefined) return code >= 500 || passing.has(code) || isNamespaceTerminating(error);
  return isUnanswered(error);
}

/**
 * The role that was to be bound: the API server says so as if the binding were not there. It comes with the chart of berth, so
 * berth was told another name than it was installed with.
 */
function isRoleMissing(error: unknown): boolean {
  return isNotFound(error) && readStatus(error).details?.kind === 'rolebindings';
}

/** How fetch says that there was no answer, none in time, or only a part of one. */
function isUnanswered(error: unknown): boolean {
  if (error instanceof TypeError) return /(^|: )(fetch failed|terminated)$/.test(error.message);
  return error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name);
}
