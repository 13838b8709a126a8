/** Writes how long something took as people say it: `0.8 s`, `42 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, durationMs) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** How long it was from one time to another, both as ISO 8601; `undefined` where that has no answer. */
export function formatSpan(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  const spanMs = Date.parse(to) - Date.parse(from);
  return spanMs >= 0 ? formatDuration(spanMs) : undefined;
}

function joinUnits(more: number, unit: string, rest: number, smallerUnit: string): string {
  return rest === 0 ? `${more} ${unit}` : `${more} ${unit} ${rest} ${smallerUnit}`;
}
