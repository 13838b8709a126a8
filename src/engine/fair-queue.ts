import type { QueueAddOptions } from 'p-queue';

type Run = () => Promise<unknown>;

/** Within a share the highest priority comes first; of equals, the one that came first. */
export interface FairOptions extends QueueAddOptions {
  /** Whose turn it uses. */
  readonly share?: string;
}

interface Waiting {
  readonly run: Run;
  readonly priority: number;
  readonly id: string | undefined;
}

/**
 * What waits for a slot of a PQueue. Shares take turns, so that one with two hundred runs holds up another with two by no
 * more than what is at work already.
 */
export class FairQueue {
  /** Only shares with something in them; the first one has the next turn. */
  readonly #shares = new Map<string, Waiting[]>();

  get size(): number {
    return [...this.#shares.values()].reduce((sum, { length }) => sum + length, 0);
  }

  enqueue(run: Run, { share = '', priority = 0, id }: FairOptions = {}): void {
    const waiting = this.#shares.get(share) ?? [];
    this.#shares.set(share, waiting);
    const later = waiting.findIndex((other) => other.priority < priority);
    waiting.splice(later === -1 ? waiting.length : later, 0, { run, priority, id });
  }

  dequeue(): Run | undefined {
    const [turn] = this.#shares;
    if (turn === undefined) return undefined;
    const [share, waiting] = turn;
    const next = waiting.shift();
    this.#shares.delete(share);
    if (waiting.length > 0) this.#shares.set(share, waiting);
    return next?.run;
  }

  filter({ priority }: FairOptions): Run[] {
    return [...this.#shares.values()].flat().flatMap((one) => (one.priority === priority ? [one.run] : []));
  }

  setPriority(id: string, priority: number): void {
    for (const [share, waiting] of this.#shares) {
      const one = waiting.find((other) => other.id === id);
      if (one === undefined) continue;
      this.#take(share, waiting, one);
      this.enqueue(one.run, { share, priority, id });
      return;
    }
  }

  /** Takes out what was given up before its turn. */
  remove(id: string): void {
    for (const [share, waiting] of this.#shares) {
      const one = waiting.find((other) => other.id === id);
      if (one !== undefined) this.#take(share, waiting, one);
    }
  }

  #take(share: string, waiting: Waiting[], one: Waiting): void {
    waiting.splice(waiting.indexOf(one), 1);
    if (waiting.length === 0) this.#shares.delete(share);
  }
}
