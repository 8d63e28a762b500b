//! Papers of the demonstration rounds as LibreOffice lays them out, measured against Nghị định số 30/2020/NĐ-CP,
//! Phụ lục I. Needs LibreOffice and poppler; run with `cargo test --test office -- --ignored`.

#![expect(clippy::unwrap_used, reason = "what the tests share fails like a test")]

mod layout;
mod papers;
mod round;
mod templates;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use kiemtra::paper::{Block, Document, Orientation, Row, Table};
use layout::{Laid, Page, Place, TOP};
use papers::{DRAFT, FINAL, HARD, LETTER, MINUTES, PHOTOS, Papers, REAL};

/// Margins, in millimetres, beside [`TOP`].
const LEFT: f64 = 35.0;
const RIGHT: f64 = 20.0;
const BOTTOM: f64 = 20.0;
/// What a measure may be off: rounding, and white space inside a letter's box.
const OFF: f64 = 1.0;

/// The papers as composed and as laid out.
struct Measured {
    papers: Papers,
    laid: BTreeMap<&'static str, Laid>,
    _folder: tempfile::TempDir,
}

/// All papers, laid out once for all tests; `None`, with a word on why, where the programs for it are missing.
fn measured() -> Option<&'static Measured> {
    static MEASURED: OnceLock<Option<Measured>> = OnceLock::new();
    let measured = MEASURED.get_or_init(|| {
        let missing = layout::missing();
        if missing.is_empty() {
            let (papers, folder) = (Papers::compose(), tempfile::tempdir().unwrap());
            let laid = layout::lay_out(&papers.packages(), folder.path());
            return Some(Measured { papers, laid, _folder: folder });
        }
        #[expect(clippy::disallowed_methods, reason = "a test has no command line to be told on")]
        let ci = std::env::var_os("CI").is_some_and(|value| value == "true");
        assert!(!ci, "missing: {}", missing.join(", "));
        eprintln!("not measured; missing: {} (LibreOffice Writer, poppler-utils)", missing.join(", "));
        None
    });
    measured.as_ref()
}

#[track_caller]
fn assert_near(measure: f64, wanted: f64, what: impl std::fmt::Display) {
    assert!((measure - wanted).abs() <= OFF, "{what}: {measure:.1} mm, not {wanted:.1} mm");
}

#[track_caller]
fn place(page: &Page, phrase: &str) -> Place {
    page.find(phrase).unwrap_or_else(|| panic!("not on the page: {phrase}"))
}

/// The middle between the side margins.
fn middle(page: &Page) -> f64 {
    LEFT.midpoint(page.width - RIGHT)
}

/// The last page of the text, before the annexes.
fn last_page(laid: &Laid) -> &Page {
    laid.sections()[0].last().unwrap()
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn every_page_is_a4_and_only_wide_annexes_lie_across() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        assert!(laid.properties["Page size"].contains("A4"), "{name}");
        let sections = laid.sections();
        assert_eq!(sections.len(), 1 + measured.papers.document(name).annexes.len(), "{name}");
        for (index, pages) in sections.iter().enumerate() {
            let annex = index.checked_sub(1).map(|index| &measured.papers.document(name).annexes[index]);
            let across = annex.is_some_and(|annex| annex.orientation == Orientation::Landscape);
            let (width, height) = if across { (297.0, 210.0) } else { (210.0, 297.0) };
            for page in *pages {
                assert_near(page.width, width, name);
                assert_near(page.height, height, name);
            }
        }
    }
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn nothing_stands_in_the_margins_and_the_text_reaches_them() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        for (index, page) in laid.pages.iter().enumerate() {
            for word in page.text() {
                let (text, place) = (&word.text, word.place);
                let inside = place.left >= LEFT - OFF
                    && place.right <= page.width - RIGHT + OFF
                    && place.top >= TOP - OFF
                    && place.bottom <= page.height - BOTTOM + OFF;
                assert!(inside, "{name}, page {}: {text} at {place:?}", index + 1);
            }
        }
        // A page in the middle of the text is full to all sides.
        let text = laid.sections()[0];
        if text.len() < 3 {
            continue;
        }
        let page = &text[1];
        let (mut left, mut right, mut top, mut bottom) = (f64::MAX, 0.0_f64, f64::MAX, 0.0_f64);
        for word in page.text() {
            (left, right) = (left.min(word.place.left), right.max(word.place.right));
            (top, bottom) = (top.min(word.place.top), bottom.max(word.place.bottom));
        }
        if *name == MINUTES {
            continue; // tables, whose cells keep their text off the edge
        }
        assert_near(left, LEFT, format!("{name}: left"));
        assert_near(right, page.width - RIGHT, format!("{name}: right"));
        assert_near(top, TOP, format!("{name}: top"));
        assert!(bottom > page.height - BOTTOM - 25.0, "{name}: bottom {bottom:.1}");
    }
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn pages_are_numbered_in_the_top_margin_anew_in_each_annex_and_first_pages_are_not() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        for pages in laid.sections() {
            for (index, page) in pages.iter().enumerate() {
                let header = page.header();
                let number: Vec<_> = header.iter().filter(|word| !["DỰ", "THẢO"].contains(word)).collect();
                if index == 0 {
                    assert!(number.is_empty(), "{name}: {number:?} on a first page");
                    continue;
                }
                let wanted = (index + 1).to_string();
                assert_eq!(number, [&wanted.as_str()], "{name}");
                assert_near(place(page, &wanted).centre(), middle(page), format!("{name}: number {wanted}"));
            }
        }
    }
    assert!(measured.laid[FINAL].sections().iter().any(|pages| pages.len() > 9), "a number of two digits was seen");
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn a_draft_says_so_on_every_page_and_nothing_else_does() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        let draft = [DRAFT, REAL].contains(name);
        for (index, page) in laid.pages.iter().enumerate() {
            let said = page.header().windows(2).any(|words| words == ["DỰ", "THẢO"]);
            assert_eq!(said, draft, "{name}, page {}", index + 1);
        }
    }
    assert!(!measured.laid[FINAL].letters().contains("DỰTHẢO"));
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn the_head_stands_in_two_halves_at_the_same_height() {
    let Some(measured) = measured() else { return };
    let page = &measured.laid[FINAL].pages[0];
    let nation = place(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    let motto = place(page, "Độc lập - Tự do - Hạnh phúc");
    let parent = place(page, "ỦY BAN NHÂN DÂN");
    let agency = place(page, "SỞ NỘI VỤ");
    let number = place(page, "Số: 05/TB-SNV");
    let date = place(page, "Mẫu, ngày 05 tháng 01 năm 2026");
    for (place, what) in [(nation, "nation"), (motto, "motto"), (date, "date"), (number, "number")] {
        assert!(place.bottom - place.top < 7.0, "{what} on one line");
    }
    for right in [nation, motto, date] {
        assert!(right.centre() > page.width / 2.0 && right.left > agency.right.max(parent.right).max(number.right));
    }
    for left in [parent, agency, number] {
        assert!(left.centre() < page.width / 2.0);
        assert_near(left.centre(), agency.centre(), "left column");
    }
    assert_near(nation.top, parent.top, "nation beside agency");
    assert_near(nation.top, TOP, "top");
    assert_near(number.bottom, date.bottom, "number beside date");
    assert!(parent.bottom < agency.bottom && agency.bottom < number.top && nation.bottom <= motto.bottom);
    let title = place(page, "THÔNG BÁO");
    assert!(title.top > number.bottom);
    assert_near(title.centre(), middle(page), "type name");
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn a_letter_has_its_abstract_under_its_number_and_its_addressees_under_one_colon() {
    let Some(measured) = measured() else { return };
    let laid = &measured.laid[LETTER];
    let page = &laid.pages[0];
    let number = place(page, "Số: 09/SNV-CCHC");
    let about = place(page, "V/v thông báo kiểm tra công tác");
    let last = place(page, "cuối năm 2025");
    let nation = place(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    assert!(number.bottom < about.top && about.bottom <= last.top + OFF, "the abstract under the number");
    // 6 points between the number and its abstract.
    assert!((0.5..5.0).contains(&(about.top - number.bottom)), "{:.1} mm", about.top - number.bottom);
    for place in [number, about, last] {
        assert!(place.right < nation.left, "the left column: {place:?}");
    }
    assert_near(about.centre(), number.centre(), "abstract under its number");
    let lead = place(page, "Kính gửi:");
    assert!(lead.top > last.bottom, "addressees under the head");
    let units =
        ["- Ủy ban nhân dân xã Mẫu A;", "- Ủy ban nhân dân phường Mẫu B;", "- Trung tâm Phục vụ hành chính công."]
            .map(|unit| place(page, unit));
    for unit in units {
        assert!(unit.bottom - unit.top < 7.0, "on one line: {unit:?}");
        // The colon of 14 points is 1.4 mm wide.
        assert_near(unit.left, lead.right - 1.4, "dash under the colon");
    }
    assert!(lead.bottom <= units[0].top + OFF && units.is_sorted_by(|a, b| a.top < b.top));
    let block = lead.left.midpoint(units.iter().map(|unit| unit.right).fold(0.0, f64::max));
    assert!((block - middle(page)).abs() < 4.0, "the block in the middle: {block:.1}");
    assert!(page.find("CÔNG VĂN").is_none(), "a letter has no type name");
    // Lines under the agency and the motto alone.
    assert_eq!(laid.lines_of_first_page(6.0).len(), 2);
    assert!(last_page(laid).find("- Như trên;").is_some(), "nơi nhận begins with those addressed");
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn long_names_are_broken_where_they_are_read_best() {
    let Some(measured) = measured() else { return };
    let page = &measured.laid[FINAL].pages[0];
    let first = place(page, "Kết luận kiểm tra công tác cải cách hành chính");
    let second = place(page, "tại UBND xã Mẫu A");
    assert!(first.bottom - first.top < 7.0 && second.bottom - second.top < 7.0 && second.top > first.top + 3.0);
    assert_near(first.centre(), middle(page), "abstract");
    assert_near(second.centre(), middle(page), "abstract");
    assert!(place(page, "TỈNH MẪU").top > place(page, "ỦY BAN NHÂN DÂN").top + 3.0);
    let hard = &measured.laid[HARD].pages[0];
    let date = place(hard, "Thành phố Thái Bình, ngày 29 tháng 12 năm 2025");
    assert!(date.bottom - date.top < 7.0, "a long place name and its date stand on one line");
    let nation = place(hard, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    let agency = hard.words.iter().take_while(|word| word.text != "CỘNG").map(|word| word.place.right);
    assert!(agency.fold(0.0, f64::max) < nation.left, "a long agency keeps to its half");
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn lines_are_drawn_under_agency_motto_and_abstract() {
    let Some(measured) = measured() else { return };
    let laid = &measured.laid[FINAL];
    let page = &laid.pages[0];
    let mut lines = laid.lines_of_first_page(6.0);
    lines.sort_by(|a, b| a.top.total_cmp(&b.top));
    let [under_motto, under_agency, under_abstract] = lines.as_slice() else { panic!("{lines:?}") };
    let length = |place: &Place| place.right - place.left;
    let motto = place(page, "Độc lập - Tự do - Hạnh phúc");
    assert_near(length(under_motto), length(&motto), "line under the motto");
    for (line, text, longest) in [
        (under_agency, "SỞ NỘI VỤ", "SỞ NỘI VỤ"),
        (under_abstract, "tại UBND xã Mẫu A", "Kết luận kiểm tra công tác cải cách hành chính"),
    ] {
        let (text, longest) = (place(page, text), length(&place(page, longest)));
        assert!((longest / 3.0..=longest / 2.0).contains(&length(line)), "{:.1} under {longest:.1}", length(line));
        assert_near(line.centre(), text.centre(), "line under its text");
    }
    for (line, text) in [(under_motto, motto), (under_agency, place(page, "SỞ NỘI VỤ"))] {
        assert!(line.top > text.bottom - OFF && line.top < text.bottom + 3.0, "{line:?} under {text:?}");
    }
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn the_signature_stands_right_with_its_name_and_the_end_of_the_text() {
    let Some(measured) = measured() else { return };
    for (name, authority, post, signer, end) in [
        (FINAL, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Thành viên 1", "thực hiện./."),
        (HARD, "TM. ĐOÀN", "GIÁM ĐỐC SỞ NỘI VỤ", "Nguyễn Văn Mẫu", "kiểm tra./."),
    ] {
        let page = last_page(&measured.laid[name]);
        let end = place(page, end);
        let [authority, post, signer] = [authority, post, signer].map(|text| place(page, text));
        let recipients = place(page, "Nơi nhận:");
        assert!(end.bottom < authority.top && authority.bottom < post.bottom, "{name}");
        assert!((15.0..40.0).contains(&(signer.top - post.bottom)), "{name}: room for pen and seal");
        for place in [authority, post, signer] {
            assert!(place.left > middle(page) - OFF, "{name}: {place:?}");
        }
        assert_near(signer.centre(), post.centre(), name);
        assert_near(recipients.left, LEFT, name);
        assert_near(recipients.top, authority.top, name);
    }
    let page = last_page(&measured.laid[MINUTES]);
    let posts = ["ĐƯỢC KIỂM TRA", "THƯ KÝ", "TRƯỞNG ĐOÀN"].map(|post| place(page, post));
    assert!(posts.is_sorted_by(|a, b| a.right < b.left));
    let [secretary, lead] = ["Thành viên 3", "Thành viên 1"].map(|name| place(page, name));
    assert_near(secretary.centre(), posts[1].centre(), "secretary");
    assert_near(lead.centre(), posts[2].centre(), "lead");
    assert_near(secretary.top, lead.top, "names stand level");
    assert!(place(page, "bản./.").bottom < posts[1].top);
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn long_tables_repeat_their_header_and_break_no_ordinal_and_no_date() {
    let Some(measured) = measured() else { return };
    let mut over = 0;
    for (name, laid) in &measured.laid {
        let annexes = &measured.papers.document(name).annexes;
        for (annex, pages) in annexes.iter().zip(&laid.sections()[1..]) {
            let titles: String = annex.table.columns().iter().map(|column| column.title.replace(' ', "")).collect();
            for page in &pages[1..] {
                let letters: String = page.text().map(|word| word.text.as_str()).collect();
                assert!(letters.starts_with(&titles), "{name}, {}: {letters:.80}", annex.title);
                over += 1;
            }
            let words: Vec<&str> = pages.iter().flat_map(Page::text).map(|word| word.text.as_str()).collect();
            let whole = |cell: &&String| {
                cell.len() <= "00/00/0000".len() && cell.chars().all(|c| c.is_ascii_digit() || c == '/')
            };
            for cell in cells(&annex.table).filter(whole) {
                assert!(cell.is_empty() || words.contains(&cell.as_str()), "{name}, {}: {cell} is broken", annex.title);
            }
        }
    }
    assert!(over > 20, "{over} pages begin within a table");
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn two_photos_share_a_page_each_above_its_caption() {
    let Some(measured) = measured() else { return };
    let laid = &measured.laid[PHOTOS];
    let sections = laid.sections();
    let [page] = sections[1] else { panic!("{} pages", sections[1].len()) };
    let captions = ["Ảnh 1.", "Ảnh 2."].map(|caption| place(page, caption));
    // 4:3 is as wide as two of its height allow: 95 mm high, and so is the one that stands upright.
    let first = captions[0].top - place(page, "(Kèm theo").bottom;
    assert!((95.0..125.0).contains(&first), "{first} mm for the first");
    let second = captions[1].top - captions[0].bottom;
    assert!((95.0..125.0).contains(&second), "{second} mm for the second");
    assert_eq!(laid.pictures(), [(800, 600), (300, 900)]);
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn there_is_no_font_but_times_new_roman_or_its_twin() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        assert!(!laid.fonts.is_empty(), "{name}");
        for font in &laid.fonts {
            let times = ["LiberationSerif", "TimesNewRoman"].iter().any(|twin| font.starts_with(twin));
            assert!(times, "{name}: {font}");
        }
    }
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn every_figure_and_every_sentence_is_on_the_pages() {
    let Some(measured) = measured() else { return };
    let laid = &measured.laid[FINAL];
    let words: Vec<&str> = laid.pages.iter().flat_map(Page::text).map(|word| word.text.as_str()).collect();
    assert!(measured.papers.figures.len() > 100);
    for figure in &measured.papers.figures {
        assert!(words.contains(&figure.as_str()), "{figure}");
    }
    for (name, laid) in &measured.laid {
        let letters = laid.letters();
        for text in texts(measured.papers.document(name)) {
            let wanted = text.split_whitespace().collect::<String>();
            assert!(letters.contains(wanted.trim_end_matches('.')), "{name}: {text}");
        }
    }
    let real = measured.laid[REAL].letters();
    for said in ["10.095", "380/9.256", "4,11%", "8.876/9.256", "19/37", "2.260"] {
        assert!(real.contains(said), "{said}");
    }
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn the_file_says_what_it_is() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        let wanted = &measured.papers.document(name).properties;
        let said = ["Title", "Author", "Subject"].map(|key| laid.properties[key].as_str());
        assert_eq!(said, [&wanted.title, &wanted.author, &wanted.subject], "{name}");
    }
}

fn cells(table: &Table) -> impl Iterator<Item = &String> {
    table.rows().iter().flat_map(|row| match row {
        Row::Entry { cells, .. } | Row::Total { cells, .. } => cells.as_slice(),
        Row::Group(title) => std::slice::from_ref(title),
    })
}

/// All texts of a paper that are printed as they are written.
fn texts(document: &Document) -> Vec<&str> {
    let mut texts: Vec<&str> = vec![&document.abstract_text];
    for block in document.body.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Heading(said)
            | Block::Numbered(said)
            | Block::Lettered(said)
            | Block::Plain(said)
            | Block::Dash(said) => texts.push(&said.text),
            Block::Table(table) => texts.extend(cells(table).map(String::as_str)),
        }
    }
    for annex in &document.annexes {
        texts.extend(annex.notes.iter().map(|note| note.text.as_str()));
        texts.extend(cells(&annex.table).map(String::as_str));
    }
    texts
}
