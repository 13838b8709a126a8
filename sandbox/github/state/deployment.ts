import type { Account } from './account.ts';

export const deploymentStates = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
] as const;
export type DeploymentState = (typeof deploymentStates)[number];

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly payload: string | Readonly<Record<string, unknown>>;
  readonly environment: string;
  readonly description: string | undefined;
  readonly creator: Account;
  readonly viaApp: boolean;
  readonly transient: boolean;
  readonly production: boolean;
  readonly createdAt: Date;
  updatedAt: Date;
  /** Oldest first. */
  readonly statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: DeploymentState;
  readonly creator: Account;
  readonly viaApp: boolean;
  readonly description: string;
  readonly environment: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly createdAt: Date;
}

/** Made by the first deployment that names it. */
export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
}

/** The state that the deployment has now: that of its last status, `pending` without one. */
export function currentState(deployment: Deployment): DeploymentState {
  return deployment.statuses.at(-1)?.state ?? 'pending';
}
