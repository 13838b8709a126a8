import type { Template } from './parse-template.ts';
import type { Reference } from './reference.ts';

export type Scalar = string | number | boolean | null;

/**
 * Fills in a template. A reference that is the whole text keeps the type of what it refers to (`<< pr.number >>` is a
 * number); among other text it is written out. What is filled in is data: nothing in it is ever read as a reference.
 */
export function renderTemplate(template: Template, lookUp: (reference: Reference) => Scalar): Scalar {
  const [only] = template;
  if (template.length === 1 && typeof only === 'object') return lookUp(only);
  return template.map((part) => (typeof part === 'string' ? part : String(lookUp(part)))).join('');
}
