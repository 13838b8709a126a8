/** Runs what shares a key one after the other, what does not at once. */
export function createLock(): <T>(key: object, run: () => Promise<T>) => Promise<T> {
  const last = new WeakMap<object, Promise<unknown>>();
  return (key, run) => {
    const result = (last.get(key) ?? Promise.resolve()).then(run);
    last.set(
      key,
      result.catch(() => undefined),
    );
    return result;
  };
}
