"""The doctor names what is wrong, mends what can be mended, and deletes no page."""

import json

import pytest

from tests.unit.library import a_mark, a_page
from winnow.store import doctor, open_store
from winnow.store.base import Search, StoreError


def filled(folder):
    folder.chmod(0o700)
    store = open_store(folder)
    for number in (1, 2):
        store.add(a_page(number), a_mark(a_page(number)))
    store.close()
    return folder / "pages"


def test_a_sound_folder_has_no_findings(tmp_path):
    filled(tmp_path)
    assert doctor.examine(tmp_path) == []


def test_a_damaged_page_is_named_and_set_aside(tmp_path):
    pages = filled(tmp_path)
    damaged = pages / f"{a_page(2).id}.json"
    damaged.write_bytes(b"{")
    [finding] = doctor.examine(tmp_path)
    assert finding.path == damaged
    assert damaged.exists()
    assert doctor.mend(tmp_path) == [finding]
    assert (tmp_path / "quarantine" / damaged.name).read_bytes() == b"{"
    [told] = doctor.examine(tmp_path)
    assert "set aside" in told.sentence
    assert doctor.mend(tmp_path) == []


def test_a_file_others_can_read_is_named_and_closed(tmp_path):
    pages = filled(tmp_path)
    open_file = pages / f"{a_page(1).id}.json"
    open_file.chmod(0o644)
    assert [finding.path for finding in doctor.examine(tmp_path)] == [open_file]
    doctor.mend(tmp_path)
    assert open_file.stat().st_mode & 0o777 == 0o600


def test_nothing_is_mended_while_another_has_the_folder(tmp_path):
    pages = filled(tmp_path)
    store = open_store(tmp_path, name="winnow serve")
    left_over = pages / ".x.json.abc.part"
    left_over.touch(mode=0o600)
    with pytest.raises(StoreError, match="winnow serve, process"):
        doctor.mend(tmp_path)
    store.close()
    assert left_over.exists()


def test_what_a_crash_left_is_named_and_removed(tmp_path):
    pages = filled(tmp_path)
    left_over = pages / ".x.json.abc.part"
    left_over.touch(mode=0o600)
    assert [finding.path for finding in doctor.mend(tmp_path)] == [left_over]
    assert not left_over.exists()


def test_what_only_looks_like_a_left_over_is_never_deleted(tmp_path):
    pages = filled(tmp_path)
    others = [tmp_path / "film.part", tmp_path / "mine" / ".a.part", pages / "x.part"]
    (tmp_path / "mine").mkdir()
    for other in others:
        other.write_text("mine")
        other.chmod(0o644)
    folder = pages / ".folder.part"
    folder.mkdir()
    doctor.mend(tmp_path)
    assert [other.read_text() for other in others] == ["mine"] * 3
    open_store(tmp_path).close()
    assert folder.is_dir()
    assert [other.read_text() for other in others] == ["mine"] * 3


@pytest.mark.parametrize("damage", ["garbage", "link", "folder"])
def test_a_damaged_search_index_is_named_and_removed(tmp_path, damage):
    filled(tmp_path)
    index = tmp_path / "search.sqlite"
    match damage:
        case "garbage":
            index.write_bytes(b"\xff" * 9000)
        case "link":
            index.rename(tmp_path / "elsewhere")
            index.symlink_to("elsewhere")
        case "folder":
            index.unlink()
            index.mkdir(mode=0o700)
    [finding] = doctor.examine(tmp_path)
    assert finding.path == index
    assert "No mark is lost" in finding.sentence
    assert doctor.mend(tmp_path) == [finding]
    assert doctor.examine(tmp_path) == []


def test_the_index_of_a_library_in_use_is_left_alone(tmp_path):
    filled(tmp_path)
    store = open_store(tmp_path)
    assert doctor.examine(tmp_path) == []
    assert len(store.search(Search())) == 2
    store.close()


def test_a_change_that_was_broken_off_is_named_and_taken_back(tmp_path):
    pages = filled(tmp_path)
    whole = {file.name: file.read_bytes() for file in pages.iterdir()}
    changing = tmp_path / "changing"
    (changing / "old").mkdir(parents=True, mode=0o700)
    changing.chmod(0o700)
    first, second = sorted(whole)
    (changing / "old" / first).write_bytes(whole[first])
    (changing / "journal.json").write_text(json.dumps({"replaced": [first], "made": ["new.json"]}))
    for file in (changing / "old" / first, changing / "journal.json"):
        file.chmod(0o600)
    (pages / first).write_bytes(whole[second].replace(b"words", b"halves"))
    (pages / first).chmod(0o600)
    (pages / "new.json").touch(mode=0o600)
    assert changing in [finding.path for finding in doctor.mend(tmp_path)]
    assert {file.name: file.read_bytes() for file in pages.iterdir()} == whole
    assert doctor.examine(tmp_path) == []
