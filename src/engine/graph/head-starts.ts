import type { EngineParts } from '../engine-parts.ts';
import type { Cue } from '../ports/helm.ts';

/** A run of Helm, which writes nothing before its cue. */
type Begin = (cue: Cue, signal: AbortSignal) => Promise<void>;

/** A Helm that was begun before its release can start. */
export interface HeadStart {
  /** Gives it its cue. Resolves once it has ended well, and throws what it throws; the signal ends it. */
  finish(signal: AbortSignal): Promise<void>;
}

interface Begun extends HeadStart {
  readonly digest: string;
  /** It is whose it was given to. */
  forget(): void;
  /** Resolves once it has ended, without having written anything. */
  end(): Promise<void>;
}

/** What is about to be ready takes seconds to be so. What takes longer is better off with the memory. */
const longestMs = 60_000;

/**
 * Helms that were begun ahead, of all environments. As it begins, Helm connects and reads how its release is, which takes as
 * long as all that comes after: where that is done by the time its release can start, half of what Helm adds to a step is
 * gone. They hold no slots: they have what memory the free ones leave, and end where it is needed.
 */
export class HeadStarts {
  readonly #options: Pick<EngineParts, 'slots' | 'clock'>;
  /** By namespace and Helm's name of the release; the one begun first comes first. */
  readonly #begun = new Map<string, Begun>();

  constructor(options: Pick<EngineParts, 'slots' | 'clock'>) {
    this.#options = options;
  }

  get count(): number {
    return this.#begun.size;
  }

  /** Whether there is one for a release of this namespace. */
  has(namespace: string): boolean {
    return [...this.#begun.keys()].some((key) => key.startsWith(toKey(namespace, '')));
  }

  /** Resolves to whether there was room for it. */
  begin(namespace: string, helmRelease: string, digest: string, begin: Begin): boolean {
    const { slots } = this.#options;
    const key = toKey(namespace, helmRelease);
    if (this.#begun.has(key) || slots.pending + this.#begun.size >= slots.concurrency) return false;
    const cue = Promise.withResolvers<undefined>();
    const ending = new AbortController();
    const done = begin({ given: cue.promise, withinMs: longestMs }, ending.signal);
    const end = async () => {
      forget();
      ending.abort();
      await done.catch(() => undefined);
    };
    const cancel = this.#options.clock.wakeAfter(longestMs, () => void end());
    const forget = () => {
      cancel();
      if (this.#begun.get(key) === begun) this.#begun.delete(key);
    };
    const finish = async (signal: AbortSignal) => {
      if (signal.aborted) ending.abort();
      signal.addEventListener('abort', () => ending.abort(), { once: true });
      cue.resolve(undefined);
      await done;
    };
    const begun: Begun = { digest, finish, end, forget };
    this.#begun.set(key, begun);
    // Ended without its cue, it was of no use: its release starts as any other.
    done.catch(() => undefined).finally(forget);
    return true;
  }

  /** The one that was begun with these inputs, to be finished. Any other of this release has ended once this resolves. */
  async take(namespace: string, helmRelease: string, digest: string | undefined): Promise<HeadStart | undefined> {
    const begun = this.#begun.get(toKey(namespace, helmRelease));
    if (begun === undefined) return undefined;
    if (begun.digest === digest) begun.forget();
    else await begun.end();
    return begun.digest === digest ? begun : undefined;
  }

  /** Ends those of a namespace that are for other inputs than these, by Helm's name of the release. */
  async keep(namespace: string, digests: ReadonlyMap<string, string>): Promise<void> {
    const unwanted = [...this.#begun].filter(([key, { digest }]) => {
      const [of, helmRelease = ''] = key.split(' ');
      return of === namespace && digests.get(helmRelease) !== digest;
    });
    await Promise.all(unwanted.map(([, one]) => one.end()));
  }

  /** Ends as many as take the place of what runs. */
  makeRoom(): void {
    const { pending, concurrency } = this.#options.slots;
    const excess = Math.max(0, pending + this.#begun.size - concurrency);
    for (const one of [...this.#begun.values()].slice(0, excess)) void one.end();
  }
}

/** Neither has a space in it. */
function toKey(namespace: string, helmRelease: string): string {
  return `${namespace} ${helmRelease}`;
}
