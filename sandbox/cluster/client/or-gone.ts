import { ApiException } from '@kubernetes/client-node';

/** Waits for a change to an object that another may have taken away since it was listed. What else goes wrong is thrown. */
export async function orGone(change: Promise<unknown>): Promise<void> {
  await change.catch((error: unknown) => {
    if (!(error instanceof ApiException) || error.code !== 404) throw error;
  });
}
