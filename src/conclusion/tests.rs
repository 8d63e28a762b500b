//! What the papers say, read as printed, against what was recorded.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::fixture::{ANSWERS, DIGITAL, DIRECTION, Home, POSTING, ROUND, SURVEY, day, text};
use crate::checklist::Verdict;
use crate::paper::{Block, Document, Format, Paragraph, Row};
use crate::vietnamese::number::{format_number, format_percent};

/// All paragraphs of the body, in order.
fn paragraphs(document: &Document) -> Vec<&Paragraph> {
    let blocks = document.body.iter().flat_map(|section| &section.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Heading(paragraph)
            | Block::Numbered(paragraph)
            | Block::Lettered(paragraph)
            | Block::Plain(paragraph)
            | Block::Dash(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        })
        .collect()
}

fn paragraph<'a>(document: &'a Document, beginning: &str) -> &'a Paragraph {
    paragraphs(document).into_iter().find(|paragraph| paragraph.text.starts_with(beginning)).unwrap_or_else(|| {
        panic!("{beginning:?} not in {:#?}", paragraphs(document).iter().map(|of| &of.text).collect::<Vec<_>>())
    })
}

fn ends_well(text: &str) -> bool {
    !["..", ",,", ";;", " .", " ,", ".;", ".,", "  ", ", ,"].iter().any(|slip| text.contains(slip))
}

#[test]
fn the_whole_notice() {
    insta::assert_snapshot!(text(&Home::recorded(ANSWERS).notice(Some("2022-10-26"))));
}

#[test]
fn the_whole_minutes() {
    insta::assert_snapshot!(text(&Home::recorded(ANSWERS).minutes()));
}

#[test]
fn an_empty_inspection_says_so_and_asserts_nothing() {
    let home = Home::recorded("");
    let notice = home.notice(None);
    insta::assert_snapshot!(text(&notice));
    assert!(notice.annexes.is_empty() && notice.requirements.is_empty());
    let minutes = text(&home.minutes());
    assert!(minutes.contains("Chưa có nội dung nào được ghi nhận.") && minutes.contains("Không."));
}

#[test]
fn what_is_said_of_nothing_claims_no_more_than_was_looked_at() {
    let one = "[answer.\"chi-dao/tuyen-truyen\"]\nverdict = \"pass\"\n";
    let notice = Home::recorded(one).notice(None);
    let printed = text(&notice);
    assert!(printed.contains("Có 01 nội dung được đánh giá đạt."), "{printed}");
    assert!(printed.contains("Chưa phát hiện tồn tại, hạn chế trong các nội dung đã kiểm tra."), "{printed}");
    assert!(printed.contains("a) Tiếp tục duy trì, phát huy các kết quả đã đạt được."), "{printed}");
}

#[test]
fn papers_stay_vietnamese_whatever_the_screen_speaks() {
    let home = Home::recorded(ANSWERS);
    let printed = text(&home.notice(None)) + &text(&home.minutes());
    for word in ["conclusion.", "%{", "Annex", "pass", "unit"] {
        assert!(!printed.contains(word), "{word}");
    }
}

#[test]
fn a_surprise_inspection_has_no_plan_no_report_and_no_dangling_commas() {
    let round = r#"
id = "2022-dot-1"
title = "Kiểm tra đột xuất"
mode = "surprise"
period = { from = 2022-01-01, to = 2022-10-14 }
checklists = ["chi-dao"]
[letterhead]
agency = "UBND huyện Mẫu"
[[member]]
id = "truong-doan"
name = "Trưởng đoàn"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
"#;
    let mut home = Home::new(&[DIRECTION], round);
    home.record("[answer.\"chi-dao/ke-hoach\"]\nverdict = \"fail\"\n");
    let notice = home.notice(None);
    let opening: Vec<_> = paragraphs(&notice).into_iter().take(2).map(|of| of.text.as_str()).collect();
    assert_eq!(
        opening,
        [
            "Đoàn kiểm tra đã kiểm tra đột xuất công tác cải cách hành chính tại UBND xã Mẫu A. Thời kỳ kiểm tra: từ ngày 01/01/2022 đến ngày 14/10/2022.",
            "Trên cơ sở kết quả kiểm tra hồ sơ, tài liệu và Biên bản kiểm tra, UBND huyện Mẫu thông báo kết luận kiểm tra như sau:",
        ]
    );
    assert_eq!(notice.abstract_text, "Kết luận kiểm tra đột xuất công tác cải cách hành chính tại UBND xã Mẫu A");
    let printed = text(&notice);
    assert!(printed.contains("UBND huyện Mẫu yêu cầu UBND xã Mẫu A thực hiện"), "{printed}");
    assert!(!printed.contains("đề nghị"), "{printed}");
    assert_eq!(notice.notation, "TB");
    assert_eq!(notice.signatures[0].authority.as_deref(), Some("TM. Ủy ban nhân dân"));
    let minutes = text(&home.minutes());
    assert!(minutes.contains("ngày …… tháng …… năm 2022"), "{minutes}");
    assert!(minutes.contains("- Đồng chí Trưởng đoàn."), "{minutes}");
}

#[test]
fn an_agency_requires_only_downward() {
    for (agency, name, kind, under, verb) in [
        ("Sở Nội vụ", "UBND xã Mẫu A", "xa", "", "đề nghị"),
        ("Sở Nội vụ", "UBND huyện Mẫu", "huyen", "", "đề nghị"),
        ("Sở Nội vụ", "Sở Tư pháp", "so", "", "đề nghị"),
        ("Sở Nội vụ", "Trung tâm Lưu trữ", "trung-tam", "", "yêu cầu"),
        ("Sở Nội vụ", "Phòng Nội vụ huyện Mẫu", "phong", "UBND huyện Mẫu", "đề nghị"),
        ("Ủy ban nhân dân tỉnh Mẫu", "Sở Tư pháp", "so", "", "yêu cầu"),
        ("UBND xã Mẫu", "Trung tâm Phục vụ hành chính công xã Mẫu", "trung-tam", "", "yêu cầu"),
        ("Văn phòng UBND tỉnh", "UBND xã Mẫu A", "xa", "", "đề nghị"),
    ] {
        let round = ROUND
            .replace("agency = \"Sở Nội vụ\"\nnotation", &format!("agency = \"{agency}\"\nnotation"))
            .replace("UBND xã Mẫu A", name)
            .replace("kind = \"xa\"", &format!("kind = \"{kind}\""))
            .replace("under = \"UBND huyện Mẫu\"", &format!("under = \"{under}\""))
            .replace("under = \"\"\n", "");
        let mut home = Home::new(&[POSTING, SURVEY, DIGITAL, DIRECTION], &round);
        home.record("[answer.\"chi-dao/ke-hoach\"]\nverdict = \"pass\"\n");
        let notice = home.notice(None);
        let intro = format!("{agency} {verb} {name} thực hiện các nội dung sau:");
        assert_eq!(paragraph(&notice, agency).text, intro);
        assert!(notice.closing.text.contains(&format!("; {verb} các cơ quan")), "{}", notice.closing.text);
    }
}

#[test]
fn people_are_named_once_and_roles_are_no_names() {
    for (name, post, agency, printed) in [
        ("Nguyễn Văn Mẫu", "Phó Giám đốc", "Sở Nội vụ", "do đồng chí Nguyễn Văn Mẫu, Phó Giám đốc Sở Nội vụ làm"),
        ("Thành viên 1", "Phó Giám đốc Sở Nội vụ", "Sở Nội vụ", "do đồng chí Thành viên 1, Phó Giám đốc Sở Nội vụ làm"),
        ("Trưởng đoàn kiểm tra", "Phó Giám đốc", "Sở Nội vụ", "do đồng chí Phó Giám đốc Sở Nội vụ làm"),
        (
            "Trần Mẫu",
            "Trưởng phòng Kiểm soát thủ tục hành chính",
            "Văn phòng UBND tỉnh",
            "Trần Mẫu, Trưởng phòng Kiểm soát thủ tục hành chính, Văn phòng UBND tỉnh làm",
        ),
    ] {
        let round = ROUND.replace(
            "name = \"Nguyễn Văn Mẫu\"\npost = \"Phó Giám đốc\"\nagency = \"Sở Nội vụ\"",
            &format!("name = \"{name}\"\npost = \"{post}\"\nagency = \"{agency}\""),
        );
        let home = Home::new(&[POSTING, SURVEY, DIGITAL, DIRECTION], &round);
        let opening = &paragraph(&home.notice(None), "Thực hiện").text.clone();
        assert!(opening.contains(printed), "{opening}");
    }
}

#[test]
fn findings_stand_in_the_order_of_the_fields() {
    let notice = Home::recorded(ANSWERS).notice(None);
    let titles: Vec<Vec<&str>> = notice
        .body
        .iter()
        .map(|section| {
            let headings = section.blocks.iter().filter_map(|block| match block {
                Block::Heading(paragraph) => Some(paragraph.text.as_str()),
                _ => None,
            });
            headings.collect()
        })
        .collect();
    let direction = "Công tác chỉ đạo, điều hành cải cách hành chính";
    let procedures = "Cải cách thủ tục hành chính";
    assert_eq!(titles[1], [direction, procedures]);
    assert_eq!(titles[2], [direction, procedures, "Xây dựng, phát triển chính quyền điện tử, chính quyền số"]);
    assert_eq!(titles[4], ["Nguyên nhân khách quan", "Nguyên nhân chủ quan"]);
    let before = ROUND.replace("from = 2022-01-01, to = 2022-10-14", "from = 2020-01-01, to = 2020-12-31");
    let mut home = Home::new(&[POSTING, SURVEY, DIGITAL, DIRECTION], &before);
    home.record("[answer.\"chinh-quyen-so-thu/duong-truyen\"]\nverdict = \"pass\"\n");
    assert_eq!(paragraph(&home.notice(None), "Hiện đại hóa").text, "Hiện đại hóa hành chính");
}

#[test]
fn remarks_are_woven_in_as_sentences() {
    for (remark, printed) in [
        ("chưa có số điện thoại", "Chưa có số điện thoại."),
        ("Chưa có số điện thoại..", "Chưa có số điện thoại."),
        ("- Thiếu địa chỉ;\\n- thiếu thư điện tử ,", "Thiếu địa chỉ. Thiếu thư điện tử."),
        ("Chưa niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị", ""),
    ] {
        let answer = format!("[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"fail\"\nremark = \"{remark}\"\n");
        let notice = Home::recorded(&answer).notice(None);
        let said = &paragraph(&notice, "Chưa niêm yết đầy đủ địa chỉ").text;
        let expected = "Chưa niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị (căn cứ Điều 15, Điều 16 Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính).";
        assert_eq!(*said, format!("{expected} {printed}").trim_end(), "{remark}");
    }
    let notice = Home::recorded(ANSWERS).notice(None);
    assert_eq!(
        paragraph(&notice, "Bảng niêm yết").text,
        "Bảng niêm yết đặt ở nơi dễ quan sát, chữ rõ ràng. Bảng điện tử hoạt động tốt."
    );
    assert!(paragraphs(&notice).iter().all(|of| ends_well(&of.text)));
}

#[test]
fn a_document_is_cited_in_full_once_across_checklists() {
    let home = Home::recorded(ANSWERS);
    for document in [home.notice(None), home.minutes()] {
        let all: String = paragraphs(&document).iter().map(|of| of.text.as_str()).collect();
        for (full, short, mentions) in [
            ("Nghị định số 63/2010/NĐ-CP ngày 08/6/2010", "Nghị định số 63/2010/NĐ-CP", 2),
            ("Nghị định số 61/2018/NĐ-CP ngày 23/4/2018", "Nghị định số 61/2018/NĐ-CP", 2),
        ] {
            assert_eq!((all.matches(full).count(), all.matches(short).count()), (1, mentions), "{all}");
            assert_eq!(all.find(full), all.find(short), "{short} is named before it is cited in full");
        }
    }
}

#[test]
fn what_nobody_settled_is_asserted_neither_way() {
    let half = "[answer.\"niem-yet/da-niem-yet\"]\nnumber = 10\n[answer.\"chi-dao/ke-hoach\"]\nverdict = \"na\"\n";
    let notice = Home::recorded(half).notice(None);
    let printed = text(&notice);
    assert!(!printed.contains("niêm yết đầy đủ") && !printed.contains("Mới niêm yết"), "{printed}");
    assert!(printed.contains("chưa tính được"), "{printed}");
    assert!(printed.contains("Có 01 nội dung không áp dụng đối với đơn vị."), "{printed}");
    assert!(notice.requirements.is_empty());
}

#[test]
fn a_sentence_that_misses_a_figure_gives_way_to_a_plain_one() {
    let checklist = DIRECTION.replace(
        "says.shortcoming = \"Chưa ban hành kế hoạch cải cách hành chính\"",
        "says.shortcoming = \"Chưa ban hành {{ so_ke_hoach }} kế hoạch\"",
    ) + "\n[[section.item]]\nid = \"so-ke-hoach\"\nkind = \"number\"\nask = \"Số kế hoạch\"\n";
    let mut home = Home::new(&[&checklist], &ROUND.replace("\"chinh-quyen-so-thu\", \"niem-yet\", \"hai-long\", ", ""));
    home.record("[answer.\"chi-dao/ke-hoach\"]\nverdict = \"fail\"\n");
    assert_eq!(
        paragraph(&home.notice(None), "Nội dung").text,
        "Nội dung “Ban hành kế hoạch cải cách hành chính”: chưa đạt."
    );
}

#[test]
fn deadlines_skip_the_new_year_holidays() {
    // Tết Ất Tỵ: off from 27/01 to 31/01/2025.
    let notice = Home::recorded(ANSWERS).notice(Some("2025-01-22"));
    let due = |item: &str| {
        let of = notice.requirements.iter().find(|requirement| requirement.item.as_deref() == Some(item));
        of.unwrap_or_else(|| panic!("{item}")).due
    };
    assert_eq!(due("niem-yet/dia-chi-pakn"), Some(day("2025-02-05")));
    assert_eq!(due("chinh-quyen-so-thu/duong-truyen"), None, "higher levels are set no deadline");
    let said = &paragraph(&notice, "Niêm yết đầy đủ địa chỉ").text;
    assert!(
        said.ends_with(
            "trong thời hạn 05 ngày làm việc kể từ ngày ban hành Thông báo này (chậm nhất ngày 05/02/2025)."
        ),
        "{said}"
    );
    assert!(paragraph(&notice, "Báo cáo kết quả khắc phục").text.contains("15 ngày làm việc"));
    let open = Home::recorded(ANSWERS).notice(None);
    assert!(open.requirements.iter().all(|requirement| requirement.due.is_none()));
    assert!(!text(&open).contains("chậm nhất"));
}

#[test]
fn counts_are_padded_only_where_the_letterhead_says_so() {
    assert!(text(&Home::recorded(ANSWERS).notice(None)).contains("qua kiểm tra 08 nội dung có 02 nội dung đạt"));
    let round = ROUND.replace("[letterhead]", "[letterhead]\npad_counts = false");
    let mut home = Home::new(&[POSTING, SURVEY, DIGITAL, DIRECTION], &round);
    home.record(ANSWERS);
    assert!(text(&home.notice(None)).contains("qua kiểm tra 8 nội dung có 2 nội dung đạt"));
}

#[test]
fn every_paragraph_names_the_revisions_it_rests_on() {
    let home = Home::recorded(ANSWERS);
    let notice = home.notice(None);
    let round = home.store.round("2022-dot-1").unwrap();
    let answers = home.store.answers(&round.id, &round.units[0].id).unwrap();
    let ids = |item: &str| -> BTreeSet<String> {
        answers.get("niem-yet", item).unwrap().all_revisions().iter().map(ToString::to_string).collect()
    };
    let sources = |of: &Paragraph| -> BTreeSet<String> { of.sources.iter().map(|source| source.0.clone()).collect() };
    let rate = sources(paragraph(&notice, "Mới niêm yết"));
    assert_eq!(rate, ids("tong-tthc").union(&ids("da-niem-yet")).cloned().collect());
    assert_eq!(sources(paragraph(&notice, "Chưa niêm yết")), ids("dia-chi-pakn"));
    assert_eq!(sources(paragraph(&notice, "Niêm yết bổ sung")), rate);
    assert!(sources(paragraph(&notice, "Đánh giá chung")).is_superset(&ids("dia-chi-pakn")));
    assert_eq!(sources(paragraph(&notice, "Kiểm tra 2 thủ tục")), ids("mau-tthc"));
    assert_eq!(sources(paragraph(&notice, "Về nội dung “Niêm yết")), ids("dia-chi-pakn"));
    for section in &notice.body[1..3] {
        for block in &section.blocks {
            if let Block::Dash(of) | Block::Lettered(of) = block {
                assert!(!of.sources.is_empty(), "{}", of.text);
            }
        }
    }
    for annex in &notice.annexes {
        for row in annex.table.rows() {
            if let Row::Entry { cells, sources } = row {
                assert!(!sources.is_empty(), "{cells:?}");
            }
        }
    }
}

#[test]
fn names_of_people_stay_out_of_annexes() {
    let home = Home::recorded(ANSWERS);
    for printed in [text(&home.notice(None)), text(&home.minutes())] {
        assert!(printed.contains("CC-03") && printed.contains("Đăng ký kết hôn"));
        assert!(!printed.contains("Dân |") && !printed.contains("Lê Thị Dân") && !printed.contains("Phạm Thị Tên"));
    }
}

#[test]
fn forty_shortcomings() {
    let (mut items, mut answers) = (String::new(), String::new());
    for n in 0..40 {
        let _ = write!(
            items,
            "[[section.item]]\nid = \"muc-{n}\"\nkind = \"verdict\"\nask = \"Nội dung {n}\"\npoints = 1\n\
             says.shortcoming = \"Chưa thực hiện nội dung thứ {n}\"\nsays.requirement = \"Thực hiện nội dung thứ {n}\"\nwithin_days = 10\n"
        );
        let _ = write!(answers, "[answer.\"nhieu/muc-{n}\"]\nverdict = \"fail\"\n");
    }
    let checklist = format!(
        "id = \"nhieu\"\nedition = \"1\"\ntitle = \"Nhiều\"\nfield = \"tthc\"\n[[section]]\nid = \"mot\"\ntitle = \"Một\"\n{items}"
    );
    let round = ROUND.replace("[\"chinh-quyen-so-thu\", \"niem-yet\", \"hai-long\", \"chi-dao\"]", "[\"nhieu\"]");
    let mut home = Home::new(&[&checklist], &round);
    home.record(&answers);
    let notice = home.notice(Some("2022-10-26"));
    assert_eq!(notice.requirements.len(), 40);
    let printed = text(&notice);
    assert!(
        printed.contains("y) Chưa thực hiện nội dung thứ 22.") && printed.contains("aa) Chưa thực hiện"),
        "{printed}"
    );
    assert!(printed.contains("40 nội dung chưa đạt") && printed.contains("0/40 điểm chuẩn (0%)"), "{printed}");
    assert_eq!(notice.annexes.last().unwrap().table.rows().len(), 40);
}

/// The public account of the inspection of 19/10/2022, as the shipped demo round records it.
#[test]
fn the_demo_notices_say_what_the_account_says() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/quynh-phu-2022");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let mut home = Home::new(&[], &read("round.toml"));
    for (unit, figures) in [
        ("quynh-phu", &["380/9.256", "đất đai", "19/37", "10.095"][..]),
        ("dong-hai", &["882/882", "Mẫu phiếu"]),
        ("an-khe", &["1.230/1.448", "84,9%", "Mẫu phiếu"]),
    ] {
        home.record_file(&read(&format!("{unit}.toml")));
        let notice = home.notice_of(unit, None);
        let all = paragraphs(&notice).iter().fold(String::new(), |all, of| all + &of.text + "\n");
        assert!(figures.iter().all(|figure| all.contains(figure)), "{unit}: {all}");
        assert!(all.lines().all(ends_well), "{all}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_printed_as_recorded(total in 1_u32..5_000_000, part in 0_u32..5_000_000, reported in 0_u32..9000) {
        let part = part.min(total);
        let answers = format!(
            "[answer.\"niem-yet/tong-tthc\"]\nnumber = {total}\nreported = {reported}\n[answer.\"niem-yet/da-niem-yet\"]\nnumber = {part}\n"
        );
        let notice = Home::recorded(&answers).notice(None);
        let (all, some) = (format_number(f64::from(total)), format_number(f64::from(part)));
        let share = format_percent(f64::from(part) / f64::from(total));
        let said = if part == total {
            format!("Niêm yết đầy đủ {all} thủ tục hành chính.")
        } else {
            format!("Mới niêm yết {some}/{all} thủ tục hành chính ({share}).")
        };
        prop_assert!(paragraphs(&notice).iter().any(|of| of.text.starts_with(&said)), "{}", said);
        let cells: Vec<Vec<String>> = notice.annexes.iter().flat_map(|annex| annex.table.rows()).filter_map(|row| match row {
            Row::Entry { cells, .. } => Some(cells[1..].to_vec()),
            _ => None,
        }).collect();
        let difference = format_number(f64::from(total) - f64::from(reported));
        let difference = if total > reported { format!("+{difference}") } else { difference };
        let row = ["Tổng số TTHC thuộc thẩm quyền tiếp nhận", "thủ tục", &all, &format_number(f64::from(reported)), &difference];
        prop_assert!(cells.contains(&row.map(str::to_owned).to_vec()), "{:?}", cells);
    }

    #[test]
    fn an_internal_note_is_never_printed(note in "[A-ZĐÁẠ]{12,30}", verdict in proptest::sample::select(&Verdict::ALL[..])) {
        let verdict = verdict.as_str();
        let answers = format!(
            "[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"{verdict}\"\nnote = \"{note}\"\n\
             [answer.\"niem-yet/tong-tthc\"]\nnumber = 5\nnote = \"{note}\"\n\
             [answer.\"niem-yet/mau-tthc\"]\nrows = [ {{ ten = \"A\", dung-phien-ban = false }} ]\nnote = \"{note}\"\n\
             [answer.\"hai-long/phieu\"]\nforms = [ [5, 1] ]\nnote = \"{note}\"\n\
             [answer.\"chinh-quyen-so-thu/dvc\"]\nnote = \"{note}\"\n"
        );
        let home = Home::recorded(&answers);
        for document in [home.notice(None), home.minutes()] {
            let everything = format!("{document:?}");
            prop_assert!(!everything.contains(&note));
        }
    }
}

/// Every part of a paper in every format, as text without tags.
fn printed(document: &Document) -> Vec<(String, String)> {
    use std::io::Read as _;

    let mut parts = Vec::new();
    for (format, name) in [(Format::Text, "txt"), (Format::Json, "json"), (Format::Docx, "docx")] {
        let bytes = crate::paper::render(document, format).unwrap();
        if format != Format::Docx {
            parts.push((name.to_owned(), String::from_utf8(bytes).unwrap()));
            continue;
        }
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut xml = String::new();
            part.read_to_string(&mut xml).unwrap();
            let text = xml.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
            parts.push((format!("{name}, part {index}"), text));
        }
    }
    parts
}

#[test]
fn an_internal_note_reaches_no_part_of_any_format() {
    let home = Home::recorded(ANSWERS);
    for document in [home.notice(None), home.minutes()] {
        let parts = printed(&document);
        let remark =
            parts.iter().filter(|(_, text)| text.to_lowercase().contains("số điện thoại đường dây nóng")).count();
        assert!(remark >= 3, "the remark stands in all three formats");
        for (part, text) in parts {
            assert!(!text.to_uppercase().contains("GHI CHÚ NỘI BỘ"), "{part}");
        }
    }
}
