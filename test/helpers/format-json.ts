import { format, resolveConfig } from 'prettier';

/** Formats generated JSON as the formatter would, so that the file it is kept in passes both checks. */
export async function formatJson(text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser: 'json' });
}

/** The same for generated YAML. */
export async function formatYaml(text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser: 'yaml' });
}
