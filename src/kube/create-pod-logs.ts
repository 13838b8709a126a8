import type { PodLogs } from '../engine/ports/cluster.ts';
import type { KubeClient } from './create-kube-client.ts';
import { toEngineError } from './errors.ts';
import { readText } from './read-text.ts';
import { unlessGone } from './unless-gone.ts';

/** A line has no limit of its own. */
const mostBytes = 64 * 1024;
/** The longest that the last character may be: one that is cut in half is not counted. */
const characterBytes = 4;

export function createPodLogs(client: KubeClient): PodLogs {
  return { readLastLines: (...given) => readLastLines(client, ...given) };
}

async function readLastLines(
  client: KubeClient,
  ...[{ namespace, pod, container, previous, lines }, signal]: Parameters<PodLogs['readLastLines']>
): Promise<readonly string[]> {
  const query = {
    container,
    previous: String(previous),
    tailLines: String(lines),
    limitBytes: String(mostBytes),
  };
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
  try {
    const text = dropHalfLine((await unlessGone(() => readText(client, path, query, signal))) ?? '');
    return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  } catch (error) {
    throw toEngineError(`reading the log of pod "${pod}"`, error);
  }
}

/**
 * Where the limit cut the last line, it may have cut a secret as well, and half of one is not recognized. Of a single line as long
 * as that, nobody shows the end.
 */
function dropHalfLine(text: string): string {
  const isCut = Buffer.byteLength(text) > mostBytes - characterBytes && text.includes('\n');
  return isCut ? text.slice(0, text.lastIndexOf('\n')) : text;
}
