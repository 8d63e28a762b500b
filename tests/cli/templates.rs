//! `office template`, and papers printed by an office's own template.

use std::io::{Cursor, Read, Write};

use kiemtra::journal::{Author, Chain, Change, Clock, FieldName, Journal, Parents, RecordKey};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::place::{NOW, Outcome, Place, ROUND, words};

const TEXT: &str = "word/document.xml";
const KINDS: [&str; 5] = ["notice", "minutes", "report", "letter", "programme"];
/// What [`own`] adds: fixed text that the built-in layout does not have.
const OWN: &str = "MẪU RIÊNG CỦA SỞ";

fn run(place: &Place, line: &str) -> Outcome {
    place.run(&words(line))
}

fn read(place: &Place, name: &str) -> Vec<u8> {
    std::fs::read(place.path(name)).unwrap()
}

/// The parts of a .docx, in their order.
fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut package = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut all = Vec::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        all.push((part.name().unwrap().into_owned(), bytes));
    }
    all
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        package.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        package.write_all(bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// `docx` with one part changed.
fn changed(docx: &[u8], name: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = parts(docx);
    let part = parts.iter_mut().find(|part| part.0 == name).unwrap();
    part.1 = change(String::from_utf8(part.1.clone()).unwrap()).into_bytes();
    packed(&parts)
}

fn text(docx: &[u8]) -> String {
    parts(docx).into_iter().filter(|part| part.0 == TEXT).map(|part| String::from_utf8(part.1).unwrap()).collect()
}

/// The example for papers of `kind`.
fn example(place: &Place, kind: &str) -> Vec<u8> {
    run(place, &format!("office template example --kind {kind} -o vi-du.docx")).printed();
    read(place, "vi-du.docx")
}

/// The same with a line of the office's own at the top.
fn own(place: &Place, kind: &str) -> Vec<u8> {
    let line = format!("<w:p><w:r><w:t>{OWN}</w:t></w:r></w:p>");
    changed(&example(place, kind), TEXT, |text| text.replacen("<w:body>", &format!("<w:body>{line}"), 1))
}

/// A place whose round's office is kept as `so-noi-vu`.
fn place() -> Place {
    let place = Place::with_answers();
    run(&place, &format!("office save --round {ROUND} --id so-noi-vu")).printed();
    place
}

/// The same with a template of its own for papers of `kind`.
fn with_own(kind: &str) -> Place {
    let place = place();
    place.write("mau.docx", own(&place, kind));
    run(&place, &format!("office template set so-noi-vu mau.docx --kind {kind}")).printed();
    place
}

fn kept(place: &Place) -> Vec<Value> {
    let said = run(place, "office template show --json").printed();
    serde_json::from_str::<Value>(&said).unwrap()["templates"].as_array().unwrap().clone()
}

#[test]
fn every_kind_of_paper_is_printed_by_the_template_of_the_office_that_issues_it() {
    let place = place();
    for kind in KINDS {
        place.write("mau.docx", own(&place, kind));
        let said = run(&place, &format!("office template set so-noi-vu mau.docx --kind {kind}")).printed();
        assert!(said.contains("mau.docx") && said.contains("Sở Nội vụ"), "{said}");
    }
    for line in [
        format!("notice --round {ROUND} --unit mau-a"),
        format!("minutes --round {ROUND} --unit mau-a"),
        format!("report --round {ROUND}"),
        format!("letter announcement --round {ROUND}"),
        format!("letter outline --round {ROUND}"),
        format!("letter programme --round {ROUND}"),
        format!("letter opinion --round {ROUND} --unit mau-a"),
    ] {
        let said = run(&place, &format!("{line} -o a.docx")).printed();
        assert!(said.starts_with("Đã ghi a.docx (theo mẫu riêng của Sở Nội vụ: mau.docx)"), "{line}: {said}");
        assert!(text(&read(&place, "a.docx")).contains(OWN), "{line}");
        let said = run(&place, &format!("{line} -o b.docx --layout built-in")).printed();
        assert!(said.starts_with("Đã ghi b.docx\n"), "{line}: {said}");
        assert!(!text(&read(&place, "b.docx")).contains(OWN), "{line}");
        // What a paper says is the same by either layout; text knows none.
        let said = run(&place, &format!("{line} -o a.txt")).printed();
        assert!(said.starts_with("Đã ghi a.txt\n"), "{line}: {said}");
    }
}

#[test]
fn letters_about_an_issued_notice_are_printed_by_the_template_too() {
    let place = with_own("letter");
    let issue = ["issue", "--round", ROUND, "--unit", "mau-a", "--number", "5", "--date", "2025-10-20"];
    let said = place.run(&[&issue[..], &["--reason", "Biên bản ký trên giấy"]].concat()).printed();
    assert!(!said.contains("mẫu riêng"), "notices have no template: {said}");
    let said = run(&place, &format!("requirement remind --round {ROUND} --unit mau-a -o a.docx"));
    assert_eq!(said.code, 2, "nothing is overdue yet: {said:?}");
    let slip = ["--at", "Phần căn cứ", "--wrong", "UBND xã Mẫu A", "--right", "Ủy ban nhân dân xã Mẫu A"];
    let correct = [&["correct", "--round", ROUND, "--unit", "mau-a", "-o", "a.docx"][..], &slip[..]].concat();
    for more in [&[][..], &["--number", "9", "--date", "2025-10-20"][..]] {
        let said = place.run(&[&correct[..], more].concat()).printed();
        assert!(said.contains("theo mẫu riêng của Sở Nội vụ: mau.docx"), "{said}");
        assert!(text(&read(&place, "a.docx")).contains(OWN));
    }
}

#[test]
fn what_has_to_be_mended_is_told_line_by_line_with_its_place_and_nothing_is_kept() {
    let place = place();
    let sound = example(&place, "notice");
    let rels = "word/_rels/document.xml.rels";
    let link = "<Relationship Id=\"rIdX\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" Target=\"file:///Z:/mau.dotm\" TargetMode=\"External\"/></Relationships>";
    let with_macro = || {
        let mut all = parts(&sound);
        all.push(("word/vbaProject.bin".to_owned(), b"x".to_vec()));
        packed(&all)
    };
    let cases = [
        ("missing-mark", changed(&sound, TEXT, |text| text.replace("{{body}}", ""))),
        ("doubled-mark", changed(&sound, TEXT, |text| text.replace("{{abstract}}", "{{abstract}} {{abstract}}"))),
        ("unknown-mark", changed(&sound, TEXT, |text| text.replace("{{kind}}", "{{kinds}}"))),
        ("macros", with_macro()),
        ("external", changed(&sound, rels, |text| text.replace("</Relationships>", link))),
        ("no-package", b"no zip".to_vec()),
    ];
    for (problem, bytes) in cases {
        place.write("mau.docx", bytes);
        let said = run(&place, "office template check mau.docx --kind notice");
        assert_eq!((said.code, said.err.as_str()), (1, ""), "{problem}: {said:?}");
        let lines: Vec<&str> = said.out.lines().collect();
        assert!(lines[0].contains("mau.docx") && lines[1..].iter().all(|line| line.starts_with("- ")), "{said:?}");
        let json = run(&place, "office template check mau.docx --kind notice --json");
        assert_eq!(json.code, 1, "{json:?}");
        let json: Value = serde_json::from_str(&json.out).unwrap();
        let faults = json["faults"].as_array().unwrap();
        assert_eq!(faults.len(), lines.len() - 1, "{problem}: {json}");
        let fault = faults.iter().find(|fault| fault["problem"] == problem).unwrap_or_else(|| panic!("{json}"));
        assert!(!fault["place"].as_str().unwrap().is_empty() && !fault["message"].as_str().unwrap().is_empty());

        let refused = run(&place, "office template set so-noi-vu mau.docx --kind notice").refused(2, "mau.docx");
        assert_eq!(refused.lines().filter(|line| line.starts_with("- ")).count(), faults.len(), "{refused}");
        assert_eq!(kept(&place), [json!(null); 0], "{problem}");
    }
    run(&place, &format!("notice --round {ROUND} --unit mau-a -o a.docx")).printed();
}

#[test]
fn a_sound_file_is_told_with_its_marks_and_where_they_stand() {
    let place = place();
    place.write("mau.docx", own(&place, "notice"));
    let said = run(&place, "office template check mau.docx --kind notice").printed();
    assert!(said.contains("dùng được") && said.contains("place_date") && said.contains("recipients"), "{said}");
    let json = run(&place, "office template check mau.docx --kind notice --json").printed();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["faults"], &json["kind"]), (&json!([]), &json!("notice")));
    let marks = json["marks"].as_array().unwrap();
    assert!(marks.iter().any(|mark| mark["mark"] == "body" && !mark["place"].as_str().unwrap().is_empty()), "{json}");
    assert!(kept(&place).is_empty(), "check keeps nothing");
}

#[test]
fn an_issued_notice_does_not_change_with_its_template() {
    let place = with_own("notice");
    let issue = ["issue", "--round", ROUND, "--unit", "mau-a", "--number", "5", "--date", "2025-10-20"];
    let said = place.run(&[&issue[..], &["--reason", "Biên bản ký trên giấy"]].concat()).printed();
    assert!(said.contains("theo mẫu riêng của Sở Nội vụ (mau.docx)"), "{said}");
    let notice = |file: &str| {
        run(&place, &format!("notice --round {ROUND} --unit mau-a -o {file}")).printed();
        read(&place, file)
    };
    let first = notice("a.docx");
    assert!(text(&first).contains(OWN));
    place.write("khac.docx", example(&place, "notice"));
    run(&place, "office template set so-noi-vu khac.docx --kind notice").printed();
    assert_eq!(notice("b.docx"), first, "another template");
    run(&place, "office template remove so-noi-vu --kind notice").printed();
    assert_eq!(notice("c.docx"), first, "none");
    let asked = run(&place, &format!("notice --round {ROUND} --unit mau-a -o d.docx --layout built-in"));
    assert!(asked.code == 0 && asked.err.contains("--layout"), "{asked:?}");
    assert_eq!(read(&place, "d.docx"), first);
}

#[test]
fn a_notice_can_be_issued_by_the_built_in_layout_although_the_office_has_a_template() {
    let place = with_own("notice");
    let issue = "--layout built-in --number 5 --date 2025-10-20 --reason Gấp";
    let said = run(&place, &format!("issue --round {ROUND} --unit mau-a {issue}")).printed();
    assert!(!said.contains("mẫu riêng"), "{said}");
    run(&place, &format!("notice --round {ROUND} --unit mau-a -o a.docx")).printed();
    assert!(!text(&read(&place, "a.docx")).contains(OWN));
}

#[test]
fn a_damaged_template_refuses_its_papers_names_the_office_and_how_to_print_without_it() {
    let place = with_own("notice");
    {
        let mut journal = Journal::open(&place.home(), Clock::Fixed(NOW.parse().unwrap())).unwrap();
        let record = RecordKey::new("setting/office-template/so-noi-vu/notice".to_owned()).unwrap();
        let value = json!({ "file": "mau.docx", "sha256": "0".repeat(64), "size": 3 });
        let field = FieldName::new("template".to_owned()).unwrap();
        let lost = Change { record, field, value, parents: Parents::SoleHead };
        journal.write(&Chain::DeviceWide, &Author::default(), &[lost]).unwrap();
    }
    let refused =
        run(&place, &format!("notice --round {ROUND} --unit mau-a -o a.docx")).refused(2, "--layout built-in");
    assert!(refused.contains("Sở Nội vụ") && refused.contains("mau.docx"), "{refused}");
    let issue = "--number 5 --date 2025-10-20 --reason Gấp";
    run(&place, &format!("issue --round {ROUND} --unit mau-a {issue}")).refused(2, "mau.docx");
    assert!(!place.path("a.docx").exists());
    assert!(run(&place, "issued --json").printed().contains("\"issued\":[]"));
    run(&place, &format!("notice --round {ROUND} --unit mau-a -o a.docx --layout built-in")).printed();
    run(&place, &format!("minutes --round {ROUND} --unit mau-a -o b.docx")).printed();
    let shown = run(&place, "office template show so-noi-vu").printed();
    assert!(shown.contains("không dùng được nữa"), "{shown}");
    assert!(kept(&place)[0]["problem"].is_string());
    run(&place, "office template export so-noi-vu --kind notice -o c.docx").refused(2, "mau.docx");
    run(&place, "office template remove so-noi-vu --kind notice").printed();
    run(&place, &format!("notice --round {ROUND} --unit mau-a -o a.docx")).printed();
}

#[test]
fn templates_are_shown_written_as_given_and_removed() {
    let place = with_own("letter");
    let shown = run(&place, "office template show so-noi-vu").printed();
    for piece in [
        "Sở Nội vụ (so-noi-vu)",
        "letter: công văn, mẫu riêng mau.docx",
        "notice: thông báo kết luận, mẫu mặc định",
        "addressed_to",
    ] {
        assert!(shown.contains(piece), "{piece}: {shown}");
    }
    let all = kept(&place);
    assert_eq!((&all[0]["office"], &all[0]["kind"]), (&json!("so-noi-vu"), &json!("letter")));
    assert_eq!((&all[0]["when"], &all[0]["problem"]), (&json!(NOW), &json!(null)));
    run(&place, "office template export so-noi-vu --kind letter --out ra.docx").printed();
    assert_eq!(read(&place, "ra.docx"), read(&place, "mau.docx"));
    run(&place, "office template export so-noi-vu --kind notice -o x.docx").refused(2, "mẫu mặc định");
    run(&place, "office template export so-noi-vu --kind letter -o ra.txt").refused(2, ".docx");
    let said = run(&place, "office template remove so-noi-vu --kind letter").printed();
    assert!(said.contains("mau.docx") && said.contains("mặc định"), "{said}");
    run(&place, "office template remove so-noi-vu --kind letter").refused(2, "mẫu mặc định");
    assert!(!place.path("x.docx").exists() && !place.path("ra.txt").exists());
}

#[test]
fn a_file_that_cannot_be_used_and_an_office_that_is_not_kept_are_said_plainly() {
    let place = place();
    place.write("mau.doc", "x");
    place.write("mau.docx", example(&place, "notice"));
    std::fs::create_dir(place.path("thu-muc.docx")).unwrap();
    let set = |office: &str, file: &str| run(&place, &format!("office template set {office} {file} --kind notice"));
    set("so-khac", "mau.docx").refused(2, "so-noi-vu");
    set("so-noi-vu", "mau.doc").refused(2, "Word Document");
    set("so-noi-vu", "khong-co.docx").refused(2, "không tìm thấy");
    set("so-noi-vu", "thu-muc.docx").refused(2, "là một thư mục");
    run(&place, "office template check mau.doc --kind notice").refused(2, "Word Document");
    run(&place, "office template set so-noi-vu mau.docx --kind giay-moi").refused(2, "giay-moi");
    run(&place, "office template example --kind notice -o khong-co/a.docx").refused(2, "không có thư mục");
    assert!(kept(&place).is_empty());
    let help = run(&place, "office template set --help").printed();
    for kind in KINDS {
        assert!(help.lines().any(|line| line.trim_start().starts_with(kind)), "{kind} has no line: {help}");
    }
}

#[test]
fn a_template_travels_in_no_pack_and_prints_the_same_bytes_in_any_language() {
    let place = with_own("notice");
    let line = format!("notice --round {ROUND} --unit mau-a");
    run(&place, &format!("{line} -o vi.docx")).printed();
    run(&place, &format!("--lang en {line} -o en.docx")).printed();
    assert_eq!(read(&place, "vi.docx"), read(&place, "en.docx"));
    run(&place, &format!("pack --round {ROUND} --plain -o a.ktra")).printed();
    let other = Place::new();
    other.write("a.ktra", read(&place, "a.ktra"));
    let merged = run(&other, "merge a.ktra --accept-new-devices");
    assert!(merged.code <= 1, "{merged:?}");
    assert!(kept(&other).is_empty());
    let said = run(&other, &format!("{line} -o a.docx --as truong-doan")).printed();
    assert!(!said.contains("mẫu riêng"), "{said}");
}
