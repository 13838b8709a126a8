import type { KubeClient } from './create-kube-client.ts';
import { isNotFound } from './errors.ts';
import { isRawObject, type RawObject } from './raw-object.ts';
import { readText } from './read-text.ts';

/** Reads one object by its path; `undefined` if it is not there. */
export async function readObject(client: KubeClient, path: string): Promise<RawObject | undefined> {
  try {
    const object: unknown = JSON.parse(await readText(client, path));
    return isRawObject(object) ? object : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
