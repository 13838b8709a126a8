import { defaultSchema } from 'rehype-sanitize';
import type { Options } from 'rehype-sanitize';

const formAttributes = new Set<unknown>(['accept', 'acceptCharset', 'accessKey', 'action', 'encType', 'method']);

/**
 * The default schema follows GitHub's. Two differences: form attributes are of no use without forms, which GitHub
 * removes too, and what stands inside these elements is code, not text to show.
 */
export const sanitizeSchema: Options = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    '*': (defaultSchema.attributes?.['*'] ?? []).filter((attribute) => !formAttributes.has(attribute)),
  },
  strip: ['script', 'style', 'noscript', 'template', 'svg', 'math', 'iframe', 'object', 'title', 'textarea', 'select'],
};
