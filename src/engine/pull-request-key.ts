import type { PullRequestAddress } from './ports/github.ts';

/** A pull request in one text, to be looked up by: `acme/shop#12`. */
export type PullRequestKey = `${string}#${number}`;

export function toPullRequestKey({ repository, number }: PullRequestAddress): PullRequestKey {
  return `${repository}#${number}`;
}

export function toAddress(key: PullRequestKey): PullRequestAddress {
  const at = key.lastIndexOf('#');
  return { repository: key.slice(0, at), number: Number(key.slice(at + 1)) };
}
