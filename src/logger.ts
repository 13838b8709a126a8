import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { describeError } from './describe-error.ts';
import { createRedactor, type Redactor } from './report/create-redactor.ts';

const textFields = [
  'key', // owner/repository#number, or the key of an environment
  'repository',
  'commit',
  'delivery', // GitHub's id of a webhook
  'event',
  'requestId',
  'method',
  'path',
  'release',
  'namespace',
  'action',
  'reason',
  'address',
  'signal',
] as const;
const numberFields = ['status', 'bytes', 'revision', 'durationMs', 'count'] as const;

type TextFields = Readonly<Partial<Record<(typeof textFields)[number], string>>>;
type NumberFields = Readonly<Partial<Record<(typeof numberFields)[number], number>>>;
/**
 * All that a log line may carry besides its message: one name for one thing, and nothing that could be a value of somebody's.
 * Of `err` the message is written only when it is our own, see BerthError.
 */
export type LogFields = TextFields & NumberFields & { readonly err?: unknown };

const mostCharacters = 1_000;

type WriteLine = (fields: LogFields, message: string) => void;

/** What the code of berth logs with. The message is a constant, so that equal things group; what differs goes into the fields. */
export interface Logger {
  readonly debug: WriteLine;
  readonly info: WriteLine;
  readonly warn: WriteLine;
  readonly error: WriteLine;
  readonly fatal: WriteLine;
}

const fieldNames: ReadonlySet<string> = new Set([...textFields, ...numberFields, 'err']);

interface LoggerOptions {
  readonly level: string;
  /** Never written, in whatever encoding they come. */
  readonly secrets: readonly string[];
  readonly destination?: DestinationStream;
}

/** The logger of the whole process. Probot and Octokit write through it as well, so what they pass is held to the same fields. */
export function createLogger({ level, secrets, destination = pino.destination(1) }: LoggerOptions): PinoLogger {
  const redact = createRedactor(secrets);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: keepKnownFields },
      serializers: { err: describeError },
      // The finished line, so that nothing can pass by: also what libraries bind to their child loggers.
      hooks: { logMethod: withOwnMessage, streamWrite: (line) => redactLine(line, redact) },
    },
    destination,
  );
}

function keepKnownFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => fieldNames.has(name)));
}

/** pino would take the message of an error that is logged without one. */
function withOwnMessage(this: PinoLogger, args: Parameters<pino.LogFn>, write: pino.LogFn): void {
  const [first, ...rest] = args as [unknown, ...unknown[]];
  if (typeof first !== 'object' || first === null) write.apply(this, args);
  else {
    const fields = first instanceof Error ? { err: first } : first;
    const message = typeof rest[0] === 'string' ? rest[0] : 'message of a library left out';
    write.call(this, fields, message, ...rest.slice(1));
  }
}

/** Works on the texts inside the line, as what a secret looks like differs where its quotes and line breaks are escaped. */
function redactLine(line: string, redact: Redactor): string {
  const shorten = (text: string) => (text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text);
  const redactText = (_name: string, value: unknown) =>
    typeof value === 'string' ? shorten(redact(value.slice(0, 10 * mostCharacters))) : value;
  return `${JSON.stringify(JSON.parse(line), redactText)}\n`;
}
