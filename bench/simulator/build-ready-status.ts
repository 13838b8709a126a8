/** Builds what the kubelet writes of a pod that answers, as far as controllers look at it. */
export function buildReadyStatus(nowIso: string): object {
  const conditions = ['Initialized', 'PodScheduled', 'ContainersReady', 'Ready'];
  return {
    phase: 'Running',
    startTime: nowIso,
    conditions: conditions.map((type) => ({ type, status: 'True', lastTransitionTime: nowIso })),
  };
}
