/** Doubts that something is refused: an API server that starts, or a role that is being replaced, refuses for moments. */
export interface Doubt {
  /** Takes the next answer; says whether a refusal is to be believed by now. */
  note(isRefusal: boolean): boolean;
}

interface DoubtOptions {
  /** How long the refusals have lasted at least. */
  readonly leastMs: number;
  readonly nowMs?: () => number;
}

const leastRefusals = 3;

export function createDoubt({ leastMs, nowMs = () => performance.now() }: DoubtOptions): Doubt {
  /** Of those in a row. */
  let count = 0;
  let firstAtMs = 0;
  return {
    note: (isRefusal) => {
      if (count === 0) firstAtMs = nowMs();
      count = isRefusal ? count + 1 : 0;
      return count >= leastRefusals && nowMs() - firstAtMs >= leastMs;
    },
  };
}
