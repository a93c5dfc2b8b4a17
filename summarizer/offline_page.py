"""What every self-contained page needs: a policy that lets nothing else run, and text that can't act."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from summarizer.safe_text import visible

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["content_policy", "shown"]


def content_policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy under which only this style sheet and this script, by hash, have an effect."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def shown(value: object) -> object | Markup:
    """Spell out control characters in everything a template prints, whichever way it came there."""
    # markup of our own has passed this way already; __html__ is how it is known without loading the template engine
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _hash(asset: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()
