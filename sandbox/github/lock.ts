/** Runs what shares a key one after the other, what does not at once. */
export function createLock<K extends object>(): <T>(key: K, run: () => Promise<T>) => Promise<T> {
  const last = new WeakMap<K, Promise<unknown>>();
  return (key, run) => {
    const result = (last.get(key) ?? Promise.resolve()).then(run);
    last.set(
      key,
      result.catch(() => undefined),
    );
    return result;
  };
}
