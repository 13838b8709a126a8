import { execa } from 'execa';

export interface GitOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs git in a repository and resolves to what it prints, without the last line end. */
export async function runGit(directory: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const output = await runGitBinary(directory, args, options);
  return output.toString('utf8').replace(/\n$/, '');
}

/** Runs git in a repository and resolves to the bytes that it prints. */
export async function runGitBinary(
  directory: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const { stdout } = await execa('git', args, {
    cwd: directory,
    env: { ...gitEnvironment(), ...options.env },
    extendEnv: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
  });
  return Buffer.from(stdout);
}

/** As `runGit`, but undefined where git refuses: for questions whose answer may be no. */
export async function tryGit(directory: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return await runGit(directory, args);
  } catch {
    return undefined;
  }
}

/** Git with nobody's settings: what a person configured for themselves must not change what the stand-in does. */
export function gitEnvironment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
  };
}
