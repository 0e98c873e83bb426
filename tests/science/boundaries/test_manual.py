"""The manual's table of boundaries is the registry."""

from dayside.science.boundaries import abouts


def test_every_model_is_in_the_manual(repository):
    page = (repository / "docs" / "boundaries.md").read_text()
    for about in abouts():
        nose = "" if about.nose_rp is None else f"{about.nose_rp:g}"
        row = f"| `{about.id}` | {about.frame} | {nose} | {about.published_aberration:g} |"
        assert row in page
        assert f"https://doi.org/{about.doi}" in page
