import { stringify } from 'yaml';
import { z } from 'zod';
import { Variables } from '../../src/settings/variables.ts';

/** The part of JSON Schema that our schemas of files use. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

interface Key {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly isRequired: boolean;
}

export interface ReferenceOptions {
  /** Keys whose inside is not listed, because it repeats what is listed elsewhere. */
  readonly closed?: readonly string[];
  /** What a file of ours says for a key, shown in a column of its own. */
  readonly shipped?: { readonly title: string; readonly value: unknown };
  readonly showsRequired: boolean;
}

/** Renders one row for each key of a file that its schema describes. Throws where a key is described nowhere. */
export function renderReference(schema: z.ZodType, options: ReferenceOptions): string {
  const root = z.toJSONSchema(schema, { io: 'input' }) as Schema;
  const keys = dropRepeated(listKeys({ path: [], schema: root, isRequired: true }, options.closed ?? []));
  const { shipped } = options;
  const heading = ['Key', 'What it is', ...(shipped === undefined ? [] : [shipped.title])];
  const rows = keys.map((key) => [
    `\`${key.path.join('.')}\``,
    describe(key, options.showsRequired),
    ...(shipped === undefined ? [] : [renderShipped(key, shipped.value)]),
  ]);
  return renderTable(heading, rows);
}

/** Renders one row for each environment variable that berth reads. */
export function renderSettings(): string {
  const rows = Object.entries(Variables.shape).map(([name, variable]) => {
    const { description = '', fallback } = (variable as z.ZodType).meta() ?? {};
    const isRequired = fallback === undefined && !(variable as z.ZodType).safeParse(undefined).success;
    const otherwise = isRequired ? '**required**' : fallback === undefined ? '–' : `\`${fallback as string}\``;
    return [`\`${name}\``, description, otherwise];
  });
  return renderTable(['Setting', 'What it is', 'Without it'], rows);
}

function listKeys(key: Key, closed: readonly string[]): readonly Key[] {
  const { path, schema } = key;
  const inner = closed.includes(path.join('.')) ? [] : listInner(key).flatMap((one) => listKeys(one, closed));
  const isListed = path.length > 0 && schema.description !== undefined && path.at(-1) !== 'NAME';
  return isListed ? [key, ...inner] : inner;
}

function listInner({ path, schema }: Key): readonly Key[] {
  const branches = [schema, ...(schema.anyOf ?? []), ...(schema.items === undefined ? [] : listBranches(schema.items))];
  return branches.flatMap(({ properties = {}, additionalProperties, required = [] }) => [
    ...Object.entries(properties).map(([name, inner]) => {
      if (!isDescribed(inner, schema)) throw new Error(`the key "${[...path, name].join('.')}" is not described`);
      return { path: [...path, name], schema: inner, isRequired: required.includes(name) };
    }),
    ...(typeof additionalProperties === 'object' && hasKeys(additionalProperties)
      ? [{ path: [...path, 'NAME'], schema: additionalProperties, isRequired: false }]
      : []),
  ]);
}

/** Each form that a value may have is listed; what two of them have in common is one key. */
function dropRepeated(keys: readonly Key[]): readonly Key[] {
  const names = keys.map(({ path }) => path.join('.'));
  return keys.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

function listBranches(schema: Schema): readonly Schema[] {
  return [schema, ...(schema.anyOf ?? [])];
}

function hasKeys(schema: Schema): boolean {
  return listBranches(schema).some(({ properties }) => properties !== undefined);
}

function isDescribed(schema: Schema, parent: Schema): boolean {
  return schema.description !== undefined || parent.description !== undefined || hasKeys(schema);
}

function describe({ schema, isRequired }: Key, showsRequired: boolean): string {
  const described = (schema.description ?? '').replaceAll('*', '\\*');
  const choices = (schema.enum ?? []).map((one) => `\`${String(one)}\``).join(' or ');
  const items = (schema.items?.enum ?? []).map((one) => `\`${String(one)}\``).join(', ');
  return [
    ...(showsRequired && isRequired ? ['**Required.**'] : []),
    described,
    ...(choices === '' ? [] : [`${choices}.`]),
    ...(items === '' ? [] : [`Of ${items}.`]),
  ].join(' ');
}

const longestShipped = 80;

function renderShipped({ path, schema }: Key, file: unknown): string {
  const value = path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined),
    file,
  );
  if (value === undefined) return '–';
  if (hasKeys(schema)) return '';
  if (typeof value === 'string') return `\`${value}\``;
  const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim();
  return text.length > longestShipped ? 'see the file' : `\`${text}\``;
}

export function renderTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line), ''].join('\n');
}
