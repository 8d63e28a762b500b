//! The end of a visit on paper: what was recorded of it, what changed after signing, what earlier rounds raised.

use super::fixture::{ANSWERS, DIRECTION, Home, ROUND, text};
use super::*;
use crate::inspection::{
    DocumentReference, ItemKey, Person, PresentChange, Recorder, RecurrenceContent, RoundId, Side, TextFile, UnitId,
    VisitChange, read_answers, read_round,
};

fn recorder(reason: Option<&str>) -> Recorder {
    Recorder {
        round: RoundId::new("2022-dot-1").unwrap(),
        unit: UnitId::new("mau-a").unwrap(),
        member: "truong-doan".to_owned(),
        reason: reason.map(str::to_owned),
    }
}

fn time(text: &str) -> chrono::NaiveDateTime {
    chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn person(name: &str, post: &str, side: Side) -> PresentChange {
    PresentChange::Add(Person { name: name.into(), post: post.into(), side })
}

fn key(checklist: &str, item: &str) -> ItemKey {
    ItemKey {
        checklist: crate::checklist::ChecklistId::new(checklist).unwrap(),
        item: crate::checklist::ItemId::new(item).unwrap(),
    }
}

/// One line, as the layout may have broken it anywhere.
fn flat(document: &Document) -> String {
    text(document).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_minutes_print_what_was_recorded_of_the_visit() {
    let mut home = Home::recorded(ANSWERS);
    let changes = [
        VisitChange::Started(Some(time("2022-10-19 08:05"))),
        VisitChange::Ended(Some(time("2022-10-19 11:30"))),
        VisitChange::Place(Some("trụ sở UBND xã Mẫu A".into())),
        VisitChange::Copies(Some(4)),
        VisitChange::UnitCopies(Some(1)),
        VisitChange::Proposals(Some("hỗ trợ máy quét".into())),
        VisitChange::Commitments(Some("Bổ sung số điện thoại trước ngày 30/10/2022".into())),
    ];
    home.store.record_visit(&recorder(None), &changes).unwrap();
    let people = [
        person("Lê Văn Chủ", "Chủ tịch UBND xã", Side::Unit),
        person("Phạm Thị Cửa", "Công chức Văn phòng", Side::Unit),
        person("Nguyễn Văn Mẫu", "", Side::Team),
        person("Đỗ Văn Khách", "Phòng Nội vụ huyện", Side::Other),
    ];
    home.store.record_present(&recorder(None), &people).unwrap();
    let document = home.minutes();
    let printed = flat(&document);
    for said in [
        "Vào hồi 08 giờ 05 phút, ngày 19 tháng 10 năm 2022, tại trụ sở UBND xã Mẫu A, Đoàn kiểm tra tiến hành",
        "1. Đoàn kiểm tra - Đồng chí Nguyễn Văn Mẫu, Phó Giám đốc Sở Nội vụ - Trưởng đoàn. 2. Đại diện UBND xã Mẫu A",
        "- Đồng chí Lê Văn Chủ, Chủ tịch UBND xã. - Đồng chí Phạm Thị Cửa, Công chức Văn phòng. 3. Người tham dự khác",
        "Đề xuất, kiến nghị: Hỗ trợ máy quét.",
        "Cam kết khắc phục tồn tại, hạn chế: Bổ sung số điện thoại trước ngày 30/10/2022.",
        "Biên bản kết thúc vào hồi 11 giờ 30 phút, ngày 19 tháng 10 năm 2022; đã đọc lại cho mọi người cùng nghe, thống nhất",
        "lập thành 04 bản có giá trị như nhau, đơn vị được kiểm tra giữ 01 bản, Đoàn kiểm tra giữ 03 bản",
    ] {
        assert!(printed.contains(said), "{said}\n{printed}");
    }
    assert!(!printed.contains("Trần Thị Mẫu, Chuyên viên"), "who was not there is not listed");
    assert!(!printed.contains("…… giờ") && !printed.contains("Đồng chí ……"), "{printed}");
    assert!(!document.closing.sources.is_empty(), "the closing names its records");
}

#[test]
fn what_is_not_recorded_stays_blank() {
    let mut home = Home::recorded(ANSWERS);
    home.store.record_visit(&recorder(None), &[VisitChange::Copies(Some(3))]).unwrap();
    let printed = flat(&home.minutes());
    assert!(printed.contains("Vào hồi …… giờ …… phút, ngày 19 tháng 10 năm 2022, tại ………"), "{printed}");
    assert!(printed.contains("lập thành 03 bản có giá trị như nhau, đơn vị được kiểm tra giữ …… bản"), "{printed}");
    assert!(printed.contains("Trần Thị Mẫu, Chuyên viên"), "without a list the whole team stands there");
}

#[test]
fn a_unit_that_does_not_sign_is_told_with_reason_and_witness() {
    let mut home = Home::recorded(ANSWERS);
    let refusal = VisitChange::Refusal(Some("không nhất trí với kết quả kiểm tra xác suất".into()));
    let witness = VisitChange::Witness(Some("Đỗ Văn Khách, Phòng Nội vụ huyện".into()));
    home.store.record_visit(&recorder(None), &[refusal, witness]).unwrap();
    let printed = flat(&home.minutes());
    assert!(
        printed.contains("Đại diện đơn vị không ký biên bản. Lý do: Không nhất trí với kết quả kiểm tra xác suất. Người chứng kiến: Đỗ Văn Khách, Phòng Nội vụ huyện."),
        "{printed}"
    );
    assert!(
        !printed.contains("thống nhất nội dung và ký tên") && !printed.contains("Trường hợp đại diện"),
        "{printed}"
    );
}

#[test]
fn a_surprise_inspection_has_minutes_with_whoever_is_there() {
    let round = ROUND
        .replace(
            "checklists = [\"chinh-quyen-so-thu\", \"niem-yet\", \"hai-long\", \"chi-dao\"]",
            "checklists = [\"chi-dao\"]\nmode = \"surprise\"",
        )
        .replace("head = { post = \"Chủ tịch UBND xã\" }", "");
    let mut home = Home::new(&[DIRECTION], &round);
    home.record("[answer.\"chi-dao/ke-hoach\"]\nverdict = \"fail\"\n");
    let people = [person("Phạm Thị Cửa", "Công chức trực Bộ phận Một cửa", Side::Unit)];
    home.store.record_present(&recorder(None), &people).unwrap();
    let printed = flat(&home.minutes());
    assert!(printed.contains("kiểm tra đột xuất") && printed.contains("Đồng chí Phạm Thị Cửa"), "{printed}");
    assert!(!printed.contains("Báo cáo số") && !printed.contains("Đồng chí ……"), "{printed}");
    assert!(!flat(&home.notice(None)).contains("Báo cáo số 45"), "nobody reports for a surprise inspection");
    sign(&mut home.store, &recorder(Some("Kiểm tra nhanh"))).unwrap();
}

#[test]
fn changes_after_signing_are_an_annex_without_notes_and_names() {
    let mut home = Home::recorded(ANSWERS);
    sign(&mut home.store, &recorder(Some("Còn nội dung chưa trả lời"))).unwrap();
    assert!(!flat(&home.minutes()).contains("THAY ĐỔI SAU KHI KÝ"));
    let later = "reason = \"Đơn vị bổ sung sổ\"\n[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"partial\"\nnote = \"CHUYỆN NỘI BỘ\"\n[answer.\"niem-yet/mau-tthc\"]\nrows = [{ ten = \"Đăng ký khai sinh\", nguoi-nop = \"Hoàng Văn Dân\", dung-phien-ban = true }]\n";
    home.record_file(&format!("round = \"2022-dot-1\"\nunit = \"mau-a\"\nmember = \"truong-doan\"\n{later}"));
    let printed = text(&home.minutes());
    let flat = flat(&home.minutes());
    assert!(flat.contains("NỘI DUNG THAY ĐỔI SAU KHI KÝ BIÊN BẢN"), "{printed}");
    assert!(flat.contains("Đơn vị bổ sung sổ") || printed.contains("Đơn vị bổ"), "{printed}");
    assert!(flat.contains("chưa đạt") && flat.contains("đạt một phần"), "{printed}");
    assert!(!flat.contains("NỘI BỘ") && !flat.contains("Hoàng Văn Dân") && !flat.contains("Lê Thị Dân"), "{printed}");
}

#[test]
fn the_printed_minutes_are_a_draft_until_the_visit_has_ended() {
    let mut home = Home::recorded(ANSWERS);
    let status = |home: &Home| Conclusion::of(&home.store, "2022-dot-1", "mau-a").unwrap().minutes_status();
    assert_eq!(status(&home), Status::Draft);
    home.store.record_visit(&recorder(None), &[VisitChange::Ended(Some(time("2022-10-19 11:30")))]).unwrap();
    assert_eq!(status(&home), Status::Final);
}

/// The home with an earlier round, in which the address was missing and the plan was there.
fn with_earlier() -> Home {
    let mut home = Home::recorded(ANSWERS);
    let earlier = ROUND
        .replace("id = \"2022-dot-1\"", "id = \"2021-dot-1\"")
        .replace("năm 2022", "năm 2021")
        .replace("from = 2022-01-01, to = 2022-10-14", "from = 2021-01-01, to = 2021-10-14")
        .replace("visit = 2022-10-19", "visit = 2021-10-12")
        .replace("id = \"mau-a\"", "id = \"xa-mau-a\"");
    let file = TextFile::from_bytes("r.toml", earlier.as_bytes()).unwrap();
    let round = read_round(&file, "2021-10-12".parse().unwrap()).unwrap();
    home.store.add_round(&round, None).unwrap();
    let answers = "round = \"2021-dot-1\"\nunit = \"xa-mau-a\"\nmember = \"truong-doan\"\n[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"fail\"\nremark = \"Chưa có\"\n[answer.\"niem-yet/bang-ro\"]\nverdict = \"fail\"\n[answer.\"chi-dao/ke-hoach\"]\nverdict = \"pass\"\n";
    let file = TextFile::from_bytes("a.toml", answers.as_bytes()).unwrap();
    home.store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
    home
}

#[test]
fn earlier_rounds_tell_what_was_required_and_what_is_still_open() {
    let home = with_earlier();
    let now = Conclusion::of(&home.store, "2022-dot-1", "mau-a").unwrap();
    let inspected = now.inspected();
    // Another id, the same name: the same unit.
    let units = earlier_units(&home.store, inspected.round, inspected.unit).unwrap();
    assert_eq!(units.len(), 1);
    let before = Conclusion::of(&home.store, units[0].0.as_str(), units[0].1.as_str()).unwrap();
    let earlier = [EarlierRound::of(&before)];
    assert_eq!(earlier[0].year(), 2021);
    let open = open_from_before(&earlier);
    let found: Vec<_> = open.iter().map(|(_, of)| (of.key.to_string(), standing(inspected.judged, &of.key))).collect();
    assert_eq!(
        found,
        [("niem-yet/dia-chi-pakn".to_owned(), Standing::Recurs), ("niem-yet/bang-ro".to_owned(), Standing::Mended)]
    );
    assert_eq!(open[0].1.required, "Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị.");
    // Nothing comes before the first round.
    let first = before.inspected();
    assert!(earlier_units(&home.store, first.round, first.unit).unwrap().is_empty());
}

#[test]
fn a_shortcoming_judged_again_in_between_is_not_open_from_further_back() {
    let finding = |item: &str| EarlierFinding {
        key: key("niem-yet", item),
        ask: item.to_owned(),
        verdict: crate::checklist::Verdict::Fail,
        said: String::new(),
        required: String::new(),
        remedy: None,
    };
    let round = |id: &str, findings: Vec<EarlierFinding>, judged: &[&str]| EarlierRound {
        round: RoundId::new(id).unwrap(),
        title: id.to_owned(),
        to: "2021-12-31".parse().unwrap(),
        visit: None,
        notice: None,
        judged: judged.iter().map(|item| key("niem-yet", item)).collect(),
        findings,
    };
    let newer = round("2024", vec![finding("b")], &["a", "b"]);
    let older = round("2023", vec![finding("a"), finding("b"), finding("c")], &["a", "b", "c"]);
    let rounds = [newer, older];
    let open: Vec<_> =
        open_from_before(&rounds).iter().map(|(round, of)| (round.title.clone(), of.ask.clone())).collect();
    assert_eq!(open, [("2024".to_owned(), "b".to_owned()), ("2023".to_owned(), "c".to_owned())]);
}

#[test]
fn a_shortcoming_raised_again_cites_the_earlier_notice_or_visit() {
    let mut home = with_earlier();
    let mut content = RecurrenceContent {
        round: RoundId::new("2021-dot-1").unwrap(),
        title: "Kiểm tra năm 2021".into(),
        notice: None,
        visit: Some("2021-10-12".parse().unwrap()),
        required: "Niêm yết địa chỉ".into(),
        remedy: None,
    };
    let address = key("niem-yet", "dia-chi-pakn");
    home.store.record_recurrence(&recorder(None), &address, Some(&content)).unwrap();
    let visit =
        "Tồn tại này đã được nêu tại cuộc kiểm tra ngày 12/10/2021 (Kiểm tra năm 2021) nhưng chưa được khắc phục.";
    assert!(flat(&home.notice(None)).contains(visit), "{}", flat(&home.notice(None)));
    assert!(flat(&home.minutes()).contains(visit));
    content.notice =
        Some(DocumentReference { number: "12/TB-SNV".into(), date: "2021-11-05".parse().unwrap(), issuer: None });
    home.store.record_recurrence(&recorder(None), &address, Some(&content)).unwrap();
    let notice = "Tồn tại này đã được nêu tại Thông báo số 12/TB-SNV ngày 05/11/2021 nhưng chưa được khắc phục.";
    assert!(flat(&home.notice(None)).contains(notice));
    // Once it passes nothing is raised.
    home.record("[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"pass\"\n");
    assert!(!flat(&home.notice(None)).contains("Tồn tại này đã được nêu"));
    home.store.record_recurrence(&recorder(None), &address, None).unwrap();
    let unit = UnitId::new("mau-a").unwrap();
    assert!(home.store.recurrences(&RoundId::new("2022-dot-1").unwrap(), &unit).unwrap().is_empty());
}
