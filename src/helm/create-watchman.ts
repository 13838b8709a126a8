import { execa, type Options } from 'execa';
import type { Logger } from '../logger.ts';
import { usualFolders } from './run-helm.ts';

/** Ends all that berth has started, should berth itself be frozen. */
export interface Watchman {
  /** Lets it run until then, by the time since the machine began. */
  extend(untilMs: number): void;
  stop(): Promise<void>;
}

/**
 * Starts a shell beside berth, once there is something to tell. By each line it is told how long what berth has started may
 * run, and it kills that then: the children of berth and theirs, which the launcher has started, each with its group, but not
 * itself. It needs berth for nothing, and ends with it.
 */
export function createWatchman(log: Logger): Watchman {
  let isStopped = false;
  let untilMs: number | undefined;
  let child: ReturnType<typeof start> | undefined;
  function start() {
    const begun = execa('sh', ['-c', script, String(process.pid)], detachedOptions);
    begun.stdin.on('error', () => undefined);
    // Something else ended it, as when memory is short.
    void begun.then(() => {
      if (isStopped) return;
      child = undefined;
      log.warn({ action: 'watch' }, 'starting what watches over helm anew');
      setTimeout(tell, restartMs).unref();
    });
    return begun;
  }
  function tell(): void {
    if (isStopped || untilMs === undefined) return;
    child ??= start();
    child.stdin.write(`${Math.floor(untilMs / 10)}\n`);
  }
  return {
    extend: (ms) => {
      untilMs = ms;
      tell();
    },
    stop: async () => {
      isStopped = true;
      child?.stdin.end();
      await child;
    },
  };
}

const restartMs = 1_000;

const detachedOptions = {
  extendEnv: false,
  env: { PATH: usualFolders },
  reject: false,
  // A group of its own: what is sent to the group of berth is not for it.
  detached: true,
  cleanup: false,
  stdin: 'pipe',
  stdout: 'ignore',
  stderr: 'ignore',
} as const satisfies Options;

/** Times are hundredths of a second since the machine began. A process is told from the text in front of it by its last `)`. */
const script = `
list_children() {
  for file in /proc/[0-9]*/stat; do
    { read -r line < "$file"; } 2> /dev/null || continue
    pid=\${line%% *}
    set -- "$1" \${line##*) }
    case "$1" in *" $3 "*) [ "$pid" = "$self" ] || printf ' %s' "$pid" ;; esac
  done
}
kill_all() {
  children=$(list_children " $parent ")
  for pid in $children $(list_children "$children "); do
    kill -s KILL -- "-$pid" || kill -s KILL "$pid"
  done
}
wait_for() {
  read -r now rest < /proc/uptime
  left=$(($1 - \${now%.*}\${now#*.}))
  [ "$left" -gt 0 ] || return 0
  sleep "$((left / 100)).$(printf %02d $((left % 100)))" &
  trap "kill $!; exit" TERM
  wait $!
}
parent=$0
self=$$
waiting=
while read -r until; do
  [ -z "$waiting" ] || { kill "$waiting"; wait "$waiting"; }
  (wait_for "$until" && kill_all) &
  waiting=$!
done
[ -z "$waiting" ] || kill "$waiting"
`;
