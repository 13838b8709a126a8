import { z } from 'zod';
import { roles } from '../state/repository.ts';

const count = z.int().positive();
const ms = z.int().nonnegative();
const login = z.string().min(1);

const apiEffect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599), message: z.string().optional() }),
  z.strictObject({ kind: z.literal('primaryLimit'), resetInSeconds: z.int().nonnegative() }),
  z.strictObject({
    kind: z.literal('secondaryLimit'),
    retryAfterSeconds: z.int().nonnegative(),
    status: z.literal([403, 429]).optional(),
  }),
  z.strictObject({ kind: z.literal('delay'), ms }),
  z.strictObject({ kind: z.literal('lostResponse') }),
  z.strictObject({ kind: z.literal('emptyList') }),
  z.strictObject({ kind: z.literal('staleRead'), ms }),
]);

export const apiFaultRequest = z.strictObject({
  method: z.string().optional(),
  path: z.string().startsWith('/'),
  count: count.optional(),
  effect: apiEffect,
});

const webhookEffect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop') }),
  z.strictObject({ kind: z.literal('duplicate'), times: count }),
  z.strictObject({ kind: z.literal('delay'), ms }),
  z.strictObject({ kind: z.literal('reorder'), behind: count }),
]);

export const webhookFaultRequest = z.strictObject({
  event: z.string().optional(),
  count: count.optional(),
  effect: webhookEffect,
});

export const timeRequest = z.strictObject({ advanceMs: ms });
export const personRequest = z.strictObject({ login, name: z.string().optional() });
export const organizationRequest = z.strictObject({ login });
export const installationRequest = z.strictObject({ account: login, repositories: z.array(z.string()).optional() });
export const forkRequest = z.strictObject({ owner: login });
export const roleRequest = z.strictObject({ login, role: z.enum(roles) });

const files = z.record(z.string().min(1), z.string());

export const repositoryRequest = z.strictObject({
  owner: login,
  name: z.string().min(1),
  private: z.boolean().optional(),
  description: z.string().optional(),
  content: z.union([z.strictObject({ folder: z.string().min(1) }), z.strictObject({ files })]),
});

export const commitRequest = z.strictObject({
  author: login,
  branch: z.string().min(1),
  message: z.string().min(1),
  changes: z.record(z.string().min(1), z.string().nullable()),
  amend: z.boolean().optional(),
});
