"""How the manual is built; nothing is fetched from anywhere."""

import importlib.metadata

project = "Dayside"
author = "The Dayside developers"
copyright = "2026, The Dayside developers"
release = importlib.metadata.version("dayside")

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

autodoc_typehints = "none"  # numpydoc tells them
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = "Dayside"
html_show_sourcelink = False
html_theme_options = {
    "show_prev_next": False,
    "secondary_sidebar_items": ["page-toc"],
    "navbar_end": ["theme-switcher"],
}
