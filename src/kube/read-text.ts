import type { KubeClient } from './create-kube-client.ts';
import { runWithWatchdog } from './reflector/run-with-watchdog.ts';

const quietMs = 15_000;

/** Reads what is under a path, to its end. */
export function readText(
  client: KubeClient,
  path: string,
  query: Readonly<Record<string, string>> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<string> {
  return runWithWatchdog({ signal, quietMs }, async (requestSignal, onHeard) => {
    const decoder = new TextDecoder();
    const parts: string[] = [];
    for await (const chunk of await client.open(path, { query, signal: requestSignal })) {
      onHeard();
      parts.push(decoder.decode(chunk, { stream: true }));
    }
    return parts.join('');
  });
}
