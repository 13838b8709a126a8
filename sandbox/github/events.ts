/** Something in a repository changed, or only in one pull request of it. */
export interface Change {
  readonly repository: string;
  readonly number: number | undefined;
}

export type ChangeListener = (change: Change) => void;

export interface Events {
  /** The answer ends the subscription. */
  subscribe(listener: ChangeListener): () => void;
  publish(change: Change): void;
}

export function createEvents(): Events {
  const listeners = new Set<ChangeListener>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    publish(change) {
      for (const listener of listeners) listener(change);
    },
  };
}
