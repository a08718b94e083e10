"""The kernel of a run: a fresh process of this very Python, whatever is registered elsewhere."""

from __future__ import annotations

import subprocess
import time
from queue import Empty

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from cx_workbench.runs.provisioner import PROVISIONER

KERNEL_NAME = NATIVE_KERNEL_NAME


#: Seconds between two looks whether a kernel is there yet, or gone.
_MOMENT = 0.01
#: Seconds for a kernel to answer, and for what it tells everybody to arrive; asked again then.
_TO_ANSWER, _TO_ARRIVE = 1, 0.2


class PromptKernelClient(AsyncKernelClient):
    """Speak with a kernel as soon as it listens.

    Its parent knocks ten times a second only, and then listens for 200 ms that nothing more
    comes before it begins: in a batch that is a quarter of a report.
    """

    @default("context")
    def _knocking_often(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.RECONNECT_IVL, round(1000 * _MOMENT))
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109  as its parent's
        """Wait until the kernel answers, and what it tells everybody arrives here.

        Raises
        ------
        RuntimeError
            It died, or did not answer in time (in seconds), in the words of its parent.
        """
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._is_heard():
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _is_heard(self) -> bool:
        self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=_TO_ANSWER)
            if reply["msg_type"] != "kernel_info_reply":
                return False
            # What is said before the connection stands is lost: then ask again.
            await self.iopub_channel.get_msg(timeout=_TO_ARRIVE)
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


class QuietKernelManager(AsyncKernelManager):
    """Start a kernel that nobody else can listen to, and that speaks in its cells alone."""

    @default("client_factory")
    def _prompt(self) -> type[AsyncKernelClient]:
        return PromptKernelClient

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

    async def _async_finish_shutdown(
        self,
        waittime: float | None = None,
        pollinterval: float = _MOMENT,
        restart: bool = False,  # noqa: FBT001, FBT002  as its parent's
    ) -> None:
        await super()._async_finish_shutdown(waittime, pollinterval, restart)


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
