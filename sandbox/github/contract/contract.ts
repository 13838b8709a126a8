import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Description, Parameter, Schema } from './description.ts';
import { repair } from './repair.ts';
import { descriptionFile } from './slice.ts';

/** Holds requests, answers and webhooks to GitHub's description. Each check answers what is wrong, or undefined. */
export interface Contract {
  checkParameters(operation: string, values: { path: Values; query: Values }): string | undefined;
  checkRequestBody(operation: string, body: unknown): string | undefined;
  checkResponse(operation: string, status: number, body: unknown): string | undefined;
  checkWebhook(name: string, payload: unknown): string | undefined;
}
type Values = Readonly<Record<string, string>>;

let shared: Contract | undefined;

/** Reading and compiling takes long enough to be done once in a process. */
export function loadContract(): Contract {
  shared ??= createContract(JSON.parse(readFileSync(descriptionFile, 'utf8')) as Description);
  return shared;
}

function createContract(description: Description): Contract {
  const { operations, webhooks, components } = repair(description);
  const check = createChecker(components.schemas, false);
  const checkText = createChecker(components.schemas, true);
  return {
    checkParameters(name, values) {
      const parameters = operations[name]?.parameters ?? [];
      const schemas = { path: parameterSchema(parameters, 'path'), query: parameterSchema(parameters, 'query') };
      return (
        checkText(`${name} path`, schemas.path, { ...values.path }) ??
        checkText(`${name} query`, schemas.query, { ...values.query })
      );
    },
    checkRequestBody(name, body) {
      const described = operations[name]?.requestBody;
      if (!described || (body === undefined && !described.required)) return undefined;
      return check(`${name} request`, described.schema, body ?? {});
    },
    checkResponse(name, status, body) {
      const described = operations[name]?.responses[String(status)];
      if (described) return check(`${name} ${status}`, described, body);
      if (status >= 400) return check('error', { $ref: 'github#/schemas/basic-error' }, body);
      if (described === undefined) return `the status ${status} is not described`;
      return body === undefined ? undefined : `the status ${status} has no body`;
    },
    checkWebhook(name, payload) {
      const schema = webhooks[name];
      return schema ? check(`webhook ${name}`, schema, payload) : `the webhook is not described`;
    },
  };
}

function createChecker(schemas: Readonly<Record<string, Schema>>, coerceTypes: boolean) {
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false, coerceTypes, unicodeRegExp: false });
  addFormats.default(ajv);
  ajv.addFormat('repo.nwo', /^[\w.-]+\/[\w.-]+$/);
  ajv.addFormat('timestamp', { validate: (text: string) => !Number.isNaN(Date.parse(text)) });
  ajv.addSchema(
    JSON.parse(JSON.stringify({ $id: 'github', schemas }).replaceAll('#/components/schemas/', '#/schemas/')) as Schema,
  );
  const compiled = new Map<string, ValidateFunction>();
  return (key: string, schema: Schema, value: unknown): string | undefined => {
    let validate = compiled.get(key);
    if (!validate) {
      const text = JSON.stringify(schema).replaceAll('#/components/schemas/', 'github#/schemas/');
      validate = ajv.compile(JSON.parse(text) as Schema);
      compiled.set(key, validate);
    }
    return validate(value) ? undefined : describeErrors(validate.errors ?? []);
  };
}

function parameterSchema(parameters: readonly Parameter[], place: Parameter['in']): Schema {
  const here = parameters.filter((parameter) => parameter.in === place);
  return {
    type: 'object',
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
    required: here.filter(({ required }) => required).map(({ name }) => name),
  };
}

function describeErrors(errors: readonly ErrorObject[]): string {
  const texts = errors.map(({ instancePath, message, params }) => {
    const more = 'additionalProperty' in params ? ` "${String(params['additionalProperty'])}"` : '';
    return `${instancePath === '' ? 'it' : instancePath} ${message ?? 'is wrong'}${more}`;
  });
  return [...new Set(texts)].slice(0, 5).join('; ');
}
