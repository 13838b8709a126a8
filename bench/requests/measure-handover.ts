import { z } from 'zod';
import { determineMedian } from '../figures/quantiles.ts';
import type { Sample } from '../figures/sample.ts';
import type { BenchGraph } from '../graphs/bench-graph.ts';
import type { RequestMark } from './mark-requests.ts';
import { readAuditLines } from './read-audit-lines.ts';

/**
 * Measures how long it took, in the median, from when the last dependency of a release was seen ready until its own pod had
 * a node, in milliseconds: all that a tool adds to a step, and nothing of when the kubelet looks at pods. By the audit log;
 * nothing where no pod waited for another.
 */
export async function measureHandover(
  mark: RequestMark,
  namespace: string,
  { releases }: BenchGraph,
): Promise<Pick<Sample['values'], 'handoverMs'>> {
  const statusesAtMs = new Map<string, number[]>();
  const boundAtMs = new Map<string, number>();
  for await (const line of readAuditLines(mark)) {
    if (!line.includes(`"namespace":"${namespace}"`)) continue;
    const { objectRef, stageTimestamp, responseStatus } = Request.parse(JSON.parse(line));
    const atMs = Date.parse(stageTimestamp);
    if (responseStatus.code >= 300) continue;
    if (isOf(objectRef, 'deployments', 'status')) {
      statusesAtMs.set(objectRef.name, [...(statusesAtMs.get(objectRef.name) ?? []), atMs]);
    } else if (isOf(objectRef, 'pods', 'binding')) {
      // `RELEASE-HASH-SUFFIX`, of the Deployment that is named after its release.
      const release = objectRef.name.replace(/-[^-]+-[^-]+$/, '');
      if (!boundAtMs.has(release)) boundAtMs.set(release, atMs);
    }
  }
  const handoversMs = releases.flatMap(({ name, dependencies }) => {
    const endMs = boundAtMs.get(name);
    // The last status is the one that said it is ready; whoever did not wait for it handed nothing over.
    const readyMs = dependencies.map((one) => statusesAtMs.get(one)?.at(-1) ?? Infinity);
    const handoverMs = (endMs ?? 0) - Math.max(...readyMs);
    return dependencies.length > 0 && handoverMs > 0 ? [handoverMs] : [];
  });
  return handoversMs.length === 0 ? {} : { handoverMs: determineMedian(handoversMs) };
}

const Request = z.object({
  stageTimestamp: z.string(),
  objectRef: z.object({ resource: z.string(), subresource: z.string().default(''), name: z.string().default('') }),
  responseStatus: z.object({ code: z.number() }),
});

type ObjectReference = z.output<typeof Request>['objectRef'];

function isOf(reference: ObjectReference, resource: string, subresource: string): boolean {
  return reference.resource === resource && reference.subresource === subresource;
}
