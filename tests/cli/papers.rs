//! `minutes` and `notice`.

use crate::place::{Place, outcome, words};

const NOTICE: &str = "notice --round 2025-dot-1 --unit mau-a -o";

fn arguments<'a>(line: &'a str, file: &'a str) -> Vec<&'a str> {
    let mut arguments = words(line);
    arguments.push(file);
    arguments
}

#[test]
fn papers_say_what_was_recorded_and_are_the_same_bytes_in_any_language() {
    let place = Place::with_answers();
    for paper in ["notice", "minutes"] {
        for ending in ["docx", "txt", "json"] {
            let line = format!("{paper} --round 2025-dot-1 --unit mau-a -o");
            let (vi, en) = (format!("vi.{ending}"), format!("en.{ending}"));
            place.run(&arguments(&line, &vi)).printed();
            place.run(&arguments(&format!("--lang en {line}"), &en)).printed();
            assert_eq!(std::fs::read(place.path(&vi)).unwrap(), std::fs::read(place.path(&en)).unwrap(), "{paper}");
        }
        let text = std::fs::read_to_string(place.path("vi.txt")).unwrap();
        assert!(text.contains("DỰ THẢO") && text.contains("9.256/10.095"), "{text}");
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(place.path("vi.json")).unwrap()).unwrap();
        assert_eq!((&json["kind"], &json["draft"]), (&paper.into(), &true.into()));
    }
}

#[test]
fn a_paper_replaces_the_one_before_and_leaves_nothing_else() {
    let place = Place::with_answers();
    place.write("out/a.docx", "cũ");
    let said = place.run(&arguments(NOTICE, "out/a.docx")).printed();
    assert_eq!(said, "Đã ghi out/a.docx\n");
    assert!(std::fs::read(place.path("out/a.docx")).unwrap().starts_with(b"PK"));
    assert_eq!(place.files("out"), ["a.docx"]);
}

#[test]
fn what_cannot_be_written_is_said_and_the_old_file_stays() {
    let place = Place::with_answers();
    place.write("out/a.txt", "cũ");
    std::fs::create_dir(place.path("out/b.txt")).unwrap();
    for (file, piece) in [
        ("out/a.pdf", ".docx, .txt hoặc .json"),
        ("out/a", ".docx, .txt hoặc .json"),
        ("khong-co/a.docx", "không có thư mục \"khong-co\""),
        ("out/a.txt/b.docx", "không có thư mục \"out/a.txt\""),
        ("out/b.txt", "là một thư mục"),
    ] {
        place.run(&arguments(NOTICE, file)).refused(2, piece);
    }
    place.run(&arguments(&format!("--lang en {NOTICE}"), "khong-co/a.docx")).refused(2, "there is no folder");
    assert_eq!(place.files("out"), ["a.txt", "b.txt"]);
    assert_eq!(std::fs::read_to_string(place.path("out/a.txt")).unwrap(), "cũ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_no_file_is_said() {
    let place = Place::with_answers();
    // The kernel's own folder refuses even its administrator.
    let said = place.run(&arguments(NOTICE, "/proc/a.docx"));
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("/proc"), "{said:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_standard_output_is_said_and_a_reader_that_leaves_is_no_error() {
    let place = Place::with_answers();
    for line in ["status --round 2025-dot-1 --json", "log --round 2025-dot-1", "man", "completions zsh", "--help"] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let run = std::process::Command::new(assert_cmd::cargo::cargo_bin!("kiemtra"))
            .args(words(line))
            .env("KIEMTRA_HOME", place.home())
            .env("KIEMTRA_LANG", "vi")
            .stdout(full)
            .output()
            .unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{line}: {said}");
        assert!(said.starts_with("kiemtra: không ghi hết") && said.contains("ổ đĩa đã đầy"), "{line}: {said}");

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = std::process::Command::new(assert_cmd::cargo::cargo_bin!("kiemtra"))
            .args(words(line))
            .env("KIEMTRA_HOME", place.home())
            .stdout(writer)
            .output()
            .unwrap();
        assert_eq!((run.status.code(), run.stderr.as_slice()), (Some(0), &b""[..]), "{line}");
    }
}

#[test]
fn the_same_records_give_the_same_paper_at_the_same_time() {
    let place = Place::with_answers();
    place.run(&arguments(NOTICE, "a.docx")).printed();
    place.run(&arguments(NOTICE, "b.docx")).printed();
    outcome(place.command(&arguments(NOTICE, "c.docx")).env("KIEMTRA_NOW", "2026-10-20T08:00:00+07:00")).printed();
    let read = |name| std::fs::read(place.path(name)).unwrap();
    assert_eq!(read("a.docx"), read("b.docx"));
    assert_ne!(read("a.docx"), read("c.docx"));
}
