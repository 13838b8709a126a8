import { join } from 'node:path';
import { runTool } from './run-tool.ts';
import type { WorkFolder } from './work-folder.ts';

interface GoProgram {
  readonly imageName: string;
  /** The folder with the Go module; the program is written there. */
  readonly context: string;
  readonly work: WorkFolder;
}

/** Compiles a Go module to a static `program`, the same bytes each time. */
export async function buildGoProgram({ imageName, context, work }: GoProgram): Promise<void> {
  await runTool({
    doing: `compiling the program of image "${imageName}"`,
    command: 'go',
    args: ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w -buildid=', '-o', join(context, 'program'), '.'],
    cwd: context,
    env: { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
    work,
  });
}
