import { execa } from 'execa';
import { ensureImportableArchive } from '../images/ensure-importable-archive.ts';
import type { ClusterPaths } from './cluster-paths.ts';
import { pauseImage } from './configuration/pause-image.ts';
import type { Progress } from './progress.ts';

// containerd collects garbage 0.1 s after its start, and an import that runs just then can lose what it has written.
const attempts = 5;

/** Makes sure containerd has the image that holds pods' namespaces, imported from an archive that is made once. */
export async function ensurePauseImage(paths: ClusterPaths, progress: Progress, signal?: AbortSignal): Promise<void> {
  const address = ['--address', paths.containerdSocket, '--namespace', 'k8s.io'];
  const { stdout } = await execa('ctr', [...address, 'images', 'ls', '--quiet', `name==${pauseImage}`]);
  if (stdout.includes(pauseImage)) return;
  const archive = await ensureImportableArchive({
    name: 'pause',
    reference: pauseImage,
    cacheDir: paths.images,
    onProgress: progress,
    signal,
  });
  const cancel = signal === undefined ? {} : { cancelSignal: signal };
  const importArchive = (reject: boolean) =>
    execa('ctr', [...address, 'images', 'import', archive], { ...cancel, reject });
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    const { failed } = await importArchive(false);
    if (!failed) return;
    signal?.throwIfAborted();
  }
  await importArchive(true);
}
