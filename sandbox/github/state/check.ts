export type CheckStatus = 'queued' | 'in_progress' | 'completed';
export type CheckConclusion =
  'action_required' | 'cancelled' | 'failure' | 'neutral' | 'success' | 'skipped' | 'stale' | 'timed_out';

/** All check runs of the App for one commit. */
export interface CheckSuite {
  readonly id: number;
  readonly sha: string;
  readonly branch: string | undefined;
  readonly before: string | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface CheckRun {
  readonly id: number;
  readonly suiteId: number;
  readonly sha: string;
  name: string;
  status: CheckStatus;
  conclusion: CheckConclusion | undefined;
  detailsUrl: string | undefined;
  externalId: string;
  startedAt: Date;
  completedAt: Date | undefined;
  output: CheckOutput;
  actions: readonly CheckAction[];
}

export interface CheckOutput {
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly text: string | undefined;
  readonly annotations: readonly Annotation[];
}

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | undefined;
  readonly endColumn: number | undefined;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title: string | undefined;
  readonly rawDetails: string | undefined;
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}
