/** Is told how long things took, to be counted. Telling costs nothing and never fails. */
export interface Telemetry {
  /** How long a release was held up by berth alone: until its turn was seen to have come, and until Helm had room for it. */
  observeScheduleGap(stage: 'decision' | 'slot', gapMs: number): void;
  /** How long after the word had come that made a release ready a pass saw that it was. */
  observeReadinessLag(lagMs: number): void;
  /** How long a release took from the start of its Helm until it was ready. */
  observeReady(durationMs: number): void;
  /** How long a run of Helm took, and how it ended. */
  observeHelm(run: { readonly action: HelmAction; readonly outcome: HelmOutcome; readonly durationMs: number }): void;
  /** How long a commit took from its beginning until its address answered. */
  observeLive(durationMs: number): void;
  /** A request is about to be sent to the API server of Kubernetes. */
  countKubeRequest(method: string): void;
  /** GitHub answered a request, or did not. */
  countGitHubRequest(request: GitHubRequest): void;
}

export type HelmAction = 'upgrade' | 'uninstall';
/** `superseded` is one that berth itself ended. */
export type HelmOutcome = 'succeeded' | 'failed' | 'superseded';

export interface GitHubRequest {
  /** `undefined` where no answer came. */
  readonly status: number | undefined;
  /** What is left of a limit of whoever asked, as the answer says. */
  readonly limit: GitHubLimit | undefined;
}

export interface GitHubLimit {
  /** Which installation it is of; the App itself without. */
  readonly installation: number | undefined;
  /** Which limit: GitHub has several, such as `core` and `graphql`. */
  readonly resource: string;
  readonly remaining: number;
  readonly resetAtMs: number;
}
