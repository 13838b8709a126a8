import { createHash } from 'node:crypto';
import type { Environment } from '../../environment/environment.ts';
import type { ReportParts } from './report-pull-request.ts';

/** Shows the problems of a manifest where its author reads the change, and takes them back once they are gone. */
export async function reportCheckRun({ name, spec, status }: Environment, parts: ReportParts): Promise<void> {
  const { problems, github } = status;
  const sha = spec.approval?.sha;
  if (sha === undefined || (problems.length === 0 && github.checkRunDigest === undefined)) return;
  const checkRunDigest = createHash('sha256')
    .update(JSON.stringify([sha, problems]))
    .digest('hex');
  if (github.checkRunDigest === checkRunDigest) return;
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  await parts.github.ensureCheckRun(spec.repository, {
    sha,
    name: `berth (${spec.profile})`,
    title: problems.length === 0 ? 'The manifest is in order' : `The manifest has ${count}`,
    summary: problems.length === 0 ? '' : 'Nothing was deployed from this commit. Mend the lines below and push.',
    detailsUrl: `${parts.publicUrl}/environments/${name}`,
    problems: problems.map((problem) => ({ ...problem, path: [] })),
  });
  const latest = parts.cluster.environments.get(name);
  if (latest === undefined) return;
  await parts.cluster.environments.updateStatus(name, { github: { ...latest.status.github, checkRunDigest } });
}
