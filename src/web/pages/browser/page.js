// @ts-check
import { morph } from './morph.js';

const againMs = 2_000;
/** The server is heard every fifteen seconds; after more than two times that it is taken for gone. */
const silentMs = 40_000;

const address = document.body.dataset['events'];
const connection = document.getElementById('connection');
/** @type {EventSource | undefined} */
let source;
let heardAt = Date.now();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;

if (address !== undefined) {
  // A page that nobody sees leaves its connection to those that are seen: browsers allow few.
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : follow(address)));
  if (!document.hidden) follow(address);
  setInterval(() => {
    countAges();
    if (source !== undefined && Date.now() - heardAt > silentMs) follow(address);
  }, 1_000);
}
countAges();

/** @param {string} events */
function follow(events) {
  leave();
  heardAt = Date.now();
  source = new EventSource(events);
  source.addEventListener('main', ({ data }) => {
    hear();
    show(data);
  });
  source.addEventListener('beat', hear);
  source.addEventListener('error', () => {
    say('lost', 'Connection lost. What you see may be old.');
    // The browser tries again by itself, except after an answer that is no stream.
    if (source?.readyState === EventSource.CLOSED) retry ??= setTimeout(() => follow(events), againMs);
  });
}

function leave() {
  clearTimeout(retry);
  retry = undefined;
  source?.close();
  source = undefined;
}

function hear() {
  heardAt = Date.now();
  say('live', 'Up to date');
}

/**
 * @param {string} state
 * @param {string} text
 */
function say(state, text) {
  if (connection === null || connection.dataset['state'] === state) return;
  connection.dataset['state'] = state;
  connection.textContent = text;
}

/** @param {string} html The main part as the server renders it. */
function show(html) {
  const wanted = new DOMParser().parseFromString(html, 'text/html').getElementById('main');
  const current = document.getElementById('main');
  if (wanted === null || current === null) return;
  countAges(wanted);
  morph(current, wanted);
  document.title = current.dataset['title'] ?? document.title;
}

/** Writes how long ago things were, where the server could only say when. */
function countAges(root = document.documentElement) {
  for (const time of root.querySelectorAll('time[data-age]')) {
    const text = formatAge((Date.now() - Date.parse(time.getAttribute('datetime') ?? '')) / 1_000);
    if (time.textContent !== text) time.textContent = text;
  }
}

/** @param {number} seconds */
function formatAge(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3_600)} h`;
}
