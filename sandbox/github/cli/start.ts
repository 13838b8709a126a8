import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../user-error.ts';
import { generatePrivateKey } from '../create-state.ts';
import type { GitHub } from '../github.ts';
import { createGitHub } from '../create-github.ts';
import type { Repository } from '../state/repository.ts';
import { ensureDataFolder } from './data-folder.ts';
import { readPrivateKey } from './read-options.ts';
import { requireGit } from './require-git.ts';
import { requireFolder, seedRepository } from './seed-repository.ts';

export interface StartOptions {
  readonly port: number;
  readonly data?: string;
  readonly seed: readonly string[];
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  readonly appId?: number;
  readonly privateKey?: string;
}

export interface Started {
  readonly github: GitHub;
  readonly privateKeyFile: string;
  readonly webhookSecret: string;
  readonly repositories: readonly Repository[];
  stop(): Promise<void>;
}

/** Starts the stand-in as the command line asks; leaves nothing behind if it cannot. */
export async function start(options: StartOptions, log: (line: string) => void): Promise<Started> {
  await requireGit();
  for (const folder of options.seed) await requireFolder(folder);
  const given = options.privateKey === undefined ? undefined : await readPrivateKey(options.privateKey);
  const data = await ensureDataFolder(options.data);
  let github: GitHub | undefined;
  const stop = async (): Promise<void> => {
    await github?.close();
    await data.release();
  };
  try {
    const privateKey = given ?? generatePrivateKey();
    const webhookSecret = options.webhookSecret ?? randomBytes(20).toString('hex');
    github = await listen({
      ...pickAppOptions(options),
      directory: data.path,
      port: options.port,
      privateKey,
      webhookSecret,
      log,
    });
    const privateKeyFile = options.privateKey ?? join(data.path, 'app.private-key.pem');
    if (given === undefined) await writeFile(privateKeyFile, privateKey, { mode: 0o600 });
    const repositories: Repository[] = [];
    for (const folder of options.seed) repositories.push(await seedRepository(github, folder));
    return { github, privateKeyFile, webhookSecret, repositories, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function pickAppOptions({ webhookUrl, appId }: StartOptions) {
  return { ...(webhookUrl !== undefined && { webhookUrl }), ...(appId !== undefined && { appId }) };
}

async function listen(options: Parameters<typeof createGitHub>[0] & { port: number }): Promise<GitHub> {
  try {
    return await createGitHub(options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new UserError(
        `Port ${options.port} is in use by another program. Choose another with --port, or 0 for any free one.`,
      );
    }
    if (code === 'EACCES') throw new UserError(`Port ${options.port} needs root. Choose one from 1024 up with --port.`);
    throw error;
  }
}
