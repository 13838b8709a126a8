import type { Call } from './route.ts';

const defaultSize = 30;
const largestSize = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

/** The page of a list that the request asks for, and the `Link` header that leads to the others. */
export function paginate<T>({ query, url }: Call, all: readonly T[]): Page<T> {
  const size = Math.min(positive(query.get('per_page')) ?? defaultSize, largestSize);
  const page = positive(query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(all.length / size));
  const targets = Object.entries({
    ...(page > 1 && { prev: Math.min(page - 1, last) }),
    ...(page < last && { next: page + 1, last }),
    ...(page > 1 && { first: 1 }),
  });
  const link = targets.map(([rel, to]) => `<${withPage(url, to)}>; rel="${rel}"`).join(', ');
  return { items: all.slice((page - 1) * size, page * size), headers: link === '' ? {} : { link } };
}

/** Some lists go on by cursor, the id after which the next page begins; the parameter for it has one name or another. */
export function paginateByCursor<T extends { readonly id: number }>(
  { query, url }: Call,
  all: readonly T[],
  parameter: 'cursor' | 'after' = 'cursor',
): Page<T> {
  const size = Math.min(positive(query.get('per_page')) ?? defaultSize, largestSize);
  const cursor = query.get(parameter);
  const start = cursor === null ? 0 : all.findIndex(({ id }) => `v1_${id}` === cursor) + 1;
  const items = all.slice(start, start + size);
  const lastItem = items.at(-1);
  if (lastItem === undefined || start + size >= all.length) return { items, headers: {} };
  const next = new URL(url);
  next.searchParams.set(parameter, `v1_${lastItem.id}`);
  return { items, headers: { link: `<${next.href}>; rel="next"` } };
}

function positive(text: string | null): number | undefined {
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number > 0 ? number : undefined;
}

function withPage(url: URL, page: number): string {
  const target = new URL(url);
  target.searchParams.set('page', String(page));
  return target.href;
}
