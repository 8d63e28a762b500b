//! Issue 5, bad input: each fault is named with its place.

use super::builder::{Made, W, control, header, marks, p, row};
use super::*;

#[track_caller]
fn faults(bytes: &[u8]) -> Vec<(String, &'static str)> {
    let error = Template::read(bytes, PaperKind::Notice).unwrap_err();
    error.faults().iter().map(|fault| (fault.place.to_string(), fault.problem.word())).collect()
}

/// The only fault of a notice with `body` behind its marks.
#[track_caller]
fn only(made: &Made) -> (String, &'static str) {
    rust_i18n::set_locale("vi");
    let mut faults = faults(&made.bytes());
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[track_caller]
fn only_in(body: &str) -> (String, &'static str) {
    only(&Made::of(&format!("{}{body}", marks())))
}

fn run(content: &str) -> String {
    format!("<w:p><w:r><w:t>chỗ này</w:t>{content}</w:r></w:p>")
}

const HERE: &str = "Phần nội dung chính, đoạn 7 (chỗ \"chỗ này\")";

#[test]
fn what_is_no_docx_is_named() {
    rust_i18n::set_locale("vi");
    let whole = |bytes: &[u8]| faults(bytes).remove(0);
    assert_eq!(whole(b"abc"), ("Tệp mẫu".to_owned(), "no-package"));
    assert_eq!(whole(b""), ("Tệp mẫu".to_owned(), "no-package"));
    assert_eq!(whole(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1more").1, "old-format");
    let sound = Made::of(&marks());
    let bytes = sound.bytes();
    assert_eq!(whole(&bytes[..bytes.len() / 2]).1, "damaged");
    assert_eq!(whole(&sound.clone().file("[Content_Types].xml", "<Types xmlns=\"a\"/>").bytes()).1, "no-document");
    let typed = |kind: &str| {
        let types = format!(
            "<Types xmlns=\"a\"><Override PartName=\"/word/document.xml\" ContentType=\"application/{kind}\"/></Types>"
        );
        whole(&sound.clone().file("[Content_Types].xml", types).bytes()).1
    };
    assert_eq!(typed("vnd.ms-word.document.macroEnabled.main+xml"), "macros");
    assert_eq!(typed("vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "word-template");
    assert_eq!(typed("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "no-document");
}

#[test]
fn tricks_with_the_package_are_refused() {
    let sound = || Made::of(&marks());
    for name in ["../evil.xml", "word/../x.xml", "/x.xml", "C:/x.xml", "word\\x.xml", "WORD/DOCUMENT.XML"] {
        let faults = faults(&sound().file(name, "x").bytes());
        assert_eq!(faults[0].1, "damaged", "{name}");
    }
    let many = (0..600).fold(sound(), |made, number| made.file(&format!("x/{number}"), ""));
    assert_eq!(only(&many).1, "too-many-files");
    assert_eq!(only(&sound().file("word/styles.xml", vec![b' '; 9 << 20])).1, "too-large");
    assert_eq!(faults(&[&b"PK\x03\x04"[..], &vec![0; 17 << 20]].concat())[0].1, "too-large");
}

#[test]
fn macros_and_embedded_objects_are_refused() {
    let sound = || Made::of(&marks());
    let (place, word) = only(&sound().file("word/vbaProject.bin", "x"));
    assert_eq!((place.as_str(), word), ("Thành phần \"word/vbaProject.bin\" trong tệp", "macros"));
    assert_eq!(only(&sound().related("keyMapCustomizations", "rId5", "customizations.xml", "<a/>")).1, "macros");
    assert_eq!(only(&sound().related("oleObject", "rId5", "embeddings/a.bin", "x")).1, "embedded");
    assert_eq!(only(&sound().related("aFChunk", "rId5", "a.html", "x")).1, "embedded");
    assert_eq!(only(&sound().related("chart", "rId5", "charts/chart1.xml", "<a/>")).1, "foreign-part");
    for object in [
        "<w:object/>",
        "<w:control/>",
        "<w:pict><v:shape><o:OLEObject xmlns:o=\"urn:schemas-microsoft-com:office:office\"/></v:shape></w:pict>",
    ] {
        assert_eq!(only_in(&run(object)), (HERE.to_owned(), "embedded"), "{object}");
    }
    assert_eq!(only_in("<w:altChunk r:id=\"rId5\"/>").1, "embedded");
}

#[test]
fn what_leads_to_no_part_is_refused_where_it_stands() {
    let picture = run("<w:pict><v:shape><v:imagedata r:id=\"rId77\"/></v:shape></w:pict>");
    assert_eq!(only_in(&picture), (HERE.to_owned(), "damaged"));
}

#[test]
fn links_out_of_the_file_are_refused_where_they_stand() {
    let linked = |kind: &str, content: &str| {
        Made::of(&format!("{}{content}", marks())).outward(kind, "rId5", "https://example.invalid/x")
    };
    let hyperlink = "<w:p><w:hyperlink r:id=\"rId5\"><w:r><w:t>chỗ này</w:t></w:r></w:hyperlink></w:p>";
    assert_eq!(only(&linked("hyperlink", hyperlink)), (HERE.to_owned(), "external"));
    assert_eq!(
        only(&linked("image", &run("<w:pict><v:shape><v:imagedata r:id=\"rId5\"/></v:shape></w:pict>"))).0,
        HERE
    );
    assert_eq!(only(&linked("attachedTemplate", "")).1, "external", "named by nothing in the text");
    assert_eq!(
        only_in(&run("<w:pict><v:shape><v:imagedata src=\"//server/share/x.png\"/></v:shape></w:pict>")).1,
        "external"
    );
    let error = Template::read(&linked("hyperlink", hyperlink).bytes(), PaperKind::Notice).unwrap_err().to_string();
    assert!(error.contains("https://example.invalid/x") && error.contains("Remove Hyperlink"), "{error}");
}

#[test]
fn fields_other_than_page_numbers_are_refused_however_they_are_written() {
    let field = |instructions: &[&str]| {
        let char = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        let part = |part: &&str| format!("<w:r><w:instrText>{part}</w:instrText></w:r>");
        let said = instructions.iter().map(part).collect::<Vec<_>>().concat();
        format!("<w:p><w:r><w:t>chỗ này</w:t></w:r>{}{said}{}{}</w:p>", char("begin"), char("separate"), char("end"))
    };
    assert_eq!(only_in(&field(&["HYPER", "LINK \"x\""])), (HERE.to_owned(), "field"));
    assert_eq!(only_in(&field(&[" INCLUDETEXT x"])).1, "field");
    assert_eq!(only_in("<w:p><w:fldSimple w:instr=\"DATE\"/></w:p>").1, "field");
    for open in [
        "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "<w:instrText>PAGE</w:instrText>",
    ] {
        assert_eq!(only_in(&run(open)).1, "broken-field", "{open}");
    }
    let sound = format!("{}{}", marks(), field(&[" PA", "GE  \\* MERGEFORMAT "]));
    Template::read(&Made::of(&sound).bytes(), PaperKind::Notice).unwrap();
}

#[test]
fn changes_and_comments_that_are_still_open_are_refused() {
    for change in [
        "<w:ins w:author=\"A\"><w:r><w:t>chỗ này</w:t></w:r></w:ins>",
        "<w:r><w:rPr><w:rPrChange/></w:rPr><w:t>chỗ này</w:t></w:r>",
    ] {
        assert_eq!(only_in(&format!("<w:p>{change}</w:p>")), (HERE.to_owned(), "tracked-change"), "{change}");
    }
    assert_eq!(only_in(&run("<w:commentReference w:id=\"0\"/>")), (HERE.to_owned(), "comment"));
}

#[test]
fn xml_that_cannot_be_trusted_is_refused() {
    let with = |document: String| only(&Made::of("").file("word/document.xml", document));
    let body = format!("<w:body>{}</w:body>", marks());
    assert_eq!(with(format!("<w:document {W}>{body}")).1, "broken-xml");
    assert_eq!(
        with(format!("<!DOCTYPE w:document [<!ENTITY a \"b\">]><w:document {W}>{body}</w:document>")).1,
        "doctype"
    );
    assert_eq!(
        with(format!("<x:document {}>{}</x:document>", W.replace("xmlns:w", "xmlns:x"), body.replace("w:", "x:"))).1,
        "dialect"
    );
    assert_eq!(with("<a/>".to_owned()).1, "broken-xml");
    assert_eq!(only(&Made::of(&marks()).related("numbering", "rId5", "numbering.xml", "<a")).1, "broken-xml");
}

#[test]
fn marks_that_are_missing_doubled_or_unknown_are_named_with_their_place() {
    rust_i18n::set_locale("vi");
    let without = marks().replace("{{recipients}}", "Nơi nhận");
    let error = Template::read(&Made::of(&without).bytes(), PaperKind::Notice).unwrap_err();
    assert!(error.to_string().contains("thiếu dấu {{recipients}}"), "{error}");
    assert_eq!(error.faults()[0].problem.mark(), Some(Mark::Recipients));
    let again = "Phần nội dung chính, đoạn 7 (chỗ \"Lại {{number}}\")";
    assert_eq!(only_in(&p("Lại {{number}}")), (again.to_owned(), "doubled-mark"));
    let wrong = Template::read(&Made::of(&format!("{}{}", marks(), p("Tên: {{agencyy}}"))).bytes(), PaperKind::Notice)
        .unwrap_err();
    assert!(wrong.to_string().contains("có phải là \"agency\"?"), "{wrong}");
    assert_eq!(only_in(&p("{{xyz123}}")).1, "unknown-mark");
    assert_eq!(only_in(&control("place_dat", "", &p("x"))).1, "unknown-mark");
    assert_eq!(only_in(&p("a {{agency")).1, "unpaired-braces");
    assert_eq!(only_in(&p("agency}}")).1, "unpaired-braces");
    assert_eq!(only_in(&p("{{addressed_to}}")).1, "foreign-mark");
    assert_eq!(only_in(&p("{{signer_name}}")).1, "doubled-mark");
}

#[test]
fn block_marks_stand_alone_and_in_the_text() {
    assert_eq!(only_in(&p("và {{bases}}")).1, "not-alone");
    let in_header = Made::of(&marks())
        .file("word/header1.xml", header("<w:r><w:t>{{bases}}</w:t></w:r><w:fldSimple w:instr=\"PAGE\"/>"));
    assert_eq!(faults(&in_header.bytes())[0].1, "not-alone");
    let in_header = Made::of(&marks()).file("word/header2.xml", header("<w:r><w:t>{{bases}}</w:t></w:r>"));
    assert_eq!(
        only(&in_header),
        ("Đầu trang (header) của trang đầu, đoạn 1 (chỗ \"{{bases}}\")".to_owned(), "outside-text")
    );
    let in_box = run(&format!(
        "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>",
        p("{{bases}}")
    ));
    assert_eq!(only_in(&in_box).1, "outside-text");
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&[&p("a"), &p("b")]),
        row(&[&p("c"), &format!("{}{}", p("d"), p("{{annexes}}"))])
    );
    let place = "Phần nội dung chính, bảng 1, hàng 2, cột 2, đoạn 2 (chỗ \"{{annexes}}\")";
    assert_eq!(only_in(&table), (place.to_owned(), "in-table"));
    let around = control("agency", "", &row(&[&p("x")]));
    assert_eq!(only_in(&format!("<w:tbl>{around}</w:tbl>")).1, "around-rows");
}

#[test]
fn doubts_are_told_and_nothing_is_refused_for_them() {
    let doubts = |made: &Made| -> Vec<&str> {
        let template = Template::read(&made.bytes(), PaperKind::Notice).unwrap_or_else(|error| panic!("{error}"));
        template.doubts().iter().map(|doubt| doubt.problem.word()).collect()
    };
    let sound = Made::of(&marks());
    assert_eq!(doubts(&sound), [""; 0]);
    assert_eq!(doubts(&sound.clone().file("word/header1.xml", header(""))), ["no-page-number"]);
    assert_eq!(doubts(&Made::of(&marks().replace("{{number}}", "{{number}}/TB-SNV"))), ["repeated"]);
    let controls = [control("so-lieu", "", &p("x")), control("", "<w:showingPlcHdr/>", &p("Bấm để nhập"))].concat();
    assert_eq!(doubts(&Made::of(&format!("{}{controls}", marks()))), ["other-control", "hint"]);
}

#[test]
fn every_word_for_programs_is_kebab_case_and_every_sentence_is_there() {
    rust_i18n::set_locale("vi");
    for mark in Mark::ALL {
        assert_eq!(Mark::named(mark.name()), Some(mark));
        assert!(!mark.explanation().contains("template."), "{}", mark.name());
        for problem in
            [Problem::MissingMark(mark), Problem::Repeated(mark), Problem::InTable(mark), Problem::AroundRows(mark)]
        {
            let said = problem.to_string();
            assert!(said.contains(mark.name()) && !said.contains('%') && !said.contains("template."), "{said}");
        }
    }
}
