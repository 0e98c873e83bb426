"""The manual's table of frames is the registry."""

from dayside.science.frames.registry import frames


def test_every_frame_is_in_the_manual(repository):
    page = (repository / "docs" / "frames.md").read_text()
    for frame in frames().values():
        center = frame.center.replace("{observer}", "observer")
        assert f"| `{frame.name}` | {center} | {frame.definition}" in page
        for alias in frame.aliases:
            assert f"`{alias}`" in page
