/**
 * Makes of all that ask for a key while it is being run one more run after that: each is served by one that began after it
 * asked, and never by two at a time.
 */
export function coalesce<Result>(run: (key: string) => Promise<Result>): (key: string) => Promise<Result> {
  const running = new Map<string, Promise<Result>>();
  const next = new Map<string, Promise<Result>>();
  const begin = (key: string): Promise<Result> => {
    const one = run(key).finally(() => {
      if (running.get(key) === one) running.delete(key);
    });
    running.set(key, one);
    return one;
  };
  return (key) => {
    const waiting = next.get(key);
    if (waiting !== undefined) return waiting;
    const before = running.get(key);
    if (before === undefined) return begin(key);
    const beginNext = () => {
      next.delete(key);
      return begin(key);
    };
    const afterwards = before.then(beginNext, beginNext);
    next.set(key, afterwards);
    return afterwards;
  };
}
