#!/bin/sh
# Becomes the server. Arguments are Redis's own options: `--appendonly yes`.
#
#   REDIS_PASSWORD        without it, everybody who reaches the port may do everything
#   REDIS_PASSWORD_FILE   instead: a file that holds it
set -eu

case "${1:-}" in
  '' | -*) ;;
  *) exec "$@" ;;
esac

password=${REDIS_PASSWORD:-}
if [ -n "${REDIS_PASSWORD_FILE:-}" ]; then
  if [ ! -r "$REDIS_PASSWORD_FILE" ]; then
    echo "redis: REDIS_PASSWORD_FILE: there is no readable file \"$REDIS_PASSWORD_FILE\"" >&2
    exit 1
  fi
  password=$(cat "$REDIS_PASSWORD_FILE")
fi
unset REDIS_PASSWORD
escaped=$(printf '%s' "$password" | sed 's/[\\"]/\\&/g')

# Configuration comes by standard input: arguments can be read by everybody on the node. Without `save ""`, Redis would
# refuse to be written to as soon as it cannot store a snapshot in the read-only root file system.
exec redis-server - "$@" <<END
bind * -::*
protected-mode no
dir /data
save ""
requirepass "$escaped"
END
