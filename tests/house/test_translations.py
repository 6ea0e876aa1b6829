"""The catalogues of translations: up to date with the sources, compiled, and each sentence with its figures."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from script.translations import bare, below, catalogues, programs, templates

LANGUAGES = sorted(catalogues.LANGUAGES)
#: Words that stay bare in a template, with the reason.
BARE: dict[str, str] = {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_text(language: str, tmp_path: Path) -> None:
    known = catalogues.catalogue(language)
    known.save_as_mofile(str(tmp_path / "django.mo"))
    kept = catalogues.LOCALES / language / "LC_MESSAGES" / "django.mo"
    assert kept.read_bytes() == (tmp_path / "django.mo").read_bytes(), "run script/build-translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_sources_is_translated(language: str) -> None:
    known = {(one.msgctxt, one.msgid) for one in catalogues.catalogue(language)}
    today = catalogues.renewed(language)
    assert {(one.msgctxt, one.msgid) for one in today} == known, "run script/build-translations"
    assert [one.msgid for one in today if not one.translated()] == [], "to be translated in the catalogue"


def test_what_the_layers_below_say_is_kept_for_the_pages() -> None:
    kept = (catalogues.LOCALES / catalogues.BELOW).read_text(encoding="utf-8")
    assert kept == catalogues.said_below(), "run script/build-translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_the_same_figures_and_links_as_its_sentence(language: str) -> None:
    for one in catalogues.catalogue(language):
        for text in [one.msgstr, *one.msgstr_plural.values()]:
            if not text:
                continue
            wanted = {*_holes(one.msgid), *_holes(one.msgid_plural or "")}
            assert set(_holes(text)) <= wanted, one.msgid
            if not one.msgid_plural:
                assert set(_holes(text)) == wanted, one.msgid
            assert _tags(text) == _tags(one.msgid) or one.msgid_plural, one.msgid


def _holes(text: str) -> list[str]:
    return [hole.split(":")[0].strip("{}") for hole in re.findall(r"%\([^)]+\)s|{\w*(?::\w+)?}", text)]


def _tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?\w+", text))


def test_sentences_of_templates_are_found_where_they_stand(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{# {% translate "not this" %} #}<c-page-head title="{% translate \'A “title”\' %}">'
        "{% blocktranslate count n=rows trimmed %}\n {{ n }} row of 100 %\n{% plural %}{{ n }} rows"
        "{% endblocktranslate %}"
        '{% translate "May" context "month" %}{% translate variable %}'
    )
    found = list(templates.sentences(page, "page.html"))
    assert [(one.text, one.plural, one.context) for one in found] == [
        ("A “title”", "", ""),
        ("%(n)s row of 100 %%", "%(n)s rows", ""),
        ("May", "", "month"),
    ]


def test_a_sentence_put_together_at_run_time_is_refused(tmp_path: Path) -> None:
    program = tmp_path / "page.py"
    program.write_text('title = _(f"{count} rows")\n')
    with pytest.raises(ValueError, match=r"page\.py, line 1: what is translated has to be a literal"):
        list(programs.sentences(program, "page.py"))


def test_sentences_are_found_under_whatever_name_gettext_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text(
        "from django.utils.translation import gettext as _now, gettext_noop as noop, ngettext as many\n"
        'one = noop("A step is late"), _now("Load it again."), many("%d row", "%d rows", 2)\n'
    )
    found = {one.text for one in programs.sentences(path, "web/page.py")}
    assert found == {"A step is late", "Load it again.", "%d row"}


def test_no_template_has_words_that_no_catalogue_will_see() -> None:
    found = {
        f"{path.relative_to(catalogues.SOURCE)}, line {line}: {words}"
        for path in sorted(catalogues.SOURCE.rglob("*.html"))
        for line, words in bare.bare_words(path.read_text(encoding="utf-8"))
        if words not in BARE
    }
    assert not found, "wrap these in translate or blocktranslate"


def test_words_of_the_layers_below_are_collected() -> None:
    collected = {one.text for one in catalogues.collected().values()}
    assert {"Executive sponsor", "Not applicable", "Under way", "Not compared yet", "Conditional go"} <= collected
    assert {"Must", "Evidence of", "Go-live", "Solution parts", "checks", "Recommended"} <= collected


def test_labels_tables_and_lists_are_found_where_they_stand() -> None:
    source = (
        "class Kind(models.TextChoices):\n    RULE = 'rule', 'A rule'\n"
        "column = Column('Owner of it', 'owner')\nlisted = Listed('item' if one else 'gap', 'items', ())\n"
        "other = Unknown('Not this')\n"
    )
    found = [one.text for one in below.sentences(ast.parse(source), "web/pages/some.py")]
    assert sorted(found) == ["A rule", "Owner of it", "gap", "item", "items"]
