import { notFound } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { noContent, ok, readRoute, writeRoute } from '../http/route.ts';
import type { RepositoryCall, Route } from '../http/route.ts';
import { renderEnvironment } from '../render/deployment.ts';
import type { Environment } from '../state/deployment.ts';
import { announce } from '../webhooks/emit.ts';

const environments = '/repos/{owner}/{repo}/environments';
const environmentPath = `${environments}/{environment_name}` as const;

export const environmentRoutes: readonly Route[] = [
  readRoute(`GET ${environments}`, 'actions:read', (call) => {
    const { world, repository } = call;
    const { items, headers } = paginate(call, repository.environments);
    const rendered = items.map((environment) => renderEnvironment(world.links, repository, environment));
    return ok({ total_count: repository.environments.length, environments: rendered }, headers);
  }),
  readRoute(`GET ${environmentPath}`, 'actions:read', (call) =>
    ok(renderEnvironment(call.world.links, call.repository, requireEnvironment(call))),
  ),
  // Its deployments stay.
  writeRoute(`DELETE ${environmentPath}`, 'administration:write', 'admin', (call) => {
    const { world, repository } = call;
    repository.environments.splice(repository.environments.indexOf(requireEnvironment(call)), 1);
    announce(world, repository);
    return noContent();
  }),
];

function requireEnvironment({ repository, params }: RepositoryCall): Environment {
  const environment = repository.environments.find(({ name }) => name === params['environment_name']);
  if (!environment) throw notFound();
  return environment;
}
