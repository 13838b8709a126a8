#!/bin/sh
# Makes the database at the first start, then becomes the server.
#
#   POSTGRES_PASSWORD   needed at the first start
#   POSTGRES_USER       superuser, "postgres" if it is not given
#   POSTGRES_DB         database, named like the user if it is not given
#   NAME_FILE           instead of NAME: a file that holds it
#   /docker-entrypoint-initdb.d/*.sql   run in the new database, in the order of their names
set -eu

volume=/var/lib/postgresql/data
# A folder inside the volume: the volume's own may belong to somebody else, and a half-made one can be told from a finished one.
export PGDATA=$volume/pgdata
partial=$volume/pgdata.partial

main() {
  if [ "$1" != postgres ]; then
    exec "$@"
  fi
  if [ ! -d "$PGDATA" ]; then
    trap 'exit 143' INT TERM # process 1 ignores what it does not handle
    make_database
  fi
  chmod 700 "$PGDATA" # a pod's fsGroup opens it to the group, which PostgreSQL refuses
  unset POSTGRES_PASSWORD
  exec "$@" -D "$PGDATA"
}

make_database() {
  read_setting POSTGRES_PASSWORD ''
  read_setting POSTGRES_USER postgres
  read_setting POSTGRES_DB "$POSTGRES_USER"
  if [ -z "$POSTGRES_PASSWORD" ]; then
    fail 'POSTGRES_PASSWORD (or POSTGRES_PASSWORD_FILE) is needed to make the database'
  fi
  rm -rf "$partial"
  printf '%s\n' "$POSTGRES_PASSWORD" | initdb --pgdata="$partial" --username="$POSTGRES_USER" --pwfile=/dev/stdin \
    --encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 --no-sync --no-instructions
  echo 'host all all all scram-sha-256' >> "$partial/pg_hba.conf"
  {
    echo "listen_addresses = '*'"
    echo "timezone = 'Etc/UTC'"
    echo "log_timezone = 'Etc/UTC'"
  } >> "$partial/postgresql.conf"
  fill_database
  mv "$partial" "$PGDATA"
}

# The server listens on its socket only, so that nobody meets a database that is not ready.
fill_database() {
  pg_ctl --pgdata="$partial" --wait --silent --options="-c listen_addresses='' -c fsync=off" start
  if [ "$POSTGRES_DB" != postgres ]; then
    createdb --username="$POSTGRES_USER" --maintenance-db=postgres -- "$POSTGRES_DB"
  fi
  for seed in /docker-entrypoint-initdb.d/*.sql; do
    [ -e "$seed" ] || continue
    echo "running $seed"
    psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --file="$seed"
  done
  pg_ctl --pgdata="$partial" --wait --silent --mode=fast stop
}

# read_setting NAME DEFAULT: sets NAME from NAME_FILE, else from NAME itself, else to DEFAULT.
read_setting() {
  eval "file=\${$1_FILE:-}"
  if [ -n "$file" ]; then
    [ -r "$file" ] || fail "$1_FILE: there is no readable file \"$file\""
    eval "$1=\$(cat \"\$file\")"
  else
    eval "$1=\${$1:-\$2}"
  fi
}

fail() {
  echo "postgres: $1" >&2
  exit 1
}

main "$@"
