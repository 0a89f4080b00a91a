#!/bin/sh
# Writes what holds addresses and passwords, then becomes PgBouncer.
set -eu

folder="${PGBOUNCER_FOLDER:-/tmp/pgbouncer}"
here="$(cd "$(dirname "$0")" && pwd)"
umask 077
mkdir -p "$folder"
cat >"$folder/userlist.txt" <<EOF
"m0_app" "$APP_PASSWORD"
"m0_admin" "$ADMIN_PASSWORD"
EOF
cat >"$folder/pgbouncer.ini" <<EOF
%include $here/pgbouncer.ini
auth_file = $folder/userlist.txt
listen_addr = ${LISTEN_ADDRESS:-0.0.0.0}
listen_port = ${LISTEN_PORT:-6432}
unix_socket_dir =
${PGBOUNCER_OPTIONS:-}

[databases]
mem0 = host=$DATABASE_HOST port=$DATABASE_PORT
EOF
exec pgbouncer "$folder/pgbouncer.ini"
