import type { ReadyRule } from '../manifest/schema/ready-rule.ts';
import type { Values } from '../manifest/schema/release.ts';
import type { ResolvedChart } from '../profile/resolve-chart.ts';

/** What is to be there for one pull request under one profile. It holds no secret: outputs are still references in it. */
export interface Plan {
  readonly profile: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** In the order of the manifest. */
  readonly services: readonly PlannedService[];
  /** In an order in which each comes after all that it depends on; of those that could start, the longest way first. */
  readonly releases: readonly PlannedRelease[];
}

export type PlannedService =
  | {
      readonly kind: 'here';
      readonly name: string;
      readonly host: string;
      readonly url: string | undefined;
      /** What answers once the service works. */
      readonly readyUrl: string | undefined;
      readonly releases: readonly string[];
    }
  | {
      readonly kind: 'environment';
      readonly name: string;
      readonly environment: string;
      readonly url: string | undefined;
    }
  | { readonly kind: 'pullRequest'; readonly name: string; readonly repository: string; readonly number: number };

export interface PlannedRelease {
  /** `service/release`. */
  readonly id: string;
  readonly service: string;
  readonly name: string;
  /** The name that Helm knows the release by. */
  readonly helmRelease: string;
  readonly chart: ResolvedChart;
  readonly version: string | undefined;
  readonly valuesFiles: readonly string[];
  /** Everything that is known beforehand; where a binding belongs stands `null`. */
  readonly values: Values;
  readonly bindings: readonly Binding[];
  /** The objects in which this release leaves outputs. */
  readonly outputsFrom: readonly ObjectSource[];
  /** When its custom resources are ready, where they do not say it themselves. */
  readonly readyWhen: readonly ReadyRule[];
  readonly dependencies: readonly string[];
  readonly dependents: readonly string[];
  /** How long it takes from the start of this release until the last that waits for it is ready. */
  readonly remainingMs: number;
}

/** A text in the values that can be written only when the outputs in it are there. */
export interface Binding {
  readonly path: readonly (string | number)[];
  readonly parts: readonly (string | UsedOutput)[];
}

export interface UsedOutput {
  /** As its author wrote it: `<< postgres.outputs.PG_HOST >>`. */
  readonly reference: string;
  readonly key: string;
  /** Where the key may be; the first that has it counts. */
  readonly sources: readonly OutputSource[];
}

/** A Secret or ConfigMap in the namespace of the environment. */
export interface ObjectSource {
  readonly kind: 'secret' | 'configMap';
  readonly name: string;
}

export type OutputSource =
  | ObjectSource
  /** The external outputs of a service in another pull request's environment. */
  | { readonly kind: 'pullRequest'; readonly repository: string; readonly number: number; readonly service: string };

/** Lists the releases in an order in which each goes before all that it depends on. */
export function listTeardownOrder({ releases }: Plan): readonly PlannedRelease[] {
  return releases.toReversed();
}
