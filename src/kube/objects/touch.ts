import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What the API server keeps of who wrote which fields of an object. */
export type ManagedEntry = Readonly<z.output<typeof ManagedEntry>>;
const ManagedEntry = z.object({
  manager: z.string().default(''),
  operation: z.string().default(''),
  subresource: z.string().default(''),
  /** Some writes through a subresource have none. */
  time: z
    .string()
    .nullish()
    .transform((time) => time ?? undefined),
  fieldsV1: z.unknown(),
});
export const ManagedFields = z.array(ManagedEntry).default([]);

/** Whether somebody wrote an object after Helm did, and a mark that is another once somebody has done so again. */
export type Touch = Readonly<z.output<typeof Touch>>;
export const Touch = ManagedFields.transform((entries) => {
  const helm = entries.find(isOfHelm);
  const byHand = entries.filter((entry) => !isOfHelm(entry) && !isOwner(entry));
  if (helm === undefined) return { isTouched: true, mark: byHand.length === 0 ? '' : toMark(byHand) };
  const isTouched = byHand.some(({ time }) => time === undefined || time >= (helm.time ?? ''));
  return { isTouched, mark: isTouched ? toMark([helm, ...byHand]) : '' };
});

/** The name that Helm writes under, whatever its binary is called. */
export const helmManager = 'helm';

export function isOfHelm({ manager, operation }: ManagedEntry): boolean {
  return manager === helmManager && operation === 'Apply';
}

/**
 * Whether what somebody wrote so is theirs by right: what Kubernetes itself writes, and what a program applies in its own
 * name. `kubectl` is the hand of a person, however it writes.
 */
export function isOwner({ manager, operation, subresource }: ManagedEntry): boolean {
  if (subresource === 'status' || controllers.has(manager)) return true;
  return operation === 'Apply' && manager !== helmManager && !manager.startsWith('kubectl');
}

const controllers: ReadonlySet<string> = new Set([
  'kube-controller-manager',
  'cloud-controller-manager',
  'kube-scheduler',
  'kube-apiserver',
  'kubelet',
]);

function toMark(entries: readonly ManagedEntry[]): string {
  return createHash('sha256').update(JSON.stringify(entries)).digest('base64url').slice(0, 16);
}
