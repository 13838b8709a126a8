import { BerthError } from './berth-error.ts';

export interface ErrorDescription {
  readonly name: string;
  readonly message?: string;
  /** `ECONNREFUSED` and the like, an HTTP status, or an exit code. */
  readonly code?: string | number;
  /** Where it was thrown, without the message that a stack begins with. */
  readonly at?: readonly string[];
  readonly causes?: readonly ErrorDescription[];
}

const mostFrames = 5;
const mostCauses = 3;
const deepest = 3;

/** Says of an error what may be logged: of our own all, of a foreign one what it is and where it was thrown but never its message. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = determineCode(error);
  const causes = depth < deepest ? listCauses(error).map((cause) => describeError(cause, depth + 1)) : [];
  return {
    name: error.name,
    ...(error instanceof BerthError ? { message: error.message } : { at: listFrames(error) }),
    ...(code !== undefined && { code }),
    ...(causes.length > 0 && { causes }),
  };
}

function determineCode(error: Error): string | number | undefined {
  const { code, status, exitCode } = error as { code?: unknown; status?: unknown; exitCode?: unknown };
  return [code, status, exitCode].find(
    (value) => typeof value === 'number' || (typeof value === 'string' && /^\w{1,64}$/.test(value)),
  ) as string | number | undefined;
}

function listCauses(error: Error): unknown[] {
  const several = error instanceof AggregateError ? (error.errors as unknown[]).slice(0, mostCauses) : [];
  return error.cause === undefined ? several : [error.cause, ...several];
}

/** A message may span lines that look like anything: only what follows it as frames is taken, by position. */
function listFrames(error: Error): string[] {
  const stack = error.stack ?? '';
  const messageAt = stack.indexOf(error.message);
  const frames = messageAt === -1 ? '' : stack.slice(messageAt + error.message.length);
  return frames
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, mostFrames)
    .map((line) => line.slice('at '.length));
}
