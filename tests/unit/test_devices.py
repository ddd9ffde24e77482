"""The list of paired devices: a real file, several processes."""

import json
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from winnow.devices import Devices, DevicesError

ORIGIN = "moz-extension://0c9b1ad0-37a1-4d0b-8d3c-0a6d2f2f4b9e"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "devices.json"


@pytest.fixture
def devices(file):
    return Devices(file)


def test_a_token_is_recognised_and_only_its_hash_is_on_the_disk(devices, file):
    device, token = devices.add("Firefox", ORIGIN)
    assert devices.recognise(token) == device
    assert token not in file.read_text()
    assert len(token) >= 43  # 256 bits in base64
    assert devices.recognise(token[:-1]) is None
    assert devices.recognise("") is None
    assert devices.recognise("\ud800") is None


def test_the_file_is_for_its_owner_only(devices, file):
    devices.add("Firefox", ORIGIN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_process_s_change_is_seen_at_once(devices, file):
    _, token = devices.add("Firefox", ORIGIN)
    assert devices.origins() == {ORIGIN}
    code = (
        f"from pathlib import Path; from winnow.devices import Devices; "
        f"Devices(Path({str(file)!r})).revoke('Firefox')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert devices.recognise(token) is None
    assert devices.origins() == frozenset()


def test_many_writers_lose_no_device(file):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: Devices(file).add(f"device {n}"), range(40)))
    assert {device.name for device in Devices(file).all()} == {f"device {n}" for n in range(40)}


def test_a_name_that_is_taken_gets_a_number(devices):
    names = [devices.add("Firefox", ORIGIN)[0].name for _ in range(3)]
    assert names == ["Firefox", "Firefox 2", "Firefox 3"]


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 61, "ab\u202ecd", "a\x00"])
def test_a_name_that_could_deceive_is_refused(devices, name):
    with pytest.raises(DevicesError, match="1 to 60"):
        devices.add(name)
    assert devices.all() == ()


def test_a_device_is_revoked_by_id_or_name(devices):
    first, _ = devices.add("Firefox", ORIGIN)
    second, _ = devices.add("Firefox", ORIGIN)
    assert devices.revoke(second.id) == second
    assert devices.revoke("Firefox") == first
    with pytest.raises(DevicesError, match="winnow devices list"):
        devices.revoke("Firefox")


def test_a_lent_token_is_never_on_the_list(devices, file):
    token = devices.lend("this machine")
    assert devices.is_lent(devices.recognise(token))
    assert devices.all() == ()
    assert not file.exists()
    assert Devices(file).recognise(token) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", json.dumps({"schema": 2, "devices": []})])
def test_a_damaged_list_is_told_and_lets_nobody_in(devices, file, damage):
    _, token = devices.add("Firefox", ORIGIN)
    file.write_text(damage)
    with pytest.raises(DevicesError, match="pair your browsers again"):
        devices.recognise(token)


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_library_whose_disk_is_away_unpairs_nobody_and_pairs_nobody(tmp_path, left):
    folder = tmp_path / "library"
    (folder / "pages").mkdir(parents=True)
    devices = Devices(folder / "devices.json")
    device, token = devices.add("Firefox", ORIGIN)
    folder.rename(tmp_path / "away")
    if left == "an empty folder":
        folder.mkdir()
    for refused in (devices.all, lambda: devices.recognise(token), lambda: devices.add("Chrome")):
        with pytest.raises(DevicesError, match="is gone"):
            refused()
    if folder.exists():
        assert list(folder.iterdir()) == []
        folder.rmdir()
    (tmp_path / "away").rename(folder)
    assert devices.recognise(token) == device


def test_a_list_that_its_owner_deletes_takes_every_pairing_back(tmp_path):
    (tmp_path / "pages").mkdir()
    devices = Devices(tmp_path / "devices.json")
    _, token = devices.add("Firefox", ORIGIN)
    (tmp_path / "devices.json").unlink()
    assert devices.recognise(token) is None
