/** Makes a function determine once what follows from the same object; what is asked for must not change. */
export function rememberResults<Given extends object, Result>(
  determine: (given: Given) => Result,
): (given: Given) => Result {
  const known = new WeakMap<Given, { readonly result: Result }>();
  return (given) => {
    const { result } = known.get(given) ?? { result: determine(given) };
    known.set(given, { result });
    return result;
  };
}
