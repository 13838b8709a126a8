import { z } from 'zod';
import { parseTemplate, type Template } from '../manifest/references/parse-template.ts';
import type { Reference } from '../manifest/references/reference.ts';

/**
 * A template for a name that Kubernetes or DNS will carry: lower-case letters, digits, hyphens and dots, and references to
 * what identifies an environment. Nothing that a pull request's author can word freely (branch, title) may go into a name.
 */
export function nameTemplate({ mayNameService }: { mayNameService: boolean }): z.ZodType<Template, string> {
  return z.string().transform((text, context) => {
    const parsed = parseTemplate(text);
    const reject = (message: string): never => {
      context.addIssue({ code: 'custom', input: text, message });
      return z.NEVER;
    };
    if (parsed.kind === 'broken') return reject(`${parsed.message} ${parsed.hint}`);
    if (parsed.template.some((part) => typeof part === 'string' && !/^[a-z0-9.-]*$/.test(part))) {
      return reject('Use lower-case letters, digits, hyphens and dots around the references.');
    }
    const allowed = mayNameService ? [...identifying, 'service.name'] : identifying;
    const isAllowed = parsed.template.every((part) => typeof part === 'string' || allowed.includes(pathOf(part)));
    return isAllowed ? parsed.template : reject(`Refer only to ${allowed.join(', ')} here.`);
  });
}

const identifying = ['pr.number', 'repo.owner', 'repo.name', 'env.profile'];

function pathOf(reference: Reference): string {
  if (reference.kind === 'fact') return `${reference.scope}.${reference.key}`;
  return reference.kind === 'service' ? `service.${reference.key}` : '';
}
