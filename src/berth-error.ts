/**
 * The base of every error whose message berth wrote itself. Only such a message is logged and shown: that of a foreign
 * error may hold headers, values or tokens.
 */
export class BerthError extends Error {
  override readonly name: string = 'BerthError';
}
