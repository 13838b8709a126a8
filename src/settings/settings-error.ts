import { BerthError } from '../berth-error.ts';
import { Variables, type VariableName } from './variables.ts';

export interface SettingsProblem {
  readonly variable: string;
  /** Goes on from the variable's name: `is missing`, `must be …`. */
  readonly what: string;
}

/** Says everything that is wrong with the settings at once, so that they are mended in one go. Holds no value of a secret. */
export class SettingsError extends BerthError {
  override readonly name = 'SettingsError';
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    const inOrder = problems.toSorted((a, b) => position(a) - position(b));
    super(renderProblems(inOrder));
    this.problems = inOrder;
  }
}

/** As in `.env.example`. */
function position({ variable }: SettingsProblem): number {
  return Object.keys(Variables.shape).indexOf(variable);
}

function renderProblems(problems: readonly SettingsProblem[]): string {
  const things = problems.length === 1 ? '1 setting needs' : `${problems.length} settings need`;
  return [
    `berth can not start: ${things} attention.`,
    ...problems.map((problem) => `\n${problem.variable} ${problem.what}.${renderMeaning(problem.variable)}`),
    '\nEvery setting is explained in .env.example. Set them in the environment or in a file .env.',
  ].join('\n');
}

function renderMeaning(variable: string): string {
  if (!isVariableName(variable)) return '';
  const { description, example } = Variables.shape[variable].meta() ?? {};
  return `\n  ${description ?? ''}\n  Example: ${variable}=${String(example)}`;
}

function isVariableName(name: string): name is VariableName {
  return name in Variables.shape;
}
