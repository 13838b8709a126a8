import { createHash } from 'node:crypto';
import { shortenName, toDnsName } from '../plan/names.ts';

/** What makes an environment the one it is. */
export interface EnvironmentIdentity {
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
  readonly profile: string;
}

export type EnvironmentKey = string & { readonly brand: 'EnvironmentKey' };

/** Writes an identity as one text, `acme/shop#12/preview`. GitHub does not tell capitals apart, so neither does the key. */
export function toEnvironmentKey({ repository, pullRequest, profile }: EnvironmentIdentity): EnvironmentKey {
  return `${repository.toLowerCase()}#${pullRequest}/${profile}` as EnvironmentKey;
}

/** Reads what `toEnvironmentKey` wrote; `undefined` where the text is no key. */
export function parseEnvironmentKey(text: string): EnvironmentIdentity | undefined {
  const match = keyPattern.exec(text);
  if (match === null) return undefined;
  const [, repository = '', number = '', profile = ''] = match;
  const pullRequest = Number(number);
  return Number.isSafeInteger(pullRequest) ? { repository, pullRequest, profile } : undefined;
}

/**
 * Names the object of an environment. The name can be a label's value too; its hash keeps apart what its readable part
 * does not: `a-b/c` and `a/b-c`.
 */
export function toObjectName(identity: EnvironmentIdentity): string {
  const { repository, pullRequest, profile } = identity;
  const readable = shortenName(toDnsName(`${repository.replace('/', '-')}-${pullRequest}-${profile}`), longestReadable);
  const hash = createHash('sha256').update(toEnvironmentKey(identity)).digest('hex');
  return `env-${readable}-${hash.slice(0, hashLength)}`;
}

const keyPattern = /^([a-z0-9_-]+\/[a-z0-9._-]+)#([1-9]\d{0,15})\/([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/;
const hashLength = 16;
const longestReadable = 63 - 'env-'.length - hashLength - 1;
