/** The way from the top of a file to one value in it: `['services', 'api', 'url']`. */
export type Path = readonly (string | number)[];

/** Where something stands in a file, counted from 1 as editors and GitHub count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong in a file that a person wrote, told so that its author can mend it without asking anybody. */
export interface Problem extends Position {
  readonly file: string;
  readonly path: Path;
  /** What is wrong, as a full sentence. */
  readonly message: string;
  /** What to do about it, as full sentences. */
  readonly hint: string;
}

/** Sorts problems into the order in which their author reads the file, and drops what is said twice at one place. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems
    .filter((problem) => {
      const key = JSON.stringify([problem.file, problem.line, problem.column, problem.message]);
      return !seen.has(key) && seen.add(key);
    })

    .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

/** Renders a problem as compilers do, so that terminals and editors can jump to the place. */
export function renderProblem({ file, line, column, message, hint }: Problem): string {
  return `${file}:${line}:${column}: ${message}\n  ${hint}`;
}
