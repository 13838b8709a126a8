import type { EngineParts } from '../engine-parts.ts';
import type { Cue } from '../ports/helm.ts';

/** A Helm that was begun before its release can start. */
export interface HeadStart {
  /** Gives it its cue. Resolves once it has ended well, and throws what it throws; the signal ends it. */
  finish(signal: AbortSignal): Promise<void>;
}

interface Subject {
  readonly namespace: string;
  /** Helm's name of the release. */
  readonly helmRelease: string;
  /** Stands for all that it runs with. */
  readonly inputs: string;
}

/** A run of Helm, which writes nothing before its cue. */
type Begin = (cue: Cue, signal: AbortSignal) => Promise<void>;

type HeadStartsOptions = Pick<EngineParts, 'slots' | 'clock' | 'log'>;

/** What is about to be ready takes seconds to be so. What takes longer is better off with the memory. */
const longestMs = 60_000;

/**
 * Helms that were begun ahead, of all environments. As it begins, Helm connects and reads how its release is, which takes as
 * long as all that comes after: where that is done by the time its release can start, half of what Helm adds to a step is
 * gone. They hold no slots: they take the room that free slots leave, and end where a slot is taken.
 */
export class HeadStarts {
  readonly #options: HeadStartsOptions;
  /** By namespace and Helm's name of the release; the one begun last comes last. */
  readonly #begun = new Map<string, Begun>();
  readonly #ending = new Set<Begun>();

  constructor(options: HeadStartsOptions) {
    this.#options = options;
  }

  /** How many there are, those among them that are being ended. */
  get count(): number {
    return this.#begun.size + this.#ending.size;
  }

  /** Returns whether there was room for it. */
  begin(subject: Subject, run: Begin): boolean {
    const { slots } = this.#options;
    const key = toKey(subject);
    if (this.#begun.has(key) || slots.pending + this.count >= slots.concurrency) return false;
    const begun = new Begun(subject, run, this.#options);
    this.#begun.set(key, begun);
    // Where it ends without having been taken, it was of no use: its release starts as any other.
    void begun.ended.then(() => this.#forget(begun));
    return true;
  }

  /** The one that was begun with these inputs, to be finished. Any other of this release has ended once this resolves. */
  async take(namespace: string, helmRelease: string, inputs: string | undefined): Promise<HeadStart | undefined> {
    const begun = this.#begun.get(toKey({ namespace, helmRelease }));
    if (begun === undefined) return undefined;
    if (begun.subject.inputs === inputs) {
      this.#forget(begun);
      return begun;
    }
    await this.#end(begun);
    return undefined;
  }

  /** Ends those of a namespace that are not wanted. Once this resolves, none is left that was to end. */
  async endUnless(namespace: string, isWanted: (helmRelease: string, inputs: string) => boolean): Promise<void> {
    for (const begun of [...this.#begun.values()]) {
      const { helmRelease, inputs } = begun.subject;
      if (begun.subject.namespace === namespace && !isWanted(helmRelease, inputs)) void this.#end(begun);
    }
    const ending = [...this.#ending].filter(({ subject }) => subject.namespace === namespace);
    await Promise.all(ending.map(({ ended }) => ended));
  }

  /** Ends as many as are in the place of what runs; those begun first are most likely to be wanted next. */
  makeRoom(): void {
    const { pending, concurrency } = this.#options.slots;
    const excess = pending + this.#begun.size - concurrency;
    if (excess > 0) for (const begun of [...this.#begun.values()].slice(-excess)) void this.#end(begun);
  }

  async #end(begun: Begun): Promise<void> {
    this.#forget(begun);
    this.#ending.add(begun);
    await begun.end();
    this.#ending.delete(begun);
  }

  #forget(begun: Begun): void {
    begun.cancelExpiry();
    const key = toKey(begun.subject);
    if (this.#begun.get(key) === begun) this.#begun.delete(key);
  }
}

/** One of them, from when it is begun until it has ended. */
class Begun implements HeadStart {
  readonly subject: Subject;
  /** Resolves once it has ended, however that was. */
  readonly ended: Promise<void>;
  readonly cancelExpiry: () => void;
  readonly #run: Promise<void>;
  readonly #cue = Promise.withResolvers<undefined>();
  readonly #ending = new AbortController();

  constructor(subject: Subject, run: Begin, { clock, log }: HeadStartsOptions) {
    this.subject = subject;
    this.#run = run({ given: this.#cue.promise, withinMs: longestMs }, this.#ending.signal);
    this.cancelExpiry = clock.wakeAfter(longestMs, () => void this.end());
    this.ended = this.#run.catch((error: unknown) => {
      if (this.#ending.signal.aborted) return;
      const { namespace, helmRelease } = subject;
      log.debug({ namespace, release: helmRelease, err: error }, 'running a helm that was begun ahead');
    });
  }

  async finish(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#ending.abort(), { once: true });
    if (signal.aborted) this.#ending.abort();
    else this.#cue.resolve(undefined);
    await this.#run;
  }

  /** Resolves once it has ended, without having written anything. */
  async end(): Promise<void> {
    this.#ending.abort();
    await this.ended;
  }
}

/** Neither has a space in it. */
function toKey({ namespace, helmRelease }: Omit<Subject, 'inputs'>): string {
  return `${namespace} ${helmRelease}`;
}
