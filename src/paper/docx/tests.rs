//! The measures of the decree, read back from the package.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use proptest::prelude::*;

use super::measure::width;
use super::*;
use crate::paper::{Block, Section, SectionTitle, samples};

/// The package's parts, without its folders.
fn parts(document: &Document) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(write(document).unwrap())).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.insert(file.name().unwrap().into_owned(), text);
    }
    parts
}

/// The paragraph that holds `text`, from `<w:p>` to the end of its text.
fn paragraph<'a>(xml: &'a str, text: &str) -> &'a str {
    let end = xml.find(&format!(">{text}<")).unwrap_or_else(|| panic!("no paragraph {text}"));
    let start = xml[..end].rfind("<w:p>").unwrap();
    &xml[start..end]
}

/// Length of the drawn line that follows the paragraph holding `text`, centred in `room`.
fn line_under(xml: &str, text: &str, room: u32) -> u32 {
    let after = &xml[xml.find(&format!(">{text}<")).unwrap()..];
    let after = &after[after.find("<w:pBdr>").unwrap()..];
    let indent = after.split("w:left=\"").nth(1).unwrap().split('"').next().unwrap();
    room - 2 * indent.parse::<u32>().unwrap()
}

#[track_caller]
fn assert_face(xml: &str, text: &str, face: &str) {
    let found = paragraph(xml, text);
    let properties = found.split("<w:rPr>").last().unwrap().split("</w:rPr>").next().unwrap();
    assert_eq!(properties, face, "{text}");
}

const BOLD: &str = "<w:b/><w:bCs/>";
const ITALIC: &str = "<w:i/><w:iCs/>";

fn face(style: &str, points: u32) -> String {
    format!("{style}<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", points * 2)
}

#[test]
fn every_component_has_the_size_and_cut_of_the_decree() {
    let xml = &parts(&samples::notice())["word/document.xml"];
    assert_face(xml, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &face(BOLD, 12));
    assert_face(xml, "Độc lập - Tự do - Hạnh phúc", &face(BOLD, 13));
    assert_face(xml, "ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH", &face("", 12));
    assert_face(xml, "SỞ NỘI VỤ", &face(BOLD, 12));
    assert_face(xml, "Số: 05/TB-SNV", &face("", 13));
    assert_face(xml, "Thái Bình, ngày 05 tháng 01 năm 2026", &face(ITALIC, 13));
    assert_face(xml, "THÔNG BÁO", &face(BOLD, 14));
    assert_face(xml, "Căn cứ Kế hoạch số 12/KH-SNV ngày 20/01/2025 của Sở Nội vụ.", &face(ITALIC, 14));
    assert_face(xml, "Ngày 16/9/2025, Đoàn kiểm tra đã làm việc tại đơn vị.", &face("", 14));
    assert_face(xml, "I. KẾT QUẢ ĐẠT ĐƯỢC", &face(BOLD, 14));
    assert_face(xml, "1. Cải cách thủ tục hành chính", &face(BOLD, 14));
    assert_face(xml, "1. 380/9.256 hồ sơ quá hạn.", &face("", 14));
    assert_face(xml, "KT. GIÁM ĐỐC", &face(BOLD, 14));
    assert_face(xml, "Nguyễn Văn Mẫu", &face(BOLD, 14));
    assert_face(xml, "Nơi nhận:", &face(&format!("{BOLD}{ITALIC}"), 12));
    assert_face(xml, "- Lưu: VT, CCHC.", &face("", 11));
    assert_face(xml, "Phụ lục", &face(BOLD, 14));
    assert_face(xml, "BẢNG ĐIỂM", &face(BOLD, 14));
    let reference = "(Kèm theo Thông báo số 05/TB-SNV ngày 05 tháng 01 năm 2026 của Sở Nội vụ)";
    assert_face(xml, reference, &face(ITALIC, 14));
    assert_face(xml, "Trên đây là kết luận kiểm tra của Sở Nội vụ./.", &face("", 14));
}

#[test]
fn pages_are_a4_with_the_margins_of_the_decree_and_count_from_one_in_each_annex() {
    let xml = &parts(&samples::long_notice())["word/document.xml"];
    let sections: Vec<_> =
        xml.split("<w:sectPr>").skip(1).map(|rest| rest.split("</w:sectPr>").next().unwrap()).collect();
    assert_eq!(sections.len(), 3);
    for section in &sections {
        assert!(section.contains("w:top=\"1417\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1984\""), "{section}");
        assert!(section.contains("<w:pgNumType w:start=\"1\"/>") && section.contains("<w:titlePg/>"), "{section}");
    }
    assert!(sections[1].contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert!(sections[2].contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"));
}

#[test]
fn the_page_number_stands_in_the_top_margin_but_not_on_the_first_page() {
    let parts = parts(&samples::notice());
    let relationships = &parts["word/_rels/document.xml.rels"];
    for (id, target) in [("rIdHeader1", "header1.xml"), ("rIdHeader2", "header2.xml")] {
        let relationship =
            relationships.split("<Relationship ").find(|one| one.contains(&format!("\"{id}\""))).unwrap();
        assert!(relationship.contains(target), "{relationship}");
    }
    let document = &parts["word/document.xml"];
    assert!(document.contains("<w:headerReference w:type=\"first\" r:id=\"rIdHeader1\"/>"));
    assert!(document.contains("<w:headerReference w:type=\"default\" r:id=\"rIdHeader2\"/>"));
    assert!(!parts["word/header1.xml"].contains("PAGE"));
    assert!(parts["word/header2.xml"].contains("w:instr=\" PAGE \""));
    assert!(parts["word/header2.xml"].contains(&face("", 13)));
}

#[test]
fn only_a_draft_says_so_and_says_it_on_every_page() {
    let said = |document: &Document| {
        let parts = parts(document);
        ["word/header1.xml", "word/header2.xml"].map(|part| parts[part].contains(">DỰ THẢO<"))
    };
    assert_eq!(said(&samples::long_notice()), [true, true]);
    assert_eq!(said(&samples::notice()), [false, false]);
}

#[test]
fn drawn_lines_are_as_long_as_the_decree_wants() {
    let xml = &parts(&samples::notice())["word/document.xml"];
    let motto = width("Độc lập - Tự do - Hạnh phúc", 13);
    assert!(line_under(xml, "Độc lập - Tự do - Hạnh phúc", 5160).abs_diff(motto) <= 1);
    let agency = width("SỞ NỘI VỤ", 12);
    let line = line_under(xml, "SỞ NỘI VỤ", page::room(Orientation::Portrait) - 5160);
    assert!((agency / 3..=agency / 2).contains(&line), "{line} under {agency}");
    let abstract_text = samples::notice().abstract_text;
    let line = line_under(xml, &abstract_text, page::room(Orientation::Portrait));
    let longest = measure::balanced(&abstract_text, 14, page::room(Orientation::Portrait) * 9 / 10);
    assert!((longest / 3..=longest / 2).contains(&line), "{line} under {longest}");
}

#[test]
fn the_font_is_times_new_roman_black_and_the_language_vietnamese() {
    let styles = &parts(&samples::notice())["word/styles.xml"];
    for wanted in [
        "w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\"",
        "<w:color w:val=\"000000\"/>",
        "<w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\"/>",
        "<w:widowControl/>",
        "w:firstLine=\"720\"",
    ] {
        assert!(styles.contains(wanted), "{wanted}");
    }
}

#[test]
fn tables_repeat_their_header_and_part_no_row() {
    let xml = &parts(&samples::long_notice())["word/document.xml"];
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 3);
    assert_eq!(xml.matches("<w:tr>").count(), xml.matches("<w:cantSplit/>").count());
}

#[test]
fn minutes_have_no_place_and_date_and_all_their_signatures() {
    let xml = &parts(&samples::minutes())["word/document.xml"];
    assert!(!xml.contains("ngày 05 tháng 01"));
    for post in ["THƯ KÝ", "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA", "TM. ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN"]
    {
        assert_face(xml, post, &face(BOLD, 13));
    }
}

#[test]
fn properties_come_from_the_document() {
    let core = &parts(&samples::notice())["docProps/core.xml"];
    assert!(core.contains("<dc:title>Thông báo kết luận kiểm tra</dc:title>"));
    assert!(core.contains("<dc:creator>Sở Nội vụ</dc:creator>"));
    assert!(core.contains(">2026-01-05T08:00:00Z</dcterms:created>"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = samples::long_notice();
    let bytes = write(&document).unwrap();
    let elsewhere = std::thread::spawn(move || write(&document).unwrap()).join().unwrap();
    assert!(bytes == elsewhere);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..archive.len() {
        assert_eq!(archive.by_index(index).unwrap().last_modified().map(|time| time.year()), Some(1980));
    }
}

/// Checks that `xml` is well-formed as far as text can break it: every tag is closed in order, every `&` begins
/// an entity, no forbidden character is left.
fn assert_well_formed(xml: &str) {
    let mut open = Vec::new();
    let mut rest = xml.split_once("?>").map_or(xml, |(_, rest)| rest);
    while let Some((text, from)) = rest.split_once('<') {
        assert!(!text.contains('>') || text.replace("&gt;", "").find('>').is_none(), "{text}");
        for entity in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;", "quot;", "#"].iter().any(|known| entity.starts_with(known)), "{entity}");
        }
        let (tag, after) = from.split_once('>').unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
        rest = after;
    }
    assert!(open.is_empty());
    let forbidden = |c: char| c < ' ' && !"\t\n\r".contains(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!xml.contains(forbidden));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_text_gives_a_package_that_opens(
        text in prop_oneof!["\\PC{0,40}", "[\\x00-\\x1f<&>\"'%{}\u{fffe}\u{feff}đ\u{31b}\u{301}😀 ]{0,40}", "[a-zĐ]{300}"],
    ) {
        let mut document = samples::notice();
        document.letterhead = crate::paper::Letterhead { parent: Some(text.clone()), agency: text.clone() };
        document.notation.clone_from(&text);
        document.abstract_text.clone_from(&text);
        document.closing = text.clone().into();
        document.properties.title.clone_from(&text);
        document.annexes[0].title.clone_from(&text);
        document.annexes[0].table.push(crate::paper::Row::Group(text.clone()));
        document.signatures[0].name = Some(text.clone());
        let blocks = vec![Block::Plain(text.clone().into()), Block::Lettered(text.clone().into())];
        document.body.push(Section { title: SectionTitle::Numbered(text.clone()), blocks });
        for (name, part) in parts(&document) {
            if name.starts_with("word/document") || name.starts_with("docProps/core") {
                assert_well_formed(&part);
            }
        }
        let plain = crate::paper::text::write(&document);
        prop_assert!(!plain.chars().any(|c| c.is_control() && c != '\n'), "{plain:?}");
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&crate::paper::json::write(&document)).is_ok());
    }
}

#[test]
fn pictures_are_files_of_the_package_that_the_text_names() {
    use crate::paper::pictures_for_tests::{jpeg, png};
    use crate::paper::{Image, Picture};
    let mut document = samples::notice();
    let picture = |name: &str, bytes| Picture {
        name: name.to_owned(),
        hash: String::new(),
        caption: "Ảnh 1. Bảng & sổ".into(),
        image: Image::read(bytes).unwrap(),
    };
    document.annexes[0].pictures = vec![picture("a.png", png(96, 96)), picture("b.jpg", jpeg(96, 48, 6))];
    let bytes = write(&document).unwrap();
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut content = Vec::new();
        package.by_name(name).unwrap().read_to_end(&mut content).unwrap();
        content
    };
    assert_eq!((read("word/media/picture1.png"), read("word/media/picture2.jpeg")), (png(96, 96), jpeg(96, 48, 6)));
    let mut text = |name: &str| String::from_utf8(read(name)).unwrap();
    let (xml, relations) = (text("word/document.xml"), text("word/_rels/document.xml.rels"));
    for number in 1..=2 {
        assert_eq!(xml.matches(&format!("r:embed=\"rIdPicture{number}\"")).count(), 1);
        assert_eq!(relations.matches(&format!("Id=\"rIdPicture{number}\"")).count(), 1);
    }
    let types = text("[Content_Types].xml");
    for ending in ["png", "jpeg"] {
        assert_eq!(types.matches(&format!("Extension=\"{ending}\"")).count(), 1, "{types}");
    }
    // An inch stands as an inch; what a camera stored lying is turned.
    assert!(xml.contains("<wp:extent cx=\"914400\" cy=\"914400\"/>"));
    assert!(xml.contains("<wp:effectExtent l=\"0\" t=\"228600\" r=\"0\" b=\"228600\"/>"));
    assert!(xml.contains("<a:xfrm rot=\"5400000\"><a:off x=\"0\" y=\"0\"/><a:ext cx=\"914400\" cy=\"457200\"/>"));
    assert!(xml.contains("descr=\"Ảnh 1. Bảng &amp; sổ\""));
}

/// Nghị định số 30/2020/NĐ-CP, Phụ lục I, phần II, mục 3 and 5: số 13, V/v 12 to 13, both upright; Kính gửi 13 to 14.
#[test]
fn a_letter_has_no_type_name_and_its_parts_the_sizes_of_the_decree() {
    let xml = &parts(&samples::letter())["word/document.xml"];
    assert_face(xml, "Số: 15/SNV-CCHC", &face("", 13));
    assert_face(xml, "V/v thông báo kiểm tra công tác cải cách hành chính năm 2025", &face("", 12));
    assert_face(xml, "Kính gửi:", &face("", 14));
    assert_face(xml, "- Ủy ban nhân dân xã Mẫu A;", &face("", 14));
    assert_face(xml, "- Ủy ban nhân dân phường Mẫu B.", &face("", 14));
    assert_face(xml, "- Như trên;", &face("", 11));
    assert_face(xml, "I. CẢI CÁCH THỦ TỤC HÀNH CHÍNH", &face(BOLD, 14));
    assert!(!xml.contains("CÔNG VĂN") && xml.contains("(Kèm theo Công văn số 15/SNV-CCHC"));
}
