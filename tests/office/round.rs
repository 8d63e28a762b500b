//! What is written about a whole round, and the letters around it, in their measured places.

use super::layout::Page;
use super::papers::{CORRECTION, OUTLINE, PROGRAMME, REMINDER, REPORT};
use super::{LEFT, OFF, TOP, assert_near, cells, last_page, measured, middle, place};

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn letters_of_the_round_stand_as_the_decree_has_them() {
    let Some(measured) = measured() else { return };
    for (name, number, about) in [
        (REMINDER, "Số: 30/SNV-CCHC", "V/v đôn đốc"),
        (CORRECTION, "Số: 31/SNV-CCHC", "V/v đính chính"),
        (OUTLINE, "Số: 33/SNV-CCHC", "V/v"),
    ] {
        let laid = &measured.laid[name];
        let page = &laid.pages[0];
        let [number, about, lead] = [number, about, "Kính gửi:"].map(|text| place(page, text));
        let nation = place(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        let date = place(page, "Mẫu, ngày 20 tháng 4 năm 2026");
        assert_near(nation.top, TOP, format!("{name}: top"));
        assert!(nation.left > number.right && nation.left > about.right, "{name}: two halves");
        assert!(number.bottom < about.top && about.bottom < lead.top, "{name}: number, abstract, addressees");
        assert!(date.left > number.right && date.bottom < lead.top, "{name}: date");
        assert!(lead.left > LEFT + 15.0, "{name}: addressees stand in");
        assert!(page.find("CÔNG VĂN").is_none(), "{name} has no type name");
        assert_eq!(laid.lines_of_first_page(6.0).iter().filter(|line| line.bottom < lead.top).count(), 2, "{name}");
        signed(last_page(laid), name);
    }
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn report_and_programme_have_head_type_abstract_and_signature_in_their_places() {
    let Some(measured) = measured() else { return };
    for (name, number, kind, about) in [
        (REPORT, "Số: 12/BC-SNV", "BÁO CÁO", "Kết quả kiểm tra công tác cải cách hành chính"),
        (PROGRAMME, "Số: 32/CTr-SNV", "CHƯƠNG TRÌNH", "Kiểm tra công tác cải cách hành chính"),
    ] {
        let laid = &measured.laid[name];
        let page = &laid.pages[0];
        let [number, kind, about] = [number, kind, about].map(|text| place(page, text));
        let nation = place(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        assert_near(nation.top, TOP, format!("{name}: top"));
        assert!(number.right < nation.left && number.bottom < kind.top && kind.bottom < about.top + OFF, "{name}");
        assert_near(kind.centre(), middle(page), format!("{name}: type name"));
        let under = laid.lines_of_first_page(6.0).into_iter().filter(|line| line.top > about.top).collect::<Vec<_>>();
        assert!(
            under.iter().any(|line| (line.centre() - middle(page)).abs() <= OFF),
            "{name}: line under the abstract"
        );
        signed(last_page(laid), name);
    }
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn the_report_is_short_and_no_column_of_it_is_squeezed() {
    let Some(measured) = measured() else { return };
    let laid = &measured.laid[REPORT];
    let sections = laid.sections();
    assert!(sections[0].len() <= 7, "{} pages of text for three units", sections[0].len());
    assert!(laid.pages.len() <= 22, "{} pages", laid.pages.len());
    // Every word of a header and every figure stands whole on one line.
    for (annex, pages) in measured.papers.document(REPORT).annexes.iter().zip(&sections[1..]) {
        let words: Vec<&str> = pages.iter().flat_map(Page::text).map(|word| word.text.as_str()).collect();
        let titles = annex.table.columns().iter().flat_map(|column| column.title.split_whitespace());
        let is_figure = |word: &&str| word.len() < 14 && word.chars().all(|c| c.is_ascii_digit() || "%,./".contains(c));
        let figures = cells(&annex.table).flat_map(|cell| cell.split_whitespace()).filter(is_figure);
        for word in titles.chain(figures) {
            assert!(words.contains(&word), "{}: {word} is broken", annex.title);
        }
    }
}

/// Post and name stand right and under each other, nơi nhận left beside them.
#[track_caller]
fn signed(page: &Page, name: &str) {
    let [authority, post, signer] = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Thành viên 1"].map(|text| place(page, text));
    let recipients = place(page, "Nơi nhận:");
    assert!(authority.bottom < post.bottom, "{name}");
    assert!((15.0..40.0).contains(&(signer.top - post.bottom)), "{name}: room for pen and seal");
    assert!(authority.left > middle(page) - OFF && post.left > middle(page) - OFF, "{name}");
    assert_near(signer.centre(), post.centre(), name);
    assert_near(recipients.left, LEFT, name);
    assert_near(recipients.top, authority.top, name);
}
