"""How much memory this process has used at most: for the log, which nothing depends on."""

from __future__ import annotations

import sys


def peak_mb() -> int | None:
    """The highest resident memory of this process so far, in MB (10^6 bytes); None where the system does not tell."""
    try:
        return (_windows() if sys.platform == "win32" else _posix()) // 10**6
    except (ImportError, OSError, AttributeError):
        return None


def _posix() -> int:
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _windows() -> int:  # pragma: no cover - the other system
    import ctypes
    from ctypes import wintypes

    sizes = ("PeakWorkingSetSize", "WorkingSetSize", "QuotaPeakPaged", "QuotaPaged", "QuotaPeakNonPaged", "QuotaNonPaged", "Pagefile", "PeakPagefile")

    class Counters(ctypes.Structure):
        _fields_ = [("cb", wintypes.DWORD), ("PageFaultCount", wintypes.DWORD), *((name, ctypes.c_size_t) for name in sizes)]

    kernel32 = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    kernel32.GetCurrentProcess.restype = wintypes.HANDLE
    kernel32.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    counters = Counters(cb=ctypes.sizeof(Counters))
    if not kernel32.K32GetProcessMemoryInfo(kernel32.GetCurrentProcess(), ctypes.byref(counters), counters.cb):
        raise OSError("GetProcessMemoryInfo")
    return int(counters.PeakWorkingSetSize)
