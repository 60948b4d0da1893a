"""schema.graphql is what the code prints."""

from pathlib import Path

import pytest

from schema import print as printer


def test_the_printed_schema_is_checked_in() -> None:
    assert printer.main(["--check"]) == 0, "run `python -m schema.print` and review the difference"


def test_a_stale_file_is_told_with_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "schema.graphql"
    stale.write_text(printer.printed().replace("interface Node", "interface Nod"), encoding="utf-8")
    monkeypatch.setattr(printer, "FILE", stale)

    assert printer.main(["--check"]) == 1
    assert "+interface Node {" in capsys.readouterr().out
    assert printer.main([]) == 0
    assert printer.main(["--check"]) == 0


def test_arguments_that_may_be_left_out_print_no_default() -> None:
    assert "first: Int, after: String" in printer.printed()
    assert "= null" not in printer.printed().split("type Mutation")[0]
