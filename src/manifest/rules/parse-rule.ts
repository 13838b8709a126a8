import { Environment, ParseError } from '@marcbachmann/cel-js';

/**
 * Answers a question about an object, as CEL (https://cel.dev) puts it. Throws where the object does not hold what is asked
 * for. How long it takes is up to its author: whoever runs it bounds that.
 */
export type Rule = (object: RuleVariables) => unknown;

/** The object as `self`, and, as in the health checks of Flux, its parts by their own names. */
export interface RuleVariables {
  readonly self: unknown;
  readonly metadata: unknown;
  readonly spec: unknown;
  readonly status: unknown;
  readonly data: unknown;
}

export type ParsedRule =
  | { readonly kind: 'rule'; readonly rule: Rule }
  /** `offset` is where in the text it goes wrong. */
  | { readonly kind: 'broken'; readonly message: string; readonly offset: number };

/** Reads a question that may come from anybody: what is nested so deep that the answer could grow without end is refused. */
export function parseRule(text: string): ParsedRule {
  try {
    const parsed = language.parse(text);
    const { valid, type = 'dyn', error } = parsed.check();
    if (!valid) return toBroken(error);
    if (type !== 'bool' && !type.startsWith('dyn')) {
      return { kind: 'broken', message: `its answer is ${nameType(type)}, not true or false`, offset: 0 };
    }
    return { kind: 'rule', rule: (object): unknown => parsed({ ...object }) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return toBroken(error);
  }
}

function toBroken(error: Pick<ParseError, 'summary' | 'range'> | undefined): ParsedRule {
  return { kind: 'broken', message: error?.summary ?? 'it makes no sense', offset: error?.range?.start ?? 0 };
}

/** Far above any rule seen in the field; with these the largest answer that can be built stays small. */
const limits = { maxAstNodes: 300, maxDepth: 16, maxListElements: 50, maxMapEntries: 50, maxCallArguments: 8 };

const language = ['self', 'metadata', 'spec', 'status', 'data'].reduce(
  (environment, name) => environment.registerVariable(name, 'dyn'),
  new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false, limits }),
);

function nameType(type: string): string {
  return type === 'int' || type === 'double' ? 'a number' : type === 'string' ? 'a text' : `of type ${type}`;
}
