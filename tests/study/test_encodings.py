"""Text files are read as they were written, as far as that can be told."""

from __future__ import annotations

import random
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from cx_workbench.study.encodings import detect_encoding, read_text, transcode
from cx_workbench.study.example.verbatims.czech import CZECH
from cx_workbench.study.example.verbatims.polish import POLISH
from cx_workbench.study.example.verbatims.slovak import SLOVAK

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.study.example.verbatims.model import Language

WESTERN = {
    "German": "Geschäftskunden über 50, Schließung der Lücke, größere Städte",
    "French": "Étudiants à l'étranger, la facture est très difficile, réclamation traitée",
    "Spanish": "Atención al cliente, niños y jóvenes, ¿qué pasó mañana?",
    "Portuguese": "Atenção ao cliente, não está fácil, promoções de verão",
    "Italian": "Perché non c'è più qualità, città e università",
    "Danish": "Børnefamilier på landet, ældre kunder, svær at forstå",
    "Swedish": "Småbarnsfamiljer, räkningen är svår att förstå, företagare på väg",
}
CENTRAL = {
    "Slovak": "Študenti z veľkých miest, ktorí ťažko čakajú na účet",
    "Czech": "Důchodci, kteří čekají na účtenku a nerozumějí jí",
    "Polish": "Młodzi klienci na kartę, którzy płacą najwięcej",
    "Hungarian": "Idősebb ügyfelek, akik nem értik a számlát, hűséges vevők",
    "Croatian": "Mladi koji često putuju i traže račun",
}


@pytest.mark.parametrize("language", CENTRAL)
def test_central_european_texts(language: str, tmp_path: Path) -> None:
    text = CENTRAL[language]
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode("cp1250"))

    assert read_text(file, detect_encoding(file)) == text


@pytest.mark.parametrize("language", WESTERN)
def test_western_european_texts(language: str, tmp_path: Path) -> None:
    text = WESTERN[language]
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode("cp1252"))

    assert read_text(file, detect_encoding(file)) == text


@pytest.mark.parametrize("language", [SLOVAK, CZECH, POLISH], ids=lambda language: language.code)
def test_a_few_comments_tell_the_code_page(language: Language, tmp_path: Path) -> None:
    sentences = [text for moods in language.said.values() for mood in moods for text in mood]
    choose = random.Random(7)  # noqa: S311  no secret
    file = tmp_path / "a.csv"
    for _ in range(50):
        text = "\n".join(choose.sample(sentences, 3))
        file.write_bytes(text.encode("cp1250", errors="ignore"))

        assert detect_encoding(file).name == "cp1250"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_unicode_needs_no_guess(encoding: str, name: str, tmp_path: Path) -> None:
    text = "persona,name\na,Študenti – “zľava” 50 €\n"
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode(encoding))

    found = detect_encoding(file)

    assert (found.name, found.note, found.sound) == (name, "", True)
    assert read_text(file, found) == text
    copy = transcode(file, found, tmp_path / "copy.csv")
    assert copy.read_text(encoding="utf-8-sig") == text


@pytest.mark.parametrize("content", [b"", b"a", b"a,b\n1,2\n", b"\x00"])
def test_short_and_plain_files(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)

    assert read_text(file, detect_encoding(file)) is not None
    if content.isascii() and b"\x00" not in content:
        assert detect_encoding(file).is_utf8


def test_the_language_of_the_study_decides(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("è".encode("cp1252"))

    assert detect_encoding(file, "it").name == "cp1252"
    assert detect_encoding(file, "sk-SK").name == "cp1250"


def test_marks_of_windows_tell_no_page(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("“50 €” – naïve café".encode("cp1252"))

    assert read_text(file, detect_encoding(file)) == "“50 €” – naïve café"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_few_broken_bytes_do_not_make_a_code_page(mark: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(mark + "Účet je zrozumiteľný, ďakujem".encode() + b"\xe8")

    found = detect_encoding(file)

    assert not found.is_utf8
    assert "not UTF-8 as the rest is" in found.note
    assert read_text(file, found) == "Účet je zrozumiteľný, ďakujem\ufffd"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "utf-16"])
def test_a_large_file_is_never_in_memory(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    chunk = "Účet za účet; žltý kôň,1,2,3\r\n".encode(encoding) * 200_000
    with file.open("wb") as target:
        for _ in range(20):
            target.write(chunk)

    tracemalloc.start()
    found = detect_encoding(file)
    transcode(file, found, tmp_path / "copy.csv")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert file.stat().st_size > 100_000_000
    assert peak < 50_000_000
