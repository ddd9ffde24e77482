"""Settings: flags before environment before defaults; a folder closed to others."""

import stat

import pytest

from winnow.config import DEFAULT_PORT, SettingsError, load, prepare_folder


def test_a_flag_wins_over_the_environment_and_that_over_the_default(tmp_path):
    environ = {"WINNOW_DATA": str(tmp_path / "env"), "WINNOW_PORT": "9000"}
    assert load(environ=environ).data == tmp_path / "env"
    assert load(environ=environ).port == 9000
    flags = load(data=str(tmp_path / "flag"), port=9001, environ=environ)
    assert (flags.data, flags.port) == (tmp_path / "flag", 9001)
    assert load(environ={}).port == DEFAULT_PORT
    assert load(environ={}).data.is_absolute()


def test_only_loopback_names_are_answered(tmp_path):
    settings = load(data=tmp_path, port=8377, environ={})
    assert settings.hosts == {"127.0.0.1:8377", "localhost:8377"}
    everywhere = load(data=tmp_path, port=8377, host="0.0.0.0", environ={})
    assert everywhere.hosts == settings.hosts
    assert load(data=tmp_path, port=80, environ={}).hosts >= {"127.0.0.1", "localhost"}


@pytest.mark.parametrize(
    ("flag", "variable", "named"),
    [
        (None, "many", "WINNOW_PORT is 'many'"),
        (None, "-1", "WINNOW_PORT is '-1'"),
        (None, "0x1", "WINNOW_PORT is '0x1'"),
        ("many", "9000", "--port is 'many'"),
        ("", "9000", "--port is ''"),
        (-1, "", "--port is '-1'"),
        (65536, "", "--port is '65536'"),
    ],
)
def test_a_port_that_is_none_is_told_by_the_rule_that_holds(flag, variable, named):
    with pytest.raises(SettingsError, match=r"from 1 to 65535, or 0 for any") as refused:
        load(port=flag, environ={"WINNOW_PORT": variable})
    assert str(refused.value).startswith(named)


@pytest.mark.parametrize("port", [0, 1, 80, 1023, 1024, 65535])
def test_each_port_that_the_rule_names_is_taken(port):
    assert load(port=str(port), environ={}).port == port


def test_the_folder_is_made_and_closed_to_others(tmp_path):
    folder = tmp_path / "a" / "b"
    prepare_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    prepare_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_tinydb_file_in_the_folder_s_place_is_told_and_left_alone(tmp_path):
    file = tmp_path / "db.json"
    file.write_text('{"_default": {"1": {"words": "of another program"}}}')
    before = file.read_bytes()
    for given in (file, file / "library"):
        with pytest.raises(SettingsError, match=r"a library is a folder.*--data.*winnow import"):
            prepare_folder(given)
    assert file.read_bytes() == before
