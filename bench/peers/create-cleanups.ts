export interface Cleanups {
  /** Remembers how to undo what was just done. */
  add(undo: () => unknown): void;
  /** Undoes everything, the last first, once. One that fails keeps none of the others from running; then it rejects with the first failure. */
  run(): Promise<void>;
}

export function createCleanups(): Cleanups {
  const undos: (() => unknown)[] = [];
  return {
    add: (undo) => void undos.push(undo),
    async run() {
      const failures: unknown[] = [];
      for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
        try {
          await undo();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
