"""The manual tells of every model."""

from dayside.science.fields import registry


def test_the_table_is_that_of_the_registry(repository):
    page = (repository / "docs" / "fields.md").read_text()
    for about in registry.abouts():
        source = (
            f"[{about.reference}](https://doi.org/{about.doi})" if about.doi else about.reference
        )
        cells = f"`{about.id}`", about.frame or "any", about.title, source
        row = f"| {' | '.join(cells)} | {'yes' if about.verified else 'no'} |"
        assert row in page, about.id
