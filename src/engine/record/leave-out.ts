/** A copy without one field. */
export function leaveOut<T extends object, Field extends keyof T>(object: T, field: Field): Omit<T, Field> {
  const copy: Partial<T> = { ...object };
  delete copy[field];
  return copy as Omit<T, Field>;
}
