"""Kernels that are forked from the warm process: Jupyter asks a *provisioner* to start one.

This one has it forked where that can be done, and starts it the ordinary way where it cannot.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from cx_workbench.runs.warm import NotWarmError, warm_process

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

#: Name of the provisioner, as the entry point has it.
PROVISIONER = "cx-workbench-warm"
#: A kernel's own arguments come after it.
_LAUNCHER = "ipykernel_launcher"


class WarmProvisioner(LocalProvisioner):
    """Has a kernel forked from the warm process, or else starts it as any other."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401  as its parent's
        """Start the kernel that Jupyter's command line would start."""
        warm = warm_process()
        if warm is not None and _LAUNCHER in cmd:
            arguments = cmd[cmd.index(_LAUNCHER) + 1 :]
            with suppress(NotWarmError):
                forked: Any = warm.fork(arguments, kwargs.get("cwd"), kwargs["env"])
                self.process = forked
                self.pid = self.pgid = forked.pid
                self.cwd = kwargs.get("cwd") or Path.cwd()
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)
