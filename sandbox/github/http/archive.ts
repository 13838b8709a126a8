import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { runGitBinary } from '../git/git.ts';
import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';
import { findRepository } from '../state/state.ts';
import type { World } from '../world.ts';

/** A link to an archive of a private repository works so long. */
const lifeMs = 5 * 60_000;
const secret = randomBytes(32);

/** The address from which an archive of a commit can be fetched for five minutes, by whoever has it. */
export function signArchive(world: World, repository: Repository, sha: string): string {
  const path = `/_codeload/${fullName(repository)}/tar.gz/${sha}`;
  const until = String(world.clock.now().getTime() + lifeMs);
  return `${world.links.url}${path}?until=${until}&token=${sign(path, until)}`;
}

/** Answers such an address: the commit's files below one folder named after it, as GitHub packs them. */
export async function answerArchive(world: World, context: Context): Promise<Response> {
  const { owner = '', repo = '', sha = '' } = context.req.param();
  const repository = findRepository(world.state, owner, repo);
  if (!repository || !/^[\da-f]{40}$/.test(sha) || !isSigned(world, context)) {
    return context.text('404: Not Found', 404);
  }
  const prefix = `${owner}-${repo}-${sha.slice(0, 7)}`;
  const archive = await runGitBinary(repository.directory, ['archive', '--format=tar.gz', `--prefix=${prefix}/`, sha]);
  return new Response(new Uint8Array(archive), {
    headers: {
      'content-type': 'application/x-gzip',
      'content-disposition': `attachment; filename=${prefix}.tar.gz`,
    },
  });
}

function isSigned(world: World, context: Context): boolean {
  const { until = '', token = '' } = context.req.query();
  const wanted = Buffer.from(sign(context.req.path, until));
  const given = Buffer.from(token);
  const matches = wanted.length === given.length && timingSafeEqual(wanted, given);
  return matches && Number(until) > world.clock.now().getTime();
}

function sign(path: string, until: string): string {
  return createHmac('sha256', secret).update(`${path} ${until}`).digest('hex');
}
