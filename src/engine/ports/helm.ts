import type { ResolvedChart } from '../../profile/resolve-chart.ts';
import type { Values } from '../../manifest/schema/release.ts';

/** Gets charts ready to be applied. */
export interface Charts {
  /**
   * Resolves to the chart on disk and a digest of its content. Throws an EngineError `ChartNotFound`, `ChartNotAllowed`
   * (it holds links), `ChartBroken` or `ApiUnavailable`.
   */
  ensureChart(
    wanted: {
      readonly chart: ResolvedChart;
      readonly version: string | undefined;
      /** The unpacked repository at the commit, for charts of its own. */
      readonly source: string;
      /** `service/release`, for messages. */
      readonly release: string;
    },
    signal: AbortSignal,
  ): Promise<PreparedChart>;
  /** Whether it is still on disk: one that nobody asked for in a while may not be. */
  isThere(chart: PreparedChart): Promise<boolean>;
}

export interface PreparedChart {
  /** A folder, or the archive as it came. */
  readonly path: string;
  readonly digest: string;
  /** As the chart itself says; `undefined` where it does not. */
  readonly name: string | undefined;
}

/** Runs Helm for one release. It applies and does not wait: readiness is observed elsewhere. */
export interface Helm {
  /**
   * Installs or upgrades. Resolves once Helm has ended well. Throws an EngineError with what Helm said as `detail`; or
   * `Superseded` if the signal ended it. With a cue Helm begins at once and writes nothing before it is given.
   */
  upgrade(run: HelmUpgrade, signal: AbortSignal, cue?: Cue): Promise<void>;
  /** Uninstalls. A release that is not there is no error. */
  uninstall(run: HelmRun & { readonly runHooks: boolean }, signal: AbortSignal): Promise<void>;
}

/** Lets Helm begin while what its release waits for is not there yet. */
export interface Cue {
  /** Resolves once Helm may write. Rejects where it must not: Helm is ended, and its run throws the same. */
  readonly given: Promise<unknown>;
  /** Whoever gives it does so within this, in milliseconds, or ends the run. */
  readonly withinMs: number;
}

export interface HelmRun {
  readonly namespace: string;
  readonly helmRelease: string;
  /** `service/release`, for messages. */
  readonly release: string;
  /** The text of the kubeconfig to run with. */
  readonly kubeconfig: string;
  /** How long hooks may take. */
  readonly timeoutMs: number;
}

export interface HelmUpgrade extends HelmRun {
  readonly chartPath: string;
  /** Contents of the values files, the first one first. */
  readonly valuesFiles: readonly string[];
  /** Come after the files, so they win. */
  readonly values: Values;
  /** Kept by Helm with the revision, as the label `berth.dev/digest`. */
  readonly digest: string;
}

/** What of a run decides how it ends; part of the digest of a release. */
export type HelmFlags = readonly string[];
