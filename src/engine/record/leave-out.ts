/** A copy without one field. */
export function leaveOut<T extends object, Field extends keyof T>(object: T, field: Field): Omit<T, Field> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== field)) as Omit<T, Field>;
}
