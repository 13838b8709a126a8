import { mkdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { buildahOptions, writeStorageConfiguration } from '../images/build-image.ts';
import { runTool } from '../images/run-tool.ts';
import type { WorkFolder } from '../images/work-folder.ts';

interface BerthImageBuild {
  /** Archives of the images that stand for the bases. */
  readonly debian: string;
  readonly node: string;
  readonly work: WorkFolder;
  /** The OCI archive to write. */
  readonly output: string;
}

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the Dockerfile of this repository as Docker would, on bases of our own because no registry has any for us here. npm and Go,
 * with what they have downloaded before, are lent by this machine.
 */
export async function buildBerthImage({ debian, node, work, output }: BerthImageBuild): Promise<void> {
  const bases = { DEBIAN: debian, NODE: node, GO: node };
  const args = Object.entries(bases).flatMap(([base, archive]) => ['--build-arg', `${base}=oci-archive:${archive}`]);
  const volumes = (await listLent()).flatMap((lent) => ['--volume', lent]);
  await runTool({
    doing: 'building the image of berth',
    command: 'buildah',
    args: ['build', ...buildahOptions, ...args, ...volumes, '--tag', `oci-archive:${output}`, repositoryRoot],
    env: { CONTAINERS_STORAGE_CONF: await writeStorageConfiguration(work) },
    work,
  });
}

const home = '/root'; // in the stages that build
const certificates = '/etc/ssl/certs/ca-certificates.crt';

/** What is lent to the stages that build, as `--volume` takes it; the last stage runs nothing, so none of it is in the image. */
async function listLent(): Promise<readonly string[]> {
  const [root, modules, compiled, downloads, npmProgram] = await Promise.all([
    read('go', ['env', 'GOROOT']),
    read('go', ['env', 'GOMODCACHE']),
    read('go', ['env', 'GOCACHE']),
    read('npm', ['config', 'get', 'cache']),
    // Not `npm root`, which says where the Node in use would have its own.
    read('sh', ['-c', 'readlink -f "$(command -v npm)"']),
  ]);
  for (const folder of [modules, compiled, downloads]) await mkdir(folder, { recursive: true });
  return [
    `${await realpath(root)}:/usr/local/go:ro`,
    `${certificates}:/lent/certificates.crt:ro`,
    `${modules}:${home}/go/pkg/mod`,
    `${compiled}:${home}/.cache/go-build`,
    `${downloads}:${home}/.npm`,
    `${dirname(dirname(npmProgram))}:/usr/local/lib/node_modules/npm:ro`,
  ];
}

async function read(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execa(command, args, { cwd: repositoryRoot });
  return stdout.trim();
}
