#!/bin/sh
# Roles and databases as docs/operating.md has them; PostgreSQL's image runs it once, on an
# empty data folder. Passwords go through psql's variables, which quote them.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set app="$APP_PASSWORD" --set admin="$ADMIN_PASSWORD" \
  --set owner="$OWNER_PASSWORD" --set broker="$BROKER_PASSWORD" <<'SQL'
CREATE ROLE m0_owner LOGIN PASSWORD :'owner' NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
CREATE ROLE m0_app LOGIN PASSWORD :'app' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE m0_admin LOGIN PASSWORD :'admin' NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
CREATE ROLE m0_broker LOGIN PASSWORD :'broker' NOSUPERUSER NOCREATEDB NOCREATEROLE;

ALTER ROLE m0_app SET statement_timeout = '15s';
ALTER ROLE m0_app SET lock_timeout = '3s';
ALTER ROLE m0_app SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE m0_admin SET statement_timeout = '60s';
ALTER ROLE m0_admin SET lock_timeout = '3s';
ALTER ROLE m0_admin SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE m0_owner SET lock_timeout = '3s';

CREATE DATABASE mem0 OWNER m0_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE mem0 FROM PUBLIC;
GRANT CONNECT ON DATABASE mem0 TO m0_app, m0_admin;

CREATE DATABASE broker OWNER m0_broker ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE broker FROM PUBLIC;
ALTER DATABASE broker SET synchronous_commit = off;

\connect mem0
CREATE EXTENSION vector;
SQL
