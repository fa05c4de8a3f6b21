"""The content of the course's exercises: a folder an assignment, a module an exercise, which registers itself."""

import importlib
import pkgutil

for module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(module.name)
