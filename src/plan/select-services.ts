import type { ResolvedService } from '../manifest/resolve/resolved-service.ts';
import { matchGlob } from '../profile/match-glob.ts';
import type { Profile } from '../profile/profile.ts';

/**
 * Selects what is deployed for a pull request. Under `services: changed` a service that the pull request does not touch
 * runs where it runs already: in the shared environment. Without `paths` any change touches a service.
 */
export function selectServices(
  services: readonly ResolvedService[],
  profile: Profile,
  changedFiles: readonly string[],
): readonly ResolvedService[] {
  const { environment } = profile.shared;
  if (profile.services === 'all' || environment === undefined) return services;
  return services.map((service) => {
    if (service.implementation.kind !== 'releases' || isChanged(service, changedFiles)) return service;
    return { ...service, implementation: { kind: 'environment', name: service.implementation.name, environment } };
  });
}

function isChanged({ paths }: ResolvedService, changedFiles: readonly string[]): boolean {
  if (paths === undefined) return true;
  return changedFiles.some((file) => paths.some((pattern) => matchGlob(pattern, file)));
}
