import { sep } from 'node:path';
import type { Cue, Helm, HelmRun, HelmUpgrade } from '../engine/ports/helm.ts';
import { toDigestLabel } from '../plan/to-digest-label.ts';
import { builtInChartsFolder } from './charts/built-in-charts-folder.ts';
import { toHelmError } from './errors.ts';
import { renderValues } from './render-values.ts';
import type { RunHelm } from './run-helm.ts';
import { withRunFolder, writePrivateFile } from './with-run-folder.ts';

export interface HelmOptions {
  /** Path of the binary, or its name in one of the usual folders. */
  readonly helmPath: string;
  /** Holds a folder for each run, with all that Helm reads and writes. */
  readonly temporaryFolder: string;
  readonly runHelm: RunHelm;
  /** By when a run must have ended, unless berth says otherwise by then: by the time since the machine began. */
  readonly determineEndMs?: () => number;
}

/** Applies releases with the Helm binary. */
export function createHelm(options: HelmOptions): Helm {
  return {
    upgrade: (run, signal, cue) => {
      const values = renderValues(run.values);
      const texts = cue === undefined ? [...run.valuesFiles, values] : run.valuesFiles;
      const inputs = cue === undefined ? [] : [standardInput];
      return apply(`upgrading release "${run.helmRelease}"`, run, options, {
        signal,
        cue,
        input: values,
        // Those of the release come last.
        prepare: async (folder) => buildUpgrade(run, [...(await writeValues(texts, folder)), ...inputs]),
      });
    },
    uninstall: (run, signal) =>
      apply(`uninstalling release "${run.helmRelease}"`, run, options, {
        signal,
        prepare: () => Promise.resolve(buildUninstall(run)),
      }),
  };
}

interface Work {
  readonly signal: AbortSignal;
  readonly cue?: Cue | undefined;
  /** What it reads, all but its opening once it has its cue. */
  readonly input?: string;
  /** Writes what it needs into its folder, and resolves to its arguments. */
  readonly prepare: (folder: string) => Promise<readonly string[]>;
}

/** What Helm may take besides its hooks. */
const ownWorkMs = 60_000;

async function apply(
  action: string,
  run: HelmRun,
  options: HelmOptions,
  { signal, cue, input = '', prepare }: Work,
): Promise<void> {
  const { helmPath, temporaryFolder, runHelm, determineEndMs } = options;
  const refusing = new AbortController();
  const rest = cue?.given.then(() => input.slice(1));
  // At once: it may be refused before there is anything to end.
  rest?.catch((error: unknown) => refusing.abort(error));
  await withRunFolder(temporaryFolder, async (folder) => {
    const kubeconfig = await writePrivateFile(folder, 'kubeconfig', run.kubeconfig);
    const [command = '', ...words] = await prepare(folder);
    const args = [command, `--kubeconfig=${kubeconfig}`, ...words];
    const deadlineMs = run.timeoutMs + ownWorkMs + (cue?.withinMs ?? 0);
    // The brace of what is JSON: were berth to end before the rest, an empty input would do for values.
    const opening = cue && { opening: input.slice(0, 1) };
    const order = { helmPath, args, folder, deadlineMs, endMs: determineEndMs?.(), ...opening };
    const end = await runHelm(order, AbortSignal.any([signal, refusing.signal]), rest);
    refusing.signal.throwIfAborted();
    if (end.kind !== 'success') throw toHelmError(action, end, run.release);
  });
}

async function writeValues(texts: readonly string[], folder: string): Promise<readonly string[]> {
  return Promise.all(texts.map((text, index) => writePrivateFile(folder, `values-${index}.yaml`, text)));
}

/**
 * Helm reads its values once it knows whether there is a release, and before it writes anything.
 * https://github.com/helm/helm/blob/v4.2.4/pkg/cmd/upgrade.go
 */
const standardInput = '-';

function buildUpgrade(run: HelmUpgrade, valuesFiles: readonly string[]): readonly string[] {
  return [
    'upgrade',
    '--install',
    ...buildCommon(run),
    '--history-max=2',
    // What Helm 3 began stays as it is; what is new is applied by the server, over whoever else wrote the field.
    '--server-side=auto',
    '--force-conflicts',
    // The server checks all the same; Helm would first fetch the description of the whole API for it.
    '--disable-openapi-validation',
    '--skip-crds',
    // A schema may name addresses and files, and Helm would fetch them.
    ...(isBuiltIn(run.chartPath) ? [] : ['--skip-schema-validation']),
    '--hide-notes',
    `--labels=berth.dev/digest=${toDigestLabel(run.digest)}`,
    ...valuesFiles.map((file) => `--values=${file}`),
    '--',
    run.helmRelease,
    run.chartPath,
  ];
}

function buildUninstall(run: HelmRun & { readonly runHooks: boolean }): readonly string[] {
  const hooks = run.runHooks ? [] : ['--no-hooks'];
  return [
    'uninstall',
    ...buildCommon(run),
    '--ignore-not-found',
    '--cascade=foreground',
    ...hooks,
    '--',
    run.helmRelease,
  ];
}

function buildCommon({ namespace, timeoutMs }: HelmRun): readonly string[] {
  return [`--namespace=${namespace}`, `--timeout=${timeoutMs}ms`];
}

function isBuiltIn(chartPath: string): boolean {
  return chartPath.startsWith(builtInChartsFolder + sep);
}
