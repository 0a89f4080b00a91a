#!/bin/sh
# The processes of the image: web, worker, beat, migrate; anything else goes to manage.py.
set -eu

case "${1:-web}" in
web)
  # A scrape would go on telling of processes that are gone.
  if [ -n "${METRICS_FOLDER:-}" ]; then
    rm -rf "$METRICS_FOLDER"
  fi
  exec python3 -m mem0site.serving --host "${HOST:-0.0.0.0}" \
    --port "${PORT:-8000}" --workers "${WEB_WORKERS:-2}"
  ;;
worker)
  # The counters of the web server are not the worker's.
  unset METRICS_FOLDER
  exec python3 -m celery --app mem0site worker --pool "${WORKER_POOL:-prefork}" \
    --queues "${WORKER_QUEUES:-extract,webhook,bulk,beat}" \
    --concurrency "${WORKER_CONCURRENCY:-2}" \
    --without-gossip --without-mingle --without-heartbeat \
    --loglevel "${LOG_LEVEL:-INFO}"
  ;;
beat)
  unset METRICS_FOLDER
  exec python3 -m celery --app mem0site beat --schedule /tmp/beat-schedule \
    --pidfile "" --loglevel "${LOG_LEVEL:-INFO}"
  ;;
migrate)
  unset METRICS_FOLDER
  case "${BROKER_URL:-}" in
  pgmq://*)
    python3 -c 'import os; from mem0site.broker import install_pgmq; install_pgmq(os.environ["BROKER_URL"])'
    ;;
  esac
  exec python3 manage.py migrate --database owner --no-input
  ;;
*)
  unset METRICS_FOLDER
  exec python3 manage.py "$@"
  ;;
esac
