"""Where the pages of datasets and parameters are, below the root path."""

from __future__ import annotations

from urllib.parse import quote


def dataset(dataset_id: str) -> str:
    """Return the path of a dataset's page.

    Examples
    --------
    >>> dataset("cdaweb/AC_H0_MFI")
    '/datasets/cdaweb/AC_H0_MFI'
    """
    return f"/datasets/{quote(dataset_id)}"


def parameter(dataset_id: str, name: str) -> str:
    """Return the path of a parameter's page: the dataset's, and the name after it.

    Examples
    --------
    >>> parameter("cdaweb/AC_H0_MFI", "BGSEc")
    '/parameters/cdaweb/AC_H0_MFI/BGSEc'
    """
    return f"/parameters/{quote(dataset_id)}/{quote(name, safe='')}"


def parts(path: str) -> list[tuple[str, str]]:
    """Return what a path below ``/parameters/`` may mean: (dataset, parameter).

    Both may hold slashes, and proxies write ``%2F`` as a slash; a longer id comes first.

    Examples
    --------
    >>> parts("cdaweb/AC_H0_MFI/BGSEc")
    [('cdaweb/AC_H0_MFI', 'BGSEc'), ('cdaweb', 'AC_H0_MFI/BGSEc')]
    """
    words = path.split("/")
    return [("/".join(words[:n]), "/".join(words[n:])) for n in range(len(words) - 1, 0, -1)]
