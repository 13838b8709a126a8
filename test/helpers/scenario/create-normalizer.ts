import type { PullRequest } from '../../../sandbox/github/state/pull-request.ts';
import type { Stage } from './stage.ts';

export interface Normalizer {
  /** Learns the heads that the pull requests have now. */
  learn(): void;
  /** Puts a word in place of what is different in every run: commits, ports, durations, times and ends of pod names. */
  text(text: string): string;
}

export function createNormalizer(
  { berthUrl, github }: Pick<Stage, 'berthUrl' | 'github'>,
  pullRequests: ReadonlyMap<string, PullRequest>,
): Normalizer {
  const commits: string[] = [];
  const learn = () => {
    for (const { head } of pullRequests.values()) if (!commits.includes(head.sha)) commits.push(head.sha);
  };
  learn();
  return {
    learn,
    text: (text) =>
      commits
        .reduce((rest, sha, index) => nameCommit(rest, sha, index + 1), text)
        // Which releases decided how long it took is up to the machine.
        .replaceAll(/ The longest way: .*? idle\)\./g, '')
        .replaceAll(berthUrl, 'https://berth')
        .replaceAll(github.url, 'https://github')
        .replaceAll(/\b\d+(\.\d+)? (ms|s|min|h)\b( \d+ (s|min)\b)?/g, 'N s')
        .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
        .replaceAll(/restarted (once|\d+ times?)/g, 'restarted N times')
        .replaceAll(podEnd, '-POD'),
  };
}

/** Kubernetes makes names from these letters only: the hash of a ReplicaSet, and the five letters of a pod. */
const podEnd = /-[bcdfghjklmnpqrstvwxz2456789]{7,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g;

function nameCommit(text: string, sha: string, number: number): string {
  return text.replaceAll(sha, `commit-${number}`).replaceAll(sha.slice(0, 7), `commit-${number}`);
}
