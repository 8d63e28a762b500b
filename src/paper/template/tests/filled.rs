//! What a filled template holds.

use super::builder::{Made, SECTION, W, control, header, marks, p, row};
use super::*;
use crate::paper::{Image, Orientation, Picture, Status};

#[track_caller]
fn template(made: &Made, kind: PaperKind) -> Template {
    Template::read(&made.bytes(), kind).unwrap_or_else(|error| panic!("{error}"))
}

/// The parts of `document` in the template, after it was checked that they hold together.
#[track_caller]
fn filled(made: &Made, document: &Document) -> BTreeMap<String, String> {
    let bytes = render_in(document, &template(made, document.kind)).unwrap();
    assert_holds_together(&bytes)
}

fn text(parts: &BTreeMap<String, String>) -> &str {
    &parts["word/document.xml"]
}

/// The paragraph that says `text`.
#[track_caller]
fn paragraph<'a>(xml: &'a str, text: &str) -> &'a str {
    let at = xml.find(text).unwrap_or_else(|| panic!("nothing says {text}: {xml}"));
    let start = xml[..at].rfind("<w:p>").unwrap();
    &xml[start..at]
}

fn draft() -> Document {
    Document { status: Status::Draft, ..samples::notice() }
}

#[test]
fn a_mark_is_found_over_the_borders_of_runs_and_keeps_the_look_of_the_first() {
    let split = "<w:p><w:r><w:rPr><w:b/><w:color w:val=\"FF0000\"/></w:rPr><w:t>Cơ quan: {</w:t></w:r><w:proofErr w:type=\"spellStart\"/>\
        <w:r><w:rPr><w:i/></w:rPr><w:t>{age</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"a\"/><w:r><w:t>ncy</w:t></w:r><w:r><w:t>}} hết; {{status}}{{parent_agency}}.</w:t></w:r></w:p>";
    let parts = filled(&Made::of(&format!("{split}{}", marks())), &draft());
    let xml = text(&parts);
    let wanted =
        "<w:r><w:rPr><w:b/><w:color w:val=\"FF0000\"/></w:rPr><w:t xml:space=\"preserve\">SỞ NỘI VỤ</w:t></w:r>";
    assert!(xml.contains(wanted), "{xml}");
    let from = xml.find("Cơ quan").unwrap();
    let tags = |text: &str| {
        text.split('<').map(|piece| piece.split_once('>').map_or("", |(_, said)| said).to_owned()).collect::<String>()
    };
    let line = tags(&xml[from - 1..xml[from..].find("</w:p>").unwrap() + from]);
    assert!(line.ends_with("SỞ NỘI VỤ hết; DỰ THẢOỦY BAN NHÂN DÂN TỈNH THÁI BÌNH."), "{line}");
    assert!(!xml.contains("{{"), "{xml}");
}

#[test]
fn content_controls_are_filled_and_gone_with_their_hints() {
    let hint = "<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr><w:t>Bấm để nhập</w:t></w:r>";
    let inline = format!("<w:p>{}</w:p>", control("agency", "<w:rPr><w:b/></w:rPr><w:showingPlcHdr/>", hint));
    let block = control(
        "kind",
        "",
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"30\"/></w:rPr><w:t>LOẠI</w:t></w:r></w:p><w:p/>",
    );
    let cell = control(
        "parent_agency",
        "",
        "<w:tc><w:tcPr><w:tcW w:w=\"5000\" w:type=\"dxa\"/></w:tcPr><w:p><w:r><w:t>X</w:t></w:r></w:p></w:tc>",
    );
    let body = control("bases", "", &p("Căn cứ …"));
    let parts = filled(
        &Made::of(&format!("{inline}{block}<w:tbl><w:tr>{cell}</w:tr></w:tbl>{body}{}", marks())),
        &samples::notice(),
    );
    let xml = text(&parts);
    assert!(xml.contains("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">SỞ NỘI VỤ</w:t></w:r>"));
    assert!(
        paragraph(xml, "THÔNG BÁO").contains("<w:jc w:val=\"center\"/>")
            && paragraph(xml, "THÔNG BÁO").contains("w:val=\"30\"")
    );
    assert!(xml.contains(
        "<w:tc><w:tcPr><w:tcW w:w=\"5000\" w:type=\"dxa\"/></w:tcPr><w:p><w:r><w:t xml:space=\"preserve\">ỦY BAN"
    ));
    assert_eq!(xml.matches("Căn cứ Nghị định").count(), 1);
    assert!(
        !xml.contains("w:sdt") && !xml.contains("Bấm") && !xml.contains("PlaceholderText") && !xml.contains("LOẠI"),
        "{xml}"
    );
}

#[test]
fn the_paragraph_of_the_mark_gives_its_look_to_the_text_and_headings_stay_headings() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"VanBan\"/><w:spacing w:after=\"77\"/><w:jc w:val=\"both\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"Arial\"/><w:sz w:val=\"26\"/></w:rPr><w:t>{{body}}</w:t></w:r></w:p>";
    let made = Made::of(&marks().replace(&p("{{body}}"), body));
    let parts = filled(&made, &samples::notice());
    let xml = text(&parts);
    let run = "<w:rPr><w:rFonts w:ascii=\"Arial\"/><w:sz w:val=\"26\"/></w:rPr>";
    let plain = paragraph(xml, "Ngày 16/9/2025");
    assert!(
        plain.contains("<w:pPr><w:pStyle w:val=\"VanBan\"/><w:spacing w:after=\"77\"/><w:jc w:val=\"both\"/></w:pPr>")
            && plain.contains(run),
        "{plain}"
    );
    let heading = paragraph(xml, "I. KẾT QUẢ");
    assert!(heading.contains("<w:pStyle w:val=\"VanBan\"/><w:keepNext/><w:keepLines/><w:spacing"), "{heading}");
    assert!(
        heading.contains("<w:outlineLvl w:val=\"0\"/>")
            && heading.contains("<w:rFonts w:ascii=\"Arial\"/><w:b/><w:bCs/><w:sz"),
        "{heading}"
    );
    // Without a mark of their own the căn cứ stand before the text, in its look and in italics.
    let basis = paragraph(xml, "Căn cứ Nghị định");
    assert!(basis.contains("<w:pStyle w:val=\"VanBan\"/>") && basis.contains("<w:i/><w:iCs/>"), "{basis}");
    let styles = &parts["word/styles.xml"];
    assert!(
        styles.contains("<w:basedOn w:val=\"VanBan\"/>") && styles.matches("w:ascii=\"Arial\"").count() == 7,
        "{styles}"
    );
    assert!(paragraph(xml, "Hồ sơ tiếp nhận").contains("<w:pStyle w:val=\"KiemtraCell\"/>"));
}

#[test]
fn every_header_of_a_draft_says_so_and_none_of_a_final_paper() {
    let count = |parts: &BTreeMap<String, String>| -> Vec<usize> {
        parts
            .iter()
            .filter(|(name, _)| name.contains("header") && !name.contains("rels"))
            .map(|(_, xml)| xml.matches("DỰ THẢO").count())
            .collect()
    };
    let made = Made::of(&marks());
    assert_eq!(count(&filled(&made, &draft())), [1, 1, 1], "two of the template's, one for the annex");
    assert_eq!(count(&filled(&made, &samples::notice())), [0, 0, 0]);
    // A place of the office's own is not doubled; its other headers are still told.
    let own = made.file("word/header1.xml", header("<w:r><w:t>Bản {{status}}</w:t></w:r>"));
    let parts = filled(&own, &draft());
    assert_eq!(count(&parts), [1, 1, 1]);
    assert!(parts["word/header1.xml"].contains("<w:t xml:space=\"preserve\">Bản </w:t>"));
    // Where there are no headers they are made, on every kind of pages that has its own.
    let bare = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:titlePg/></w:sectPr>";
    let settings =
        format!("<w:settings {W}><w:evenAndOddHeaders/><w:trackRevisions/><w:documentProtection/></w:settings>");
    let none = Made::bare(&format!("{}{bare}", marks())).related("settings", "rId3", "settings.xml", &settings);
    let parts = filled(&none, &draft());
    assert_eq!(count(&parts), [1, 1, 1, 1], "default, first, even and the annex's");
    assert!(
        parts["word/settings.xml"].contains("evenAndOddHeaders") && !parts["word/settings.xml"].contains("Revisions")
    );
    assert_eq!(count(&filled(&none, &samples::notice())), [0], "the annex's alone");
}

#[test]
fn marks_stand_in_headers_and_text_boxes_and_are_counted_once() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p("{{kind}}"));
    let boxed = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    let made = Made::of(&format!("{boxed}{}", marks()))
        .file("word/header1.xml", header("<w:r><w:t>{{agency}}</w:t></w:r><w:fldSimple w:instr=\"PAGE\"/>"));
    let parts = filled(&made, &samples::notice());
    assert_eq!(text(&parts).matches("THÔNG BÁO").count(), 2);
    assert!(parts["word/header1.xml"].contains("SỞ NỘI VỤ"));
    let marks = template(&made, PaperKind::Notice).marks();
    assert_eq!(marks.iter().filter(|placed| placed.mark == Mark::Kind).count(), 1);
    assert!(marks.iter().any(|placed| placed.mark == Mark::Agency && placed.place.part == Part::Header(Pages::Other)));
}

#[test]
fn annexes_are_sections_with_the_templates_margins_and_headers() {
    let parts = filled(&Made::of(&marks()), &samples::long_notice());
    let xml = text(&parts);
    let sections: Vec<&str> =
        xml.split("<w:sectPr").skip(1).map(|rest| rest.split("</w:sectPr>").next().unwrap()).collect();
    assert_eq!(sections.len(), 3);
    for section in &sections {
        assert!(
            section.contains("w:left=\"1701\"")
                && section.contains("<w:headerReference w:type=\"default\" r:id=\"rId8\"/>"),
            "{section}"
        );
        assert!(!section.contains("rsid"));
    }
    assert!(sections[0].contains("r:id=\"rId9\"") && !sections[0].contains("w:start"));
    assert!(
        sections[1].contains("<w:pgNumType w:start=\"1\"/>")
            && sections[1].contains("w:type=\"first\" r:id=\"rIdKiemtraAnnex\"")
    );
    assert!(sections[2].contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"));
    // In their place, where the office chose one; what it wrote behind follows on pages of its own.
    let made = Made::of(&format!("{}{}{}", marks(), p("{{annexes}}"), p("Lời cuối")));
    let xml = text(&filled(&made, &samples::notice())).to_owned();
    assert!(xml.find("BẢNG ĐIỂM").unwrap() < xml.find("Lời cuối").unwrap());
    assert_eq!(xml.matches("<w:sectPr").count(), 3);
    let without = Document { annexes: vec![], ..samples::notice() };
    assert_eq!(text(&filled(&made, &without)).matches("<w:sectPr").count(), 1);
}

#[test]
fn what_has_no_mark_is_not_lost() {
    let made =
        Made::of(&["number", "abstract", "body", "signature"].map(|name| p(&format!("{{{{{name}}}}}"))).concat());
    let xml = text(&filled(&made, &samples::minutes())).to_owned();
    assert!(xml.find("TRƯỞNG ĐOÀN").unwrap() < xml.find("- Đơn vị được kiểm tra;").unwrap());
    assert!(xml.contains("Nơi nhận:"));
    let single = marks().replace(&p("{{signature}}"), &[p("{{signer_post}}"), p("{{signer_name}}")].concat());
    let xml = text(&filled(&Made::of(&single), &samples::notice())).to_owned();
    assert!(xml.contains("KT. GIÁM ĐỐC</w:t><w:br/><w:t xml:space=\"preserve\">PHÓ GIÁM ĐỐC"), "{xml}");
    let mut two = samples::notice();
    two.signatures = samples::minutes().signatures;
    let xml = text(&filled(&Made::of(&single), &two)).to_owned();
    assert!(xml.contains("THƯ KÝ") && xml.contains("TRƯỞNG ĐOÀN"), "{xml}");
}

#[test]
fn a_line_whose_mark_has_nothing_to_say_is_gone_and_cells_keep_a_paragraph() {
    let cells = row(&[&p("{{parent_agency}}"), &format!("{}{}", p("{{kind}}"), p("dưới"))]);
    let made = Made::of(&format!("<w:tbl>{cells}</w:tbl>{}{}", p("{{status}}"), marks()));
    let mut document = samples::notice();
    document.letterhead.parent = None;
    let xml = text(&filled(&made, &document)).to_owned();
    assert!(xml.contains("</w:tcPr><w:p/></w:tc>") || xml.contains("</w:tcPr><w:p></w:p></w:tc>"), "{xml}");
    assert!(xml.contains("</w:tbl><w:p><w:r><w:t xml:space=\"preserve\">Số: 05/TB-SNV"), "{xml}");
}

#[test]
fn what_names_people_is_left_out() {
    let sound = marks().replace("<w:p>", "<w:p w:rsidR=\"00AB12CD\" w:rsidRDefault=\"00AB12CD\">");
    let named = format!(
        "{sound}<w:permStart w:id=\"1\" w:ed=\"mai@example.invalid\"/><w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"a\" descr=\"C:\\Users\\Thị Mai\\logo.png\"/></wp:inline></w:drawing></w:r></w:p>"
    );
    let made = Made::of(&named)
        .related("people", "rId5", "people.xml", "<a>Thị Mai</a>")
        .related("comments", "rId6", "comments.xml", "<a>Thị Mai</a>")
        .file("docProps/app.xml", "<Properties><Company>Thị Mai</Company></Properties>")
        .file("docProps/custom.xml", "<a>Thị Mai</a>")
        .file("docProps/thumbnail.jpeg", "Thị Mai");
    let parts = filled(&made, &samples::notice());
    for (name, part) in &parts {
        assert!(!part.contains("Thị Mai") && !part.contains("rsid") && !part.contains("mai@"), "{name}");
    }
    assert!(parts["docProps/core.xml"].contains("<dc:title>Thông báo kết luận kiểm tra</dc:title>"));
    assert!(
        parts.keys().all(|name| !name.contains("people") && !name.contains("custom") && !name.contains("thumbnail"))
    );
}

#[test]
fn pictures_of_annexes_stand_beside_those_of_the_template() {
    use crate::paper::pictures_for_tests::png;
    let mut document = samples::notice();
    let image = Image::read(png(96, 96)).unwrap();
    document.annexes[0].pictures =
        vec![Picture { name: "a.png".into(), hash: String::new(), caption: "Ảnh".into(), image }];
    let logo = "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"Picture 1\"/><a:blip xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" r:embed=\"rIdPicture1\"/></wp:inline></w:drawing></w:r></w:p>";
    let made = Made::of(&format!("{logo}{}", marks()))
        .relation("image", "rIdPicture1", "media/picture1.png", "")
        .file("word/media/picture1.png", png(8, 8));
    let bytes = render_in(&document, &template(&made, PaperKind::Notice)).unwrap();
    let parts = assert_holds_together(&bytes);
    assert_eq!(text(&parts).matches("<wp:docPr id=\"2\"").count(), 1);
    let package = package::Package::open(&bytes).unwrap();
    assert_eq!(package.file("word/media/picture1.png").unwrap(), png(8, 8));
    assert_eq!(package.file("word/media/picture2.png").unwrap(), png(96, 96));
    assert_eq!(document.annexes[0].orientation, Orientation::Portrait);
}

#[test]
fn the_same_document_and_template_give_the_same_bytes() {
    let made = Made::of(&marks());
    let render = |document: &Document| render_in(document, &template(&made, PaperKind::Notice)).unwrap();
    let document = samples::long_notice();
    let bytes = render(&document);
    let again = std::thread::scope(|scope| scope.spawn(|| render(&document)).join().unwrap());
    assert!(bytes == again);
    assert!(SECTION.contains("rsid"), "what is left out was there");
}
