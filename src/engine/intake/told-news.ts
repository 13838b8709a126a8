import type { PullRequestKey } from '../pull-request-key.ts';
import type { Told } from './told.ts';

/** So that a storm of webhooks about one pull request takes no room; the newest tell the most. */
const mostOfOne = 20;

/** What webhooks told of pull requests and no look has dealt with yet. Lost with the process: GitHub's records remain. */
export class ToldNews {
  readonly #told = new Map<PullRequestKey, readonly Told[]>();

  add(key: PullRequestKey, told: Told): void {
    this.#told.set(key, [...this.list(key), told].slice(-mostOfOne));
  }

  /** The oldest first. */
  list(key: PullRequestKey): readonly Told[] {
    return this.#told.get(key) ?? [];
  }

  /** Forgets the oldest. */
  forget(key: PullRequestKey, count: number): void {
    const rest = this.list(key).slice(count);
    if (rest.length === 0) this.#told.delete(key);
    else this.#told.set(key, rest);
  }
}
