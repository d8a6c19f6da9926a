"""The PDF beside the document: made by the program that doctor names, or a sentence and no failure."""

from cchc_lib.runs import extras, machine


def test_without_a_program_there_is_a_sentence_and_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(extras, "libreoffice", lambda: None)
    document = tmp_path / "bao-cao-cchc-2024-Q1.docx"
    document.write_bytes(b"")
    (sentence,) = extras.make(tmp_path, ["pdf"])
    assert "LibreOffice hoặc Word" in sentence
    assert [path.name for path in tmp_path.iterdir()] == [document.name]


def test_doctor_and_the_report_look_for_libreoffice_in_the_same_places(tmp_path, monkeypatch):
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    monkeypatch.setenv("ProgramFiles(x86)", str(tmp_path))
    assert machine.pdf_program() == extras.libreoffice()
    assert extras.libreoffice() is not None
