import type { KubeClient } from './create-kube-client.ts';
import { isRawObject, type RawObject } from './raw-object.ts';
import { readText } from './read-text.ts';
import { unlessGone } from './unless-gone.ts';

/** Reads one object by its path; `undefined` if it is not there. */
export async function readObject(client: KubeClient, path: string): Promise<RawObject | undefined> {
  const text = await unlessGone(() => readText(client, path));
  if (text === undefined) return undefined;
  const object: unknown = JSON.parse(text);
  return isRawObject(object) ? object : undefined;
}
