/** A condition as Kubernetes has them: https://github.com/kubernetes/community/blob/main/contributors/devel/sig-architecture/api-conventions.md. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
  /** In whole seconds, the way the API server keeps times. */
  readonly lastTransitionTime: string;
}

export type ObservedCondition = Omit<Condition, 'lastTransitionTime'>;

/**
 * Sets a condition. Its time moves only when its status, reason or message is another, and where nothing at all is another
 * the same list comes back: a pass that finds nothing new writes nothing.
 */
export function setCondition(
  conditions: readonly Condition[],
  observed: ObservedCondition,
  nowMs: number,
): readonly Condition[] {
  const wanted = { ...observed, message: trimMessage(observed.message) };
  const index = conditions.findIndex(({ type }) => type === wanted.type);
  const before = conditions[index];
  if (before === undefined) return [...conditions, { ...wanted, lastTransitionTime: toTime(nowMs) }];
  const saysTheSame = hasSameContent(before, wanted);
  if (saysTheSame && before.observedGeneration === wanted.observedGeneration) return conditions;
  const lastTransitionTime = saysTheSame ? before.lastTransitionTime : toTime(nowMs);
  return conditions.with(index, { ...wanted, lastTransitionTime });
}

/** So that a status of many releases stays far from what etcd takes. */
const longestMessage = 1_024;

function trimMessage(message: string): string {
  const trimmed = message.trim();
  const characters = Array.from(trimmed);
  return characters.length <= longestMessage ? trimmed : `${characters.slice(0, longestMessage - 1).join('')}…`;
}

function toTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function hasSameContent(one: ObservedCondition, other: ObservedCondition): boolean {
  return one.status === other.status && one.reason === other.reason && one.message === other.message;
}
