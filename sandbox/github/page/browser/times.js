// @ts-check
const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
/** @type {readonly [Intl.RelativeTimeFormatUnit, number][]} */
const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const everyMs = 10_000;

/** The server's clock can be ahead of the browser's: it is moved in tests. */
const offsetMs = Date.parse(document.body.dataset['now'] ?? '') - Date.now() || 0;

/** Keeps "2 minutes ago" true while the page is open. */
export function keepTimes() {
  setInterval(updateTimes, everyMs);
}

export function updateTimes() {
  for (const element of document.querySelectorAll('time[data-relative]')) {
    const text = describeAge(Date.parse(element.getAttribute('datetime') ?? ''));
    if (element.textContent !== text) element.textContent = text;
  }
}

/** @param {number} at */
function describeAge(at) {
  const age = Math.max(0, (Date.now() + offsetMs - at) / 1000);
  for (const [unit, seconds] of units) {
    if (age >= seconds) return format.format(-Math.floor(age / seconds), unit);
  }
  return 'now';
}
