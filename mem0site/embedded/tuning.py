"""Server settings for one machine, because PostgreSQL's defaults assume a very small
one. Sizes follow the memory this process may use, which in a container is less than
the machine has.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MB = 1024 * 1024
GB = 1024 * MB

ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "jit": "off",
    "random_page_cost": "1.1",
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failed statement carries what people wrote, and so does the error of a value
    # that does not fit: both stay out of the log. Whoever sent it logs the SQLSTATE.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}

THROWAWAY = {
    "shared_buffers": "64MB",
    "max_connections": "100",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
}


def durable(memory: int, shared: int, disk: int) -> dict[str, str]:
    """Settings for kept data, from bytes of memory, shared memory and free disk."""
    share = 4 if memory >= 4 * GB else 8
    maintenance = max(64 * MB, min(memory // 16, GB))
    settings = {
        "shared_buffers": _megabytes(max(64 * MB, min(memory // share, 2 * GB))),
        "effective_cache_size": _megabytes(memory // 2),
        "maintenance_work_mem": _megabytes(maintenance),
        "max_wal_size": "4GB" if disk >= 40 * GB else "1GB",
    }
    if shared < maintenance:  # a parallel index build would fail half-way
        settings["max_parallel_maintenance_workers"] = "0"
    return settings


def for_this_machine(folder: Path) -> dict[str, str]:
    shared = Path("/dev/shm")  # noqa: S108
    shared_size = shutil.disk_usage(shared).free if shared.is_dir() else 2 * GB
    return durable(usable_memory(), shared_size, shutil.disk_usage(folder).free)


def usable_memory() -> int:
    """Bytes of memory this process may use: the machine's, or its container's."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            total = min(total, int(Path("/sys/fs/cgroup", path).read_text()))
        except (OSError, ValueError):
            continue
    return total


def _megabytes(size: int) -> str:
    return f"{size // MB}MB"
