import { execa } from 'execa';
import { UserError } from '../user-error.ts';
import type { WorkFolder } from './work-folder.ts';

interface ToolCall {
  /** What the person is told when it goes wrong: `building image "web"`. */
  readonly doing: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly work: WorkFolder;
}

/** Runs a tool to its end, with everything temporary in the work folder, and returns what it prints. */
export async function runTool({ doing, command, args, cwd, env, work }: ToolCall): Promise<string> {
  const result = await execa(command, args, {
    cwd: cwd ?? work.path,
    env: { ...env, LC_ALL: 'C', TMPDIR: work.path },
    stdin: 'ignore',
    reject: false,
    killDescendants: true,
    ...(work.signal && { cancelSignal: work.signal }),
  });
  work.signal?.throwIfAborted();
  if (!result.failed) return result.stdout;
  const { code, exitCode, signal, stderr, stdout } = result;
  throw toToolError({
    doing,
    command,
    isMissing: code === 'ENOENT',
    end: exitCode ?? signal ?? 'nothing',
    output: `${stdout}\n${stderr}`,
    cause: result,
  });
}

interface ToolFailure {
  readonly doing: string;
  readonly command: string;
  readonly isMissing: boolean;
  readonly end: string | number;
  readonly output: string;
  readonly cause: unknown;
}

const networkTrouble =
  /Temporary failure resolving|Could not (resolve|connect)|Failed to fetch|Unable to fetch|no such host|dial tcp|i\/o timeout|proxyconnect/;

function toToolError({ doing, command, isMissing, end, output, cause }: ToolFailure): Error {
  const again = 'then run the same command again';
  if (isMissing) {
    return new UserError(`${capitalize(doing)} needs "${command}", which is not installed: install it, ${again}.`, {
      cause,
    });
  }
  if (/No space left on device/i.test(output)) {
    return new UserError(`${capitalize(doing)} filled the disk: free some space, ${again}.`, { cause });
  }
  if (networkTrouble.test(output)) {
    return new UserError(`${capitalize(doing)} needs downloads that did not work: check the network, ${again}.`, {
      cause,
    });
  }
  const lastWords = output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-3)
    .join(' | ');
  return new Error(`${doing}: ${command} left with ${end}: ${lastWords}`, { cause });
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
