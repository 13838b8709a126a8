import { isNotFound } from './errors.ts';

/** Resolves to `undefined` where what was asked for is not there. What else goes wrong is thrown. */
export async function unlessGone<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
