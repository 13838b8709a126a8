import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Description, DescribedOperation, Schema } from './description.ts';
import { usedOperations, usedWebhooks } from './used.ts';

export const descriptionFile = fileURLToPath(new URL('description.json', import.meta.url));

/** The text of the committed slice: of GitHub's whole description (13 MB) only what the stand-in uses. */
export async function buildSlice(): Promise<string> {
  const whole = await readWholeDescription();
  const operations = Object.fromEntries(
    usedOperations.map((operation) => [operation, sliceOperation(whole, operation)]),
  );
  const webhooks = Object.fromEntries(usedWebhooks.map((name) => sliceWebhook(whole, name)));
  const slice: Description = {
    note:
      `A part of @octokit/openapi ${whole.info.version} (generated/api.github.com.json), GitHub's description of its REST API. ` +
      'MIT licence, Copyright (c) GitHub 2020-present. Made by sandbox/github/contract/slice.ts: do not edit.',
    version: whole.info.version,
    operations,
    webhooks,
    components: { schemas: collectSchemas(whole, [operations, webhooks]) },
  };
  return `${JSON.stringify(slice, undefined, 1)}\n`;
}

interface Whole {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, WholeOperation>>>>;
  readonly 'x-webhooks': Readonly<Record<string, { readonly post: WholeOperation }>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface WholeOperation {
  readonly operationId: string;
  readonly parameters?: readonly unknown[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly 'x-github': { readonly subcategory: string };
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

async function readWholeDescription(): Promise<Whole> {
  // The package's main module loads every version of the description, 385 MB: only this one file is read.
  const manifest = createRequire(import.meta.url).resolve('@octokit/openapi/package.json');
  return JSON.parse(await readFile(new URL('generated/api.github.com.json', `file://${manifest}`), 'utf8')) as Whole;
}

function sliceOperation(whole: Whole, name: string): DescribedOperation {
  const [method = '', path = ''] = name.split(' ');
  const operation = whole.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`slicing the description: it has no operation "${name}"`);
  const parameters = (operation.parameters ?? []).map((each) => {
    const parameter = resolve(whole, each) as DescribedOperation['parameters'][number];
    return {
      name: parameter.name,
      in: parameter.in,
      required: parameter.required ?? false,
      schema: strip(parameter.schema),
    };
  });
  const body = operation.requestBody?.content['application/json']?.schema;
  const responses = Object.entries(operation.responses).map(([status, each]) => {
    const { content } = resolve(whole, each) as { content?: Content };
    return [status, strip(content?.['application/json']?.schema ?? null)];
  });
  return {
    parameters,
    requestBody: body ? { required: operation.requestBody.required ?? false, schema: strip(body) } : null,
    responses: Object.fromEntries(responses) as DescribedOperation['responses'],
  };
}

function sliceWebhook(whole: Whole, name: string): [string, Schema] {
  const webhook = whole['x-webhooks'][name]?.post;
  const content = webhook?.requestBody?.content;
  const schema = content?.['application/json']?.schema;
  if (!webhook || !schema) throw new Error(`slicing the description: it has no webhook "${name}"`);
  const action = webhook.operationId.split('/')[1]?.replaceAll('-', '_');
  const event = webhook['x-github'].subcategory.replaceAll('-', '_');
  return [action === undefined ? event : `${event}.${action}`, strip(schema)];
}

function resolve(whole: Whole, value: unknown): unknown {
  const reference = (value as { $ref?: string }).$ref;
  if (reference === undefined) return value;
  const [, , kind = '', name = ''] = reference.split('/');
  return whole.components[kind]?.[name];
}

function collectSchemas(whole: Whole, roots: unknown): Record<string, Schema> {
  const collected = new Map<string, Schema>();
  const pending = listReferences(roots);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (collected.has(name)) continue;
    const schema = strip(whole.components['schemas']?.[name] as Schema);
    collected.set(name, schema);
    pending.push(...listReferences(schema));
  }
  return Object.fromEntries([...collected].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function listReferences(value: unknown): string[] {
  const matches = JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  return [...matches].map((match) => match[1] ?? '');
}

const prose = new Set(['description', 'example', 'examples', 'title', 'x-github', 'x-octokit', 'externalDocs']);

/** Without what only people read: a text under `description`, but not a property that is called `description`. */
function strip<T>(value: T, inProperties = false): T {
  if (Array.isArray(value)) return value.map((each: unknown) => strip(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => inProperties || !prose.has(key));
  return Object.fromEntries(
    kept.map(([key, each]) => [key, strip(each as unknown, key === 'properties' && !inProperties)]),
  ) as T;
}

if (import.meta.main) await writeFile(descriptionFile, await buildSlice());
