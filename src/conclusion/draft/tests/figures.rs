use super::*;
use crate::conclusion::draft::{Contradiction, ContradictionKind, FigureRole};
use crate::inspection::{ItemKey, Part, VoiceAbout};

fn traced(home: &Home, which: &str) -> Vec<(String, Vec<String>)> {
    let conclusion = conclusion(&home.store);
    let inspected = conclusion.inspected();
    let figures = Draft::of(&inspected, &basis(None)).figures(&inspected, &id(which));
    let items = |of: &crate::conclusion::draft::TracedFigure| of.origins.iter().map(|of| of.item.to_string()).collect();
    figures.iter().map(|of| (of.printed.clone(), items(of))).collect()
}

fn pairs(expected: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let items = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    expected.iter().map(|(printed, of)| ((*printed).to_owned(), items(of))).collect()
}

#[test]
fn every_figure_of_a_passage_leads_to_the_answers_it_was_made_from() {
    let home = Home::recorded(ANSWERS);
    assert_eq!(
        traced(&home, RATE),
        pairs(&[
            ("1.060", &["niem-yet/da-niem-yet"]),
            ("1.155", &["niem-yet/tong-tthc"]),
            ("91,77%", &["niem-yet/ty-le-niem-yet"]),
        ])
    );
    // A difference leads to both.
    assert_eq!(
        traced(&home, "for-unit/niem-yet/ty-le-niem-yet"),
        pairs(&[("95", &["niem-yet/tong-tthc", "niem-yet/da-niem-yet"])])
    );
    assert_eq!(
        traced(&home, "shortcomings/niem-yet/mau-tthc"),
        pairs(&[("2", &["niem-yet/mau-tthc"]), ("1", &["niem-yet/mau-tthc"])])
    );
    assert_eq!(
        traced(&home, "shortcomings/hai-long/phieu"),
        pairs(&[("71,43%", &["hai-long/phieu"]), ("4", &["hai-long/phieu"])])
    );
    // Counts lead to what was counted; nothing is without origin.
    let assessment = traced(&home, "assessment/fixed/1");
    let counts: Vec<(&str, usize)> = assessment.iter().map(|(printed, of)| (printed.as_str(), of.len())).collect();
    assert_eq!(counts[..5], [("08", 8), ("02", 2), ("03", 3), ("03", 3), ("01", 1)]);
    assert!(assessment.iter().all(|(_, of)| !of.is_empty()), "{assessment:?}");
    // Days, years and numbers of documents are no figures.
    assert_eq!(traced(&home, "opening/fixed/1"), pairs(&[]));
}

#[test]
fn an_origin_tells_value_evidence_and_who_recorded_it_when() {
    let mut home = Home::recorded(ANSWERS);
    home.record(
        "[answer.\"niem-yet/tong-tthc\"]\nevidence = [ { document = \"98/QĐ-UBND\", about = \"Danh mục thủ tục\" } ]\n",
    );
    let conclusion = conclusion(&home.store);
    let inspected = conclusion.inspected();
    let figures = Draft::of(&inspected, &basis(None)).figures(&inspected, &id(RATE));
    let total = &figures[1].origins[0];
    assert_eq!((total.ask.as_str(), total.shown.as_str()), ("Tổng số TTHC thuộc thẩm quyền tiếp nhận", "1.155"));
    assert_eq!(total.role, FigureRole::Found);
    assert_eq!(total.evidence[0].content.document.as_deref(), Some("98/QĐ-UBND"));
    let voices = home.store.voices(&recorder().round, &recorder().unit, &total.item).unwrap();
    let number = voices.iter().find(|voice| matches!(&voice.about, VoiceAbout::Field { value, .. } if *value == 1155));
    assert_eq!(number.unwrap().member.as_deref(), Some("truong-doan"));
    let key = |item: &str| ItemKey {
        checklist: crate::checklist::ChecklistId::new("niem-yet").unwrap(),
        item: crate::checklist::ItemId::new(item).unwrap(),
    };
    let rows = home.store.voices(&recorder().round, &recorder().unit, &key("mau-tthc")).unwrap();
    assert_eq!(rows.last().unwrap().about, VoiceAbout::Rows(2));
    let notes = home.store.voices(&recorder().round, &recorder().unit, &key("dia-chi-pakn")).unwrap();
    assert!(!format!("{notes:?}").contains("GHI CHÚ NỘI BỘ"));
}

#[test]
fn a_figure_of_the_remark_leads_to_the_remark_and_not_to_what_happens_to_give_it() {
    let mut home = Home::recorded(ANSWERS);
    // 95 is also the difference of the two figures that the item looks at.
    home.record("[answer.\"niem-yet/ty-le-niem-yet\"]\nremark = \"Thiếu 95 thủ tục, trong đó 17 thủ tục đất đai\"\n");
    let conclusion = conclusion(&home.store);
    let inspected = conclusion.inspected();
    let figures = Draft::of(&inspected, &basis(None)).figures(&inspected, &id(RATE));
    let of = |printed: &str| figures.iter().find(|of| of.printed == printed).map(|of| &of.origins);
    let roles = |printed| of(printed).unwrap().iter().map(|of| of.role).collect::<Vec<_>>();
    assert_eq!(roles("17"), [FigureRole::Remarked], "{figures:?}");
    assert_eq!(roles("95"), [FigureRole::Remarked], "{figures:?}");
    assert_eq!(of("17").unwrap()[0].shown, "“Thiếu 95 thủ tục, trong đó 17 thủ tục đất đai”");
    assert_eq!(roles("1.155"), [FigureRole::Found]);
}

#[test]
fn a_figure_of_no_record_is_not_held_against_a_long_question_that_shares_some_words() {
    let mut home = Home::recorded(ANSWERS);
    let own = |text: &str| DraftAct::Own { part: Part::Assessment, field: None, text: text.to_owned(), beside: None };
    act(&mut home, &own("Sổ theo dõi hồ sơ có 250 hồ sơ ghi thiếu"));
    let found = contradictions(&home);
    assert_eq!(named(&found), [("250", vec![])], "{found:?}");
}

fn contradictions(home: &Home) -> Vec<Contradiction> {
    let conclusion = conclusion(&home.store);
    let inspected = conclusion.inspected();
    Draft::of(&inspected, &basis(None)).contradictions(&inspected)
}

fn typed(which: &str, text: &str) -> Vec<Contradiction> {
    let mut home = Home::recorded(ANSWERS);
    act(&mut home, &edit(which, text));
    contradictions(&home)
}

fn named(found: &[Contradiction]) -> Vec<(&str, Vec<&str>)> {
    found.iter().map(|of| (of.figure.as_str(), of.record.iter().map(|of| of.shown.as_str()).collect())).collect()
}

#[test]
fn a_typed_figure_that_contradicts_the_record_is_named_with_what_was_recorded() {
    let drafted = passage(&draft(&Home::recorded(ANSWERS)), RATE).text;
    // Only a figure was typed anew.
    let found = typed(RATE, &drafted.replace("1.060", "1.050"));
    assert_eq!(named(&found), [("1.050", vec!["1.060"])]);
    assert_eq!(found[0].record[0].ask.as_deref(), Some("Số TTHC đã niêm yết"));
    assert_eq!(found[0].kind, ContradictionKind::Contradicts);
    // A figure of the record in the place of another one.
    let found = typed(RATE, "Mới niêm yết 1.155/1.155 thủ tục hành chính.");
    assert_eq!(named(&found), [("1.155", vec!["1.060"])]);
    // In words of one's own.
    let found = typed(RATE, "Đơn vị đã công khai 1.020 thủ tục hành chính trên tổng số 1.155, đạt 88,31%.");
    assert_eq!(found.iter().map(|of| of.figure.as_str()).collect::<Vec<_>>(), ["1.020", "88,31%"]);
    assert!(found.iter().all(|of| of.kind == ContradictionKind::Contradicts), "{found:?}");
    // A small one, where the draft counts the same things.
    let found = typed("shortcomings/niem-yet/mau-tthc", "Qua kiểm tra có 5 thủ tục niêm yết chưa đúng quy định.");
    assert_eq!(named(&found), [("5", vec!["1"])]);
    // Rounded wrong.
    let found = typed(RATE, "Tỷ lệ thủ tục được niêm yết đạt 91,7%.");
    assert_eq!(named(&found), [("91,7%", vec!["91,77%"])]);
}

#[test]
fn what_follows_from_the_record_or_is_no_figure_raises_no_alarm() {
    for text in [
        "Mới niêm yết 1.060/1.155 thủ tục hành chính (91,8%), còn thiếu 95 thủ tục.",
        "Tỷ lệ niêm yết khoảng 92% (1.060 trên 1.155 thủ tục); còn 8,23% chưa niêm yết.",
        "Năm 2022, đến ngày 19/10/2022, theo Kế hoạch số 1296/KH-SNV và Quyết định số 45, 46 ngày 05/10/2022, đơn vị niêm yết 1.060 thủ tục.",
        "Theo Điều 15, 16 và 17, khoản 12 Nghị định 63, Đề án 06 giai đoạn 2021-2025, tháng 10/2022, niêm yết chưa đủ.",
        "Đã tổ chức 05 cuộc kiểm tra, 3 lớp tập huấn; 09 tháng đầu năm niêm yết 1.060 thủ tục.",
        "Đường dây nóng 02333852529, bảng A4, mẫu số 11, TCVN ISO 9001:2015, lúc 14 giờ 30, hoạt động 24/7.",
        "Đơn vị báo cáo 1.160 thủ tục, kiểm tra có 1.155 thủ tục, chênh lệch 5 thủ tục.",
        "Danh mục theo Phụ lục 12, biểu 15, Thông báo số 98, mục 14, trang 120.",
    ] {
        assert_eq!(named(&typed(RATE, text)), [], "{text}");
    }
}

#[test]
fn a_figure_in_a_passage_of_ones_own_that_no_record_has_is_named() {
    let mut home = Home::recorded(ANSWERS);
    let own = |text: &str| DraftAct::Own { part: Part::Assessment, field: None, text: text.to_owned(), beside: None };
    act(&mut home, &own("Đơn vị đã niêm yết 1.060 thủ tục, đạt 91,77%; 03 nội dung chưa đạt."));
    assert_eq!(named(&contradictions(&home)), []);
    act(&mut home, &own("Số thủ tục đã niêm yết là 1.066 thủ tục; đã huy động 250 triệu đồng."));
    let found = contradictions(&home);
    assert_eq!(found.iter().map(|of| of.figure.as_str()).collect::<Vec<_>>(), ["1.066", "250"]);
    assert!(found.iter().all(|of| of.kind == ContradictionKind::NotBorneOut));
    assert!(found[0].record.iter().any(|of| of.shown == "1.060"), "{found:?}");
    assert_eq!(found[1].record, []);
}

#[test]
fn an_old_figure_left_standing_is_named_until_the_new_one_is_taken() {
    let mut home = Home::recorded(ANSWERS);
    act(&mut home, &edit(RATE, "Đơn vị mới niêm yết 1.060 thủ tục (91,77%)."));
    home.record("[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1100\n");
    let found = contradictions(&home);
    assert_eq!(found.iter().map(|of| of.figure.as_str()).collect::<Vec<_>>(), ["1.060", "91,77%"]);
    act(&mut home, &DraftAct::TakeFigures { id: id(RATE) });
    assert_eq!(contradictions(&home), []);
}

#[test]
fn the_draft_itself_contradicts_nothing() {
    let home = Home::recorded(ANSWERS);
    assert_eq!(contradictions(&home), []);
    // Also where its own words were typed once more, with a word in front.
    for which in [RATE, ADDRESS, "shortcomings/niem-yet/mau-tthc", "shortcomings/hai-long/phieu", "assessment/fixed/1"]
    {
        let text = passage(&draft(&home), which).text;
        assert_eq!(named(&typed(which, &format!("Qua kiểm tra: {text}"))), [], "{which}");
    }
}
