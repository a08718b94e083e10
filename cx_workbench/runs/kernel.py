"""The kernel of a run: a fresh process of this very Python, whatever is registered elsewhere."""

from __future__ import annotations

import subprocess

import zmq
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from cx_workbench.runs.warm import PROVISIONER

KERNEL_NAME = NATIVE_KERNEL_NAME


class QuietKernelManager(AsyncKernelManager):
    """Start a kernel that nobody else can listen to, and that speaks in its cells alone."""

    @default("transport_encryption")
    def _encrypted_where_possible(self) -> str:
        # Other users of the machine could read a client's figures off an open local port.
        return "auto" if zmq.has("curve") else "disabled"

    async def start_kernel(self, **launch: object) -> None:  # type: ignore[override]  # as its parent's is
        """Start the kernel; what it says outside the notebook's cells goes nowhere.

        The cells' own output is in the notebook. Standard output belongs to whoever asked
        for the run, and a kernel that is ended in the middle of a cell complains at length.
        """
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        await super().start_kernel(**nowhere | launch)


class SamePythonKernelManager(QuietKernelManager):
    """Start the kernel with this interpreter.

    A kernel called ``python3`` that a person registered may be any Python, with another
    cx_workbench or none. With no folder to look in, jupyter_client falls back to ipykernel's
    own description, which names ``sys.executable``.
    """

    @default("kernel_spec_manager")
    def _only_the_native_kernel(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)


class WarmKernelManager(SamePythonKernelManager):
    """The same, forked from the warm process where that can be done."""

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The description of the kernel, which names who is to start it."""
        spec = super().kernel_spec
        if spec is not None:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER}
        return spec
