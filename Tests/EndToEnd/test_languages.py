"""A study in several languages: over HTTP, in the checker, in the preview and in the database."""

import re

import pytest

from helpers.form import Visitor
from helpers.study import ROOT, evoke
from helpers.translations import MARKS, translate


@pytest.fixture
def several(study):
    translate(study.keep_situations(2), "de", "ar", "zh-Hans")
    return study


def html_tag(page) -> str:
    return re.search(r"<html [^>]*>", page.html)[0]


@pytest.mark.parametrize(
    ("accepted", "tag", "direction"),
    [
        (None, "en", "ltr"),
        ("de-AT,de;q=0.9,en;q=0.8", "de", "ltr"),
        ("ar-EG", "ar", "rtl"),
        ("zh-CN,zh;q=0.9", "zh-Hans", "ltr"),
        ("it,sw;q=0.9", "en", "ltr"),
        ("en;q=0.5,ar;q=0.6", "ar", "rtl"),
    ],
)
def test_the_browsers_language_is_taken_on_every_page(several, serve, accepted, tag, direction):
    headers = {"Accept-Language": accepted} if accepted else {}
    visitor = Visitor(serve(several), **headers)
    page = visitor.arrive()
    names = []
    while True:
        names.append(page.name)
        assert html_tag(page) == f'<html lang="{tag}" dir="{direction}">', page.name
        if tag != "en":
            # The study's own words, on each page, and none of Evoke's English ones.
            assert MARKS[tag] in page.html, page.name
            assert "Continue" not in page.html and "Very slightly" not in page.html.replace(
                f"{MARKS[tag]} Very slightly", ""
            )
        if page.name == "debrief":
            break
        page = visitor.next(page)
    assert names == ["consent", "demographics", "default", "situation", "evoked", "debrief"]
    participant = several.participant(visitor)
    several.assert_stored(participant, visitor.sent)
    assert several.rows("SELECT DISTINCT language FROM respondent") == [(tag,)]
    assert several.rows("SELECT DISTINCT language FROM consent") == [(tag,)]
    assert several.rows("SELECT language FROM administration") == [(tag,), (tag,)]
    assert several.rows(
        "SELECT DISTINCT instrument_version.language FROM administration "
        "JOIN instrument_version ON instrument_version.id = instrument_version_id"
    ) == [(tag,)]
    asked = several.value(
        "SELECT text FROM situation JOIN respondent ON situation.id = situation_id"
    )
    assert asked.startswith(MARKS.get(tag, ""))


def test_a_choice_of_language_wins_and_stays(several, serve):
    visitor = Visitor(serve(several), **{"Accept-Language": "de"})
    page = visitor.arrive()
    links = re.findall(r'<a href="([^"]+)" lang="([^"]+)"[^>]*>([^<]+)</a>', page.html)
    assert [(tag, name) for _, tag, name in links] == [
        ("en", "English"), ("de", "Deutsch"), ("ar", "العربية"), ("zh-Hans", "简体中文"),
    ]
    page = visitor.get(links[2][0].replace("&amp;", "&")).page
    assert 'dir="rtl"' in html_tag(page)
    page = visitor.next(page)
    assert 'lang="ar"' in html_tag(page)
    # The browser still asks for German; also where a page comes back, and where there is none.
    again = visitor.back(visitor.post(page.action, page.hidden))
    assert 'lang="ar"' in html_tag(again) and again.title.startswith("خطأ:")
    assert 'lang="ar"' in html_tag(visitor.get("/nothing").page)
    assert 'lang="ar"' in html_tag(visitor.get("/leave").page)
    assert several.value("SELECT language FROM respondent") == "ar"


def test_the_choice_keeps_what_recruiting_put_into_the_link(several, serve):
    several.change(recruiting="{}")
    visitor = Visitor(serve(several))
    page = visitor.get("/?PROLIFIC_PID=a%26b%22&STUDY_ID=s").page
    link = next(link for link in page.links if "lang=de" in link)
    page = visitor.get(link).page
    assert 'lang="de"' in html_tag(page)
    assert page.hidden["PROLIFIC_PID"] == 'a&b"'
    assert visitor.next(page).name == "demographics"
    assert several.value("SELECT person FROM identity") == 'a&b"'


@pytest.mark.parametrize("sent", ["fr", "xx", "<b>", "DE", ""])
def test_a_language_that_the_study_lacks_is_not_believed(several, serve, sent):
    visitor = Visitor(serve(several))
    page = visitor.arrive()
    visitor.post(page.action, {**page.hidden, "consent": "yes", "_language": sent})
    assert several.value("SELECT language FROM respondent") == "en"


def test_languages_share_the_cells_of_the_design(several, serve):
    several.change(quota=2)
    server = serve(several)
    for number, tag in enumerate(("en", "de", "ar", "zh-Hans")):
        Visitor(server, seed=number, **{"Accept-Language": tag}).finish()
    assert several.rows(
        "SELECT situation, count(*) FROM participants GROUP BY 1 ORDER BY 1"
    ) == [(1, 2), (2, 2)]
    late = Visitor(server, seed=9, **{"Accept-Language": "de"}).arrive()
    assert late.name == "full" and 'lang="de"' in html_tag(late)
    baseline = evoke("baseline", several.folder, "--format", "json")
    assert baseline.returncode == 0, baseline.stderr
    assert '"n": 4' in re.sub(r":(\d)", r": \1", baseline.stdout)


def test_a_study_in_one_language_offers_no_choice(server, visitor):
    assert 'class="languages"' not in visitor.arrive().html


def test_check_names_what_is_not_translated(several):
    assert evoke("check", several.folder).returncode == 0
    folder = several.folder
    for path, old, new in [
        ("instruments/panas.ar.yaml", "- id: upset", "- id: upsett"),
        ("study.de.yaml", "title:", "# title:"),
    ]:
        folder.joinpath(path).write_text(folder.joinpath(path).read_text().replace(old, new))
    folder.joinpath("debrief.zh-Hans.md").unlink()
    result = evoke("check", folder)
    assert result.returncode == 2
    for expected in [
        f"{folder}/study.de.yaml:",
        "`title` is not translated",
        "panas.ar.yaml:",
        "`items.upset.text` is not translated; the original is \"Upset\"",
        "did you mean `upset`?",
        f"{folder}/debrief.zh-Hans.md: error: no such file",
    ]:
        assert expected in result.stderr, result.stderr
    for command in ("serve", "ask"):
        refused = evoke(command, folder)
        assert refused.returncode == 2 and "not translated" in refused.stderr


def test_a_language_that_evoke_does_not_speak_is_named(study):
    instruments = study.folder / "instruments"
    instruments.mkdir()
    panas = (ROOT / "Data/instruments/panas.yaml").read_text()
    study.change(language="it")
    result = evoke("check", study.folder)
    assert result.returncode == 2 and "panas.it.yaml: error: no such file" in result.stderr
    (instruments / "panas.yaml").write_text(panas.replace("language: en", "language: it"))
    result = evoke("check", study.folder)
    assert result.returncode == 0, result.stderr
    assert "Evoke does not speak `it`" in result.stderr


def test_the_preview_marks_what_is_missing_and_records_no_human(several, serve):
    several.folder.joinpath("instruments/panas.de.yaml").unlink()
    server = serve(several, "--preview")
    visitor = Visitor(server, **{"Accept-Language": "de"})
    page = visitor.go_to("default")
    assert "⟦not in de⟧ Interested" in page.html
    assert visitor.finish().name == "debrief"
    assert not several.database.exists()
