import type { BenchRelease } from '../../graphs/bench-graph.ts';

interface Apply {
  readonly release: BenchRelease;
  readonly namespace: string;
  readonly valuesFile: string;
  readonly wait: boolean;
}

interface Uninstall {
  readonly release: string;
  readonly namespace: string;
  readonly wait: boolean;
}

/** What is told to Helm: the same as berth tells it, but for the wait. */
export function renderUpgradeArguments({ release, namespace, valuesFile, wait }: Apply): readonly string[] {
  return [
    'upgrade',
    '--install',
    `--namespace=${namespace}`,
    ...applyFlags,
    ...(wait ? ['--wait=watcher', '--wait-for-jobs', timeout] : []),
    `--values=${valuesFile}`,
    release.name,
    release.chart,
  ];
}

/** With `wait`, Helm returns once all objects of the release are gone. */
export function renderUninstallArguments({ release, namespace, wait }: Uninstall): readonly string[] {
  return [
    'uninstall',
    `--namespace=${namespace}`,
    '--ignore-not-found',
    ...(wait ? ['--wait', '--cascade=foreground', timeout] : []),
    release,
  ];
}

/** For the note under the table. */
export const applyFlags = [
  '--history-max=2',
  '--server-side=auto',
  '--force-conflicts',
  '--disable-openapi-validation',
  '--skip-crds',
  '--hide-notes',
] as const;

const timeout = '--timeout=30m';
