"""The same Jupyter server as the browser's tests, asked without a browser."""

from __future__ import annotations

from tests.browser.conftest import jupyter

__all__ = ["jupyter"]
