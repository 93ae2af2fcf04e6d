"""The look of all pages that are written as files: one style sheet, templates that escape what they are given."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

ENVIRONMENT: Final = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def rendered(package: str, template: str, **given: object) -> str:
    """Return a page made of a package's template, with the common style sheet as `look`."""
    page = ENVIRONMENT.from_string(resource(package, template))
    return page.render(look=Markup(resource("pipelines", "look.css")), **given)


def resource(package: str, name: str) -> str:
    """Return the text of a file that lies in a package."""
    return files(package).joinpath(name).read_text("utf-8")


def policy_hash(text: str) -> str:
    """Return what a content security policy calls a script by, so that it and no other may run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
