#!/bin/sh
# The example file with a secret drawn for every empty one, on standard output:
#
#   sh deploy/draw-secrets.sh > deploy/.env && chmod 600 deploy/.env
set -eu

drawn() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

while IFS= read -r line; do
  case "$line" in
  SECRET_KEY= | API_KEY_PEPPERS= | OPERATOR_TOKEN= | *_PASSWORD=)
    printf '%s%s\n' "$line" "$(drawn)"
    ;;
  *) printf '%s\n' "$line" ;;
  esac
done <"$(dirname "$0")/.env.example"
