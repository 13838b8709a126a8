import { runTool } from './run-tool.ts';
import type { WorkFolder } from './work-folder.ts';

interface ImagePush {
  /** What people call the image. */
  readonly imageName: string;
  /** `oci-archive:FILE`, or `docker://REGISTRY/REPOSITORY:TAG` to give an image of the registry another name. */
  readonly source: string;
  /** Where pods pull from: `localhost:21500`. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly work: WorkFolder;
}

/** Puts an image into the registry under a tag, byte for byte. Layers that the registry has are not sent again. */
export async function pushImage({ imageName, source, registry, repository, tag, work }: ImagePush): Promise<void> {
  await runTool({
    doing: `pushing image "${imageName}" to registry "${registry}"`,
    command: 'skopeo',
    args: [
      'copy',
      '--quiet',
      '--preserve-digests',
      '--src-tls-verify=false',
      '--dest-tls-verify=false',
      '--dest-no-creds',
      source,
      `docker://${registry}/${repository}:${tag}`,
    ],
    work,
  });
}
