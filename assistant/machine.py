"""What this machine has for a model to run on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

_GPU_DEVICES = ("/dev/nvidia0", "/dev/kfd", "/dev/dxg")


def physical_cores() -> int:
    """Cores this process may use, each counted once however many threads it runs."""
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    cores = set()
    for cpu in usable:
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        cores.add(siblings.read_text().strip() if siblings.is_file() else str(cpu))
    return max(1, len(cores))


def has_gpu() -> bool:
    """Whether a GPU that Ollama can use is to be seen here (NVIDIA, AMD, WSL's, Apple's)."""
    return (platform.system(), platform.machine()) == ("Darwin", "arm64") or any(Path(device).exists() for device in _GPU_DEVICES)
