"""The doctor as a person runs it: what is wrong with a library, and what can be mended."""

from tests.conftest import open_to_others


def test_the_doctor_finds_nothing_wrong_with_a_library_in_use(server, client, winnow, a_mark):
    client.post("/annotations", a_mark())
    done = winnow("doctor", "--data", str(server.data))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Library: {server.data}" in done.stdout
    assert f"Log: {server.data / 'logs' / 'winnow.log'}" in done.stdout
    assert f"http://127.0.0.1:{server.port}, process {server.process.pid}" in done.stdout


def test_the_doctor_names_what_is_wrong_and_mends_it_when_asked(serve, winnow, a_mark):
    server = serve()
    page = server.client().post("/annotations", a_mark()).json["page"]["id"]
    data = ("--data", str(server.data))
    assert "Stop it first" in winnow("doctor", "--mend", *data).stderr
    server.stop()
    damaged = server.data / "pages" / f"{page}.json"
    damaged.write_bytes(b"{")
    (server.data / "devices.json").chmod(0o644)

    looked = winnow("doctor", *data)
    assert looked.returncode == 1
    assert f"Wrong: {damaged}: This page cannot be read" in looked.stderr
    assert f"Wrong: {server.data / 'devices.json'}: Other users" in looked.stderr
    assert damaged.exists()

    assert "Mended" in winnow("doctor", "--mend", *data).stdout
    assert (server.data / "quarantine" / damaged.name).read_bytes() == b"{"
    assert open_to_others(server.data) == []
    (server.data / "quarantine" / damaged.name).unlink()
    assert winnow("doctor", *data).returncode == 0


def test_the_doctor_names_a_damaged_list_of_devices(winnow, library):
    winnow("devices", "add", "script", "--data", str(library))
    (library / "devices.json").write_text("{")
    assert "pair your browsers again" in winnow("doctor", "--data", str(library)).stderr
