"""Each refusal there is a status for: its name, and a sentence that says what to do."""

import pytest

from tests.store.test_disk import file_size_limit

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"


@pytest.fixture
def scene(shared_server, shared_client, a_mark):
    return Scene(shared_server, shared_client, a_mark)


class Scene:
    """A library with a mark, and the ways to be refused by it."""

    def __init__(self, server, client, a_mark):
        self.server = server
        self.client = client
        self.a_mark = a_mark
        self.sent = a_mark()
        self.kept = client.post("/annotations", self.sent).json["annotation"]
        self.path = f"/annotations/{self.kept['id']}"

    def kept_ids(self):
        listed = self.client.get("/annotations?deleted=true&limit=500").json["annotations"]
        return {mark["id"] for mark in listed}

    def without_a_token(self):
        return self.server.anyone().get("/annotations")

    def with_a_token_taken_back(self):
        return self.client.get("/annotations", Authorization="Bearer " + "x" * 43)

    def from_a_web_page(self):
        return self.client.post("/annotations", self.a_mark(), Origin="https://evil.example")

    def from_another_extension(self):
        return self.client.post("/annotations", self.a_mark(), Origin=EXTENSION)

    def asking_for_a_link(self):
        return self.client.post("/pairing/link", {})

    def with_no_code_shown(self):
        body = {"code": "123456", "name": "Firefox"}
        return self.server.anyone().post("/pairing", body, Origin=EXTENSION)

    def for_what_is_not_there(self):
        return self.client.get(f"/annotations/{self.a_mark()['id']}")

    def by_another_method(self):
        return self.client.call("PUT", "/api/v1/annotations", {})

    def of_an_id_with_other_words(self):
        return self.client.post("/annotations", self.sent | {"exact": "Other words."})

    def of_what_was_deleted(self):
        self.client.delete(self.path, if_match='"1"')
        return self.client.patch(self.path, {"note": "n"}, if_match='"2"')

    def of_an_old_revision(self):
        self.client.patch(self.path, {"note": "first"}, if_match='"1"')
        return self.client.patch(self.path, {"note": "second"}, if_match='"1"')

    def of_no_revision(self):
        return self.client.patch(self.path, {"note": "n"})

    def of_a_body_too_large(self):
        return self.client.post("/annotations", b" " * (13 * 1024 * 1024))

    def of_a_page_too_large(self):
        html = "<p>a" * 400_001
        return self.client.post("/clean", {"url": "https://example.org/", "html": html})

    def of_a_form(self):
        media_type = "application/x-www-form-urlencoded"
        return self.client.post("/annotations", b"a=b", Content_Type=media_type)

    def of_bad_json(self):
        return self.client.post("/annotations", b'{"id": NaN}')

    def of_a_note_too_long(self):
        return self.client.post("/annotations", self.a_mark(note="x" * 200_001))

    def of_a_page_without_words(self):
        return self.client.post("/clean", {"url": "https://example.org/", "html": ""})

    def by_a_full_disk(self):
        with file_size_limit(self.server, 100):
            return self.client.post("/annotations", self.a_mark())


REFUSALS = [
    (Scene.of_bad_json, 400, "bad-json", "Send one JSON object"),
    (Scene.without_a_token, 401, "not-paired", "Run `winnow pair`"),
    (Scene.with_a_token_taken_back, 401, "not-paired", "Run `winnow pair`"),
    (Scene.from_a_web_page, 403, "foreign-origin", "Use its browser extension"),
    (Scene.from_another_extension, 403, "wrong-origin", "Pair this one"),
    (Scene.asking_for_a_link, 403, "local-only", "Run `winnow pair`"),
    (Scene.for_what_is_not_there, 404, "not-found", "."),
    (Scene.by_another_method, 405, "method-not-allowed", "answers to GET"),
    (Scene.of_an_id_with_other_words, 409, "conflict", "."),
    (Scene.of_what_was_deleted, 409, "deleted", "Undo that first"),
    (Scene.with_no_code_shown, 410, "no-code", "Show a new one"),
    (Scene.of_an_old_revision, 412, "stale-revision", "Read it again"),
    (Scene.of_a_body_too_large, 413, "too-large", "Send a page without"),
    (Scene.of_a_page_too_large, 413, "too-large", "Select the part"),
    (Scene.of_a_form, 415, "not-json", "Send the body as JSON"),
    (Scene.of_a_note_too_long, 422, "invalid", "200,000 characters"),
    (Scene.of_a_page_without_words, 422, "unreadable-page", "."),
    (Scene.of_no_revision, 428, "revision-needed", "Send If-Match"),
    (Scene.by_a_full_disk, 507, "disk", "try again"),
]


@pytest.mark.parametrize(
    ("refused", "status", "name", "advice"), REFUSALS, ids=[row[0].__name__ for row in REFUSALS]
)
def test_a_refusal_says_what_to_do(scene, refused, status, name, advice):
    before = scene.kept_ids()
    answer = refused(scene)
    assert (answer.status, answer.problem) == (status, name)
    print(f"{status} {name}: {answer.json['detail']}")
    assert advice in answer.json["detail"]
    assert scene.kept_ids() == before
