import { checkShape } from '../document/check-shape.ts';
import { createProblem, hasPath, type Document, type Report } from '../document/document.ts';
import type { Path, Problem } from '../document/problem.ts';
import { suggestName } from '../document/suggest-name.ts';
import { MergedManifest } from '../schema/manifest.ts';
import { mergeOverlay } from './merge-overlay.ts';
import type { ResolvedService } from './resolved-service.ts';
import { selectImplementation } from './select-implementation.ts';

/** What decides which part of a manifest counts. */
export interface Selection {
  /** The label, if the manifest is read for one. */
  readonly profile: string | undefined;
  /** Implementations chosen on the pull request, by service; they go before `use`. */
  readonly uses: Readonly<Record<string, string>>;
}

export type ResolvedServices =
  | {
      readonly kind: 'services';
      /** A service whose implementation could not be settled is taken to run elsewhere, so that the rest can be checked. */
      readonly services: readonly ResolvedService[];
      readonly problems: readonly Problem[];
      readonly report: Report;
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Merges the part of the profile over the manifest and settles on one implementation for each service. */
export function resolveServices(document: Document, { profile, uses }: Selection): ResolvedServices {
  const { profiles, ...base } = document.value as Record<string, unknown> & { profiles?: Record<string, unknown> };
  const report = createReport(document, profile);
  const merged = mergeOverlay(base, (profile === undefined ? undefined : profiles?.[profile]) ?? {});
  const shaped = checkShape({ type: MergedManifest, value: merged, report });
  if (shaped.kind === 'problems') return shaped;
  const selections = Object.entries(shaped.value.services).map(([name, service]) => {
    const chosen = Object.hasOwn(uses, name) ? uses[name] : undefined;
    return selectImplementation({ name, service, chosen, report });
  });
  const unsettled = selections.flatMap(({ problem }) => problem ?? []);
  return {
    kind: 'services',
    services: selections.map(({ service }) => service),
    problems: [...checkUses(uses, Object.keys(shaped.value.services), report), ...unsettled],
    report,
  };
}

/** Reports where the profile's part says something, or else where the rest of the manifest does. */
function createReport(document: Document, profile: string | undefined): Report {
  const candidates = (path: Path): Path[] => (profile === undefined ? [path] : [['profiles', profile, ...path], path]);
  return ({ path, ...said }) => {
    for (let length = path.length; length > 0; length -= 1) {
      const written = candidates(path.slice(0, length)).find((candidate) => hasPath(document, candidate));
      if (written === undefined) continue;
      const offset = written.length - length;
      return createProblem(document, { path: [...written.slice(0, offset), ...path], ...said });
    }
    return createProblem(document, { path, ...said });
  };
}

/** Whoever writes a choice on a pull request may mistype a service as well. */
function checkUses(uses: Selection['uses'], services: readonly string[], report: Report): readonly Problem[] {
  return Object.entries(uses)
    .filter(([name]) => !services.includes(name))
    .map(([name, use]) => {
      const message = `The pull request asks for "${use}" as the implementation of "${name}", and there is no such service.`;
      return report({ path: ['services'], at: 'key', message, hint: suggestName(name, services) });
    });
}
