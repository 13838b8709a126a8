import type { Report } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import { parseTemplate } from '../references/parse-template.ts';
import { renderReference, type Reference } from '../references/reference.ts';
import type { ResolvedService } from '../resolve/resolved-service.ts';
import { checkAddress } from './check-references.ts';

/** Checks the address of a service: it is known before anything runs, and lies on the host that the profile gives. */
export function checkUrl(
  service: ResolvedService,
  services: readonly ResolvedService[],
  report: Report,
): readonly Problem[] {
  if (service.url === undefined) return [];
  const path = [...service.path, 'url'];
  const parsed = parseTemplate(service.url);
  if (parsed.kind === 'broken') return [report({ path, message: parsed.message, hint: parsed.hint })];
  if (!isOnOwnHost(service.url)) {
    return [
      report({
        path,
        message: `The address of "${service.name}" does not lie on its own host.`,
        hint: 'Write https://<< service.host >>, with a path behind it if need be: the host comes from the profile.',
      }),
    ];
  }
  return parsed.template
    .filter((part) => typeof part !== 'string')
    .flatMap((reference) => {
      if (isKnownBeforehand(reference)) return checkAddress({ reference, services, path, report });
      const message = `${renderReference(reference)} is not known when the address of "${service.name}" is needed.`;
      return [
        report({
          path,
          message,
          hint: 'Use only << service.host >>, << NAME.host >>, << pr.… >> and << repo.… >> here.',
        }),
      ];
    });
}

/** The host of an address is the service's own, whole: a manifest cannot claim any other. */
function isOnOwnHost(url: string): boolean {
  const { port } = /^https?:\/\/<<\s*service\.host\s*>>(:(?<port>\d{1,5}))?([/?#]|$)/.exec(url)?.groups ?? {
    port: '0',
  };
  return port === undefined || (Number(port) > 0 && Number(port) < 65_536);
}

function isKnownBeforehand(reference: Reference): boolean {
  return reference.kind !== 'output' && reference.kind !== 'fact' ? reference.key !== 'url' : reference.kind === 'fact';
}
