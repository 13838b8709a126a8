import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { adminLogin } from './state/account.ts';
import type { Account } from './state/account.ts';
import type { Permissions } from './state/app.ts';
import { nextId } from './state/state.ts';
import type { State } from './state/state.ts';

export interface AppOptions {
  readonly appId?: number;
  readonly privateKey?: string;
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
}

/** What berth's App asks for, and a little more that tests of the stand-in itself need. */
export const defaultPermissions: Permissions = {
  metadata: 'read',
  contents: 'read',
  pull_requests: 'write',
  issues: 'write',
  deployments: 'write',
  statuses: 'write',
  checks: 'write',
  actions: 'read',
  environments: 'write',
  administration: 'write',
};

export const defaultEvents = [
  'check_run',
  'check_suite',
  'create',
  'delete',
  'deployment',
  'deployment_status',
  'issue_comment',
  'label',
  'pull_request',
  'pull_request_review',
  'push',
  'status',
];

/** The state of a stand-in in which nothing happened yet: one App, and the person `admin`. */
export function createState(options: AppOptions, privateKey: string, now: Date): State {
  const ids = { lastId: 1000 };
  const account = (login: string, type: Account['type']): Account => ({
    ...{ id: nextId(ids), login, type, name: login, createdAt: now },
    email: `${login}@users.noreply.github.com`,
  });
  const slug = 'berth';
  const owner = account(adminLogin, 'User');
  const bot = account(`${slug}[bot]`, 'Bot');
  const hook = { id: nextId(ids), url: options.webhookUrl, secret: options.webhookSecret ?? '' };
  return {
    accounts: [owner, bot],
    repositories: [],
    installations: [],
    tokens: [],
    deliveries: [],
    app: {
      ...{ slug, name: slug, owner, bot, hook, createdAt: now },
      id: options.appId ?? nextId(ids),
      clientId: 'Iv23liBerthSandbox00',
      publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
      permissions: options.permissions ?? defaultPermissions,
      events: options.events ?? defaultEvents,
    },
    lastId: ids.lastId,
  };
}

export function generatePrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}
