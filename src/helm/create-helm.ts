import { sep } from 'node:path';
import type { Helm, HelmRun, HelmUpgrade } from '../engine/ports/helm.ts';
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
    upgrade: (run, signal) =>
      apply(`upgrading release "${run.helmRelease}"`, run, options, signal, async (folder) =>
        buildUpgrade(run, await writeValues(run, folder)),
      ),
    uninstall: (run, signal) =>
      apply(`uninstalling release "${run.helmRelease}"`, run, options, signal, () =>
        Promise.resolve(buildUninstall(run)),
      ),
  };
}

/** What Helm may take besides its hooks. */
const ownWorkMs = 60_000;

async function apply(
  action: string,
  run: HelmRun,
  options: HelmOptions,
  signal: AbortSignal,
  prepare: (folder: string) => Promise<readonly string[]>,
): Promise<void> {
  const { helmPath, temporaryFolder, runHelm, determineEndMs } = options;
  await withRunFolder(temporaryFolder, async (folder) => {
    const kubeconfig = await writePrivateFile(folder, 'kubeconfig', run.kubeconfig);
    const [command = '', ...rest] = await prepare(folder);
    const args = [command, `--kubeconfig=${kubeconfig}`, ...rest];
    const deadlineMs = run.timeoutMs + ownWorkMs;
    const end = await runHelm({ helmPath, args, folder, deadlineMs, endMs: determineEndMs?.() }, signal);
    if (end.kind !== 'success') throw toHelmError(action, end, run.release);
  });
}

async function writeValues({ valuesFiles, values }: HelmUpgrade, folder: string): Promise<readonly string[]> {
  const texts = [...valuesFiles, renderValues(values)];
  return Promise.all(texts.map((text, index) => writePrivateFile(folder, `values-${index}.yaml`, text)));
}

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
