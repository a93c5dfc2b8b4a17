"""Which workspace is found, which file a name means, and what `init` refuses to touch."""

from pathlib import Path

import pytest

from summarizer.errors import ConfigError, PromptFileError, SchemaFileError
from summarizer.workspace import MARKER, Workspace, find_workspace, init_workspace, shipped_root


def workspace_with(root: Path, *files: str) -> Path:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    return root


def test_the_flag_wins_over_the_environment_and_the_folders(tmp_path):
    flag, env, here = (workspace_with(tmp_path / name, MARKER) for name in ("flag", "env", "here"))
    assert find_workspace(flag=flag, environment=str(env), start=here).origin == "flag"
    assert find_workspace(flag=None, environment=str(env), start=here) == Workspace(env, "environment", shipped_root())
    assert find_workspace(flag=None, environment=None, start=here) == Workspace(here, "folder", shipped_root())


def test_the_nearest_marked_folder_above_is_the_workspace(tmp_path):
    workspace_with(tmp_path, MARKER, "a/b/c/notes.txt")
    workspace_with(tmp_path / "a", "pyproject.toml").joinpath("pyproject.toml").write_text("[tool.summarizer]\n")
    assert find_workspace(flag=None, environment=None, start=tmp_path / "a/b/c").root == tmp_path / "a"


def test_a_foreign_or_broken_pyproject_is_no_marker(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/pyproject.toml").write_text("= broken")
    found = find_workspace(flag=None, environment=None, start=tmp_path / "sub")
    assert found.root == shipped_root()
    assert found.origin in {"checkout", "package"}


def test_a_named_folder_that_is_missing_is_an_error_with_the_next_step(tmp_path):
    with pytest.raises(ConfigError, match=r"--workspace names no folder; make one with `summarizer init"):
        find_workspace(flag=tmp_path / "none", environment=None, start=tmp_path)


def test_a_schema_of_ones_own_hides_the_shipped_one_and_the_others_stay(tmp_path):
    own = workspace_with(tmp_path / "own", "schemas/a.py", "schemas/_private.py", "schemas/notes.txt")
    shipped = workspace_with(tmp_path / "shipped", "schemas/a.py", "schemas/b.json", "prompts/extract.md")
    workspace = Workspace(own, "folder", shipped)
    assert workspace.schemas() == {"a": own / "schemas/a.py", "b": shipped / "schemas/b.json"}
    assert workspace.prompt_path("extract") == shipped / "prompts/extract.md"


def test_an_unknown_name_says_what_is_close(tmp_path):
    root = workspace_with(tmp_path, "schemas/incident.py")
    workspace = Workspace(root, "folder", root)
    with pytest.raises(SchemaFileError, match=r"no schema named 'incidnet'; did you mean 'incident'\?"):
        workspace.schema_path("incidnet")
    with pytest.raises(SchemaFileError, match="there are: incident"):
        workspace.schema_path("zzz")
    with pytest.raises(PromptFileError, match="there are: none"):
        workspace.prompt_path("extract")


def test_a_path_is_taken_as_it_is(tmp_path):
    root = workspace_with(tmp_path, "elsewhere/x.json")
    workspace = Workspace(root, "folder", root)
    assert workspace.schema_path(str(root / "elsewhere/x.json")) == root / "elsewhere/x.json"
    with pytest.raises(SchemaFileError, match="no such schema file"):
        workspace.schema_path(str(root / "elsewhere/y.json"))


def test_init_copies_the_shipped_files_and_is_found_afterwards(tmp_path):
    written = init_workspace(tmp_path / "mine")
    assert tmp_path / "mine" / MARKER in written
    assert find_workspace(flag=None, environment=None, start=tmp_path / "mine").root == tmp_path / "mine"


def test_init_overwrites_nothing_and_then_writes_nothing(tmp_path):
    (tmp_path / MARKER).write_text("mine")
    with pytest.raises(ConfigError, match="already there"):
        init_workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [MARKER]
    assert (tmp_path / MARKER).read_text() == "mine"
