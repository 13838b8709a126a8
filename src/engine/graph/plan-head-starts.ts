import { decideRelease, type GraphFacts, type ReleaseDecision } from './decide-releases.ts';

type Start = Extract<ReleaseDecision, { kind: 'start' }>;

interface HeadStartPlan {
  /** What would start now, were it not for others that were applied and only have to become ready; what is to start first comes first. */
  readonly starts: readonly Start[];
  /** When there may be more. */
  readonly againAtMs: number;
}

/** Until then most pods are being started, which needs the processors more. */
const afterMs = 500;

/** Plans for which releases Helm may begin ahead: nothing that they wait for is itself still to be applied, or in trouble. */
export function planHeadStarts(decisions: readonly ReleaseDecision[], facts: GraphFacts): HeadStartPlan {
  const byId = new Map(decisions.map((decision) => [decision.release.id, decision]));
  const starts: Start[] = [];
  let againAtMs = Infinity;
  for (const { kind, release } of decisions) {
    if (kind !== 'waiting') continue;
    const dependencies = release.dependencies.flatMap((id) => byId.get(id) ?? []);
    const fromMs = Math.max(-Infinity, ...dependencies.map((one) => determineFromMs(one, facts)));
    if (fromMs > facts.nowMs) againAtMs = Math.min(againAtMs, fromMs);
    else {
      const decision = decideRelease(release, [], facts);
      if (decision.kind === 'start' && decision.recovery === 'none') starts.push(decision);
    }
  }
  return { starts: starts.toSorted((a, b) => b.release.remainingMs - a.release.remainingMs), againAtMs };
}

function determineFromMs(decision: ReleaseDecision, { settlingSinceMs, nowMs }: GraphFacts): number {
  if (decision.kind === 'ready') return -Infinity;
  if (decision.kind !== 'settling' || decision.trouble !== undefined) return Infinity;
  return (settlingSinceMs.get(decision.release.helmRelease) ?? nowMs) + afterMs;
}
