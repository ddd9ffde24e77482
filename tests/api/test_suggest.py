"""Suggestions over HTTP: of a clean text, for the owner only, kept nowhere."""

import pytest

TEXT = (
    "Words.\n« Nous avons tout perdu », a déclaré Marie Dupont.\nLe prix passe à 12 euros par mois."
)


def test_quotes_with_their_speakers_and_claims_come_back_with_their_places(client):
    answer = client.post("/suggest", {"text": TEXT, "language": "fr"})
    assert answer.status == 200
    [quote] = answer.json["quotes"]
    [claim] = answer.json["claims"]
    for words in (quote, quote["speaker"], claim):
        assert TEXT[words["start"] : words["end"]] == words["exact"]
    assert quote["exact"] == "Nous avons tout perdu"
    assert quote["speaker"]["exact"] == "Marie Dupont"
    assert claim["exact"] == "Le prix passe à 12 euros par mois."
    assert client.get("/pages").json["pages"] == []


def test_it_answers_its_owner_only(server):
    assert server.anyone().post("/suggest", {"text": TEXT}).status == 401


@pytest.mark.parametrize(
    "body", [{}, {"text": 7}, {"text": TEXT, "language": "x" * 36}, {"text": TEXT, "url": "x"}]
)
def test_what_is_no_text_is_refused(client, body):
    refused = client.post("/suggest", body)
    assert (refused.status, refused.problem) == (422, "invalid")


def test_a_text_that_is_no_json_or_too_long_is_refused(client):
    assert client.post("/suggest", {"text": TEXT}, Content_Type="text/plain").status == 415
    assert client.post("/suggest", {"text": "a" * 4_000_001}).status == 422
    assert client.post("/suggest", {"text": "a" * 13_000_000}).status == 413
