use proptest::prelude::*;

use super::*;
use crate::inspection::remediation_fixture::{
    accept, day, home, issue, report, requirement_id, round_id, send_back, unit_id,
};
use crate::vietnamese::calendar::Calendar;

fn states(all: &[FollowUp]) -> Vec<(RequirementState, Option<u32>, Option<u32>)> {
    all.iter().map(|one| (one.state, one.overdue_by, one.due_in)).collect()
}

#[test]
fn before_issue_there_are_no_requirements() {
    let folder = tempfile::tempdir().unwrap();
    let store = home(folder.path(), "2025-11-20");
    assert!(of_home(&store, day("2025-11-20")).unwrap().is_empty());
    assert!(of_round(&store, &round_id(), day("2025-11-20")).unwrap().is_empty());
}

#[test]
fn requirements_go_from_open_to_reported_to_returned_to_accepted_and_fall_overdue_between() {
    use RequirementState::{Accepted, Open, Reported, Returned};
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-12-15");
    issue(&mut store, "mau-a");
    let at = |store: &Store, today: &str| states(&of_round(store, &round_id(), day(today)).unwrap());
    // Monday 10 November is the last day of the first one.
    assert_eq!(at(&store, "2025-11-07"), [(Open, None, Some(1)), (Open, None, Some(16)), (Open, None, None)]);
    assert_eq!(at(&store, "2025-11-10")[0], (Open, None, Some(0)));
    assert_eq!(at(&store, "2025-11-11")[0], (Open, Some(1), None));
    assert_eq!(at(&store, "2025-11-17")[0], (Open, Some(5), None));
    report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-12").unwrap();
    assert_eq!(at(&store, "2025-11-17")[0], (Reported, None, None));
    let late = of_round(&store, &round_id(), day("2025-11-17")).unwrap()[0].late_by(store.calendar());
    assert_eq!(late, Some(2));
    send_back(&mut store, "mau-a", "dia-chi", None).unwrap();
    assert_eq!(at(&store, "2025-11-17")[0], (Returned, Some(5), None));
    send_back(&mut store, "mau-a", "dia-chi", Some("2025-12-19")).unwrap();
    assert_eq!(at(&store, "2025-12-17")[0], (Returned, None, Some(2)));
    assert_eq!(at(&store, "2025-12-22")[0], (Returned, Some(1), None));
    report(&mut store, "mau-a", &["dia-chi"], "51/BC-UBND", "2025-12-15").unwrap();
    accept(&mut store, "mau-a", "dia-chi").unwrap();
    assert_eq!(at(&store, "2026-02-02")[0], (Accepted, None, None));
}

#[test]
fn a_unit_read_alone_stands_as_in_the_round_and_in_the_home() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-20");
    issue(&mut store, "mau-b");
    issue(&mut store, "mau-a");
    report(&mut store, "mau-a", &["dia-chi", "bo-sung"], "45/BC-UBND", "2025-11-07").unwrap();
    accept(&mut store, "mau-a", "bo-sung").unwrap();
    let today = day("2025-11-20");
    let all = of_home(&store, today).unwrap();
    assert_eq!(all, of_round(&store, &round_id(), today).unwrap());
    let units: Vec<&str> = all.iter().map(|one| one.unit.as_str()).collect();
    assert_eq!(units, ["mau-a", "mau-a", "mau-a", "mau-b", "mau-b", "mau-b"]);
    let round = store.round("2025-dot-1").unwrap();
    assert_eq!(all[..3], of_unit(&store, &round, &unit_id("mau-a"), today).unwrap());
    let tally = Tally::of(&all);
    assert_eq!((tally.total, tally.open, tally.reported, tally.accepted, tally.overdue), (6, 4, 1, 1, 1), "{tally:?}");
    let wanted = |filter: Filter| all.iter().filter(|one| filter.takes(one)).count();
    assert_eq!(wanted(Filter { urgency: Some(Urgency::Overdue), ..Filter::default() }), 1);
    assert_eq!(wanted(Filter { urgency: Some(Urgency::DueWithin(7)), ..Filter::default() }), 1);
    assert_eq!(wanted(Filter { unit: Some(unit_id("mau-b")), ..Filter::default() }), 3);
    assert_eq!(wanted(Filter { state: Some(RequirementState::Reported), ..Filter::default() }), 1);
    assert_eq!(all[0].requirement.id, requirement_id("dia-chi"));
}

#[test]
fn a_deadline_on_a_free_day_ends_with_the_next_working_day() {
    let calendar = Calendar::shipped();
    assert_eq!(last_day(&calendar, day("2025-11-15")), day("2025-11-17"));
    assert_eq!(deadline::overdue(&calendar, day("2025-11-15"), day("2025-11-17")), None);
    assert_eq!(deadline::overdue(&calendar, day("2025-11-15"), day("2025-11-18")), Some(1));
    assert_eq!(last_day(&calendar, day("2025-09-02")), day("2025-09-03"));
}

proptest! {
    #[test]
    fn a_requirement_is_either_overdue_or_has_days_left(due in 0_i64..900, today in 0_i64..900) {
        let calendar = Calendar::shipped();
        let from = day("2025-01-01");
        let (due, today) = (from + chrono::Days::new(due.unsigned_abs()), from + chrono::Days::new(today.unsigned_abs()));
        let overdue = deadline::overdue(&calendar, due, today);
        let left = deadline::left(&calendar, due, today);
        prop_assert!(overdue.is_none() || left == 0);
        if today <= due {
            prop_assert_eq!(overdue, None);
        }
        if left > 0 {
            prop_assert_eq!(calendar.add_working_days(today, left), last_day(&calendar, due));
        }
    }
}

/// The unit of the fixture's round was inspected the year before, and got notice 12/TB-SNV.
fn with_notice_before() -> crate::conclusion::fixture::Home {
    use crate::conclusion::fixture::{ANSWERS, Home, ROUND};
    use crate::inspection::{ItemKey, TextFile, read_round};
    let mut home = Home::recorded(ANSWERS);
    let before = ROUND
        .replace("2022-dot-1", "2021-dot-1")
        .replace("2022-10-19", "2021-10-12")
        .replace("from = 2022-01-01, to = 2022-10-14", "from = 2021-01-01, to = 2021-10-01");
    let file = TextFile::from_bytes("dot.toml", before.as_bytes()).unwrap();
    home.store.add_round(&read_round(&file, day("2021-10-12")).unwrap(), None).unwrap();
    let of_item = |item: &str, text: &str| {
        let key: ItemKey = format!("niem-yet/{item}").parse().unwrap();
        let required = crate::inspection::remediation_fixture::required(item, text, Some("2021-12-01"));
        IssuedRequirement { item: Some(key), ..required }
    };
    let requirements = vec![
        of_item("dia-chi-pakn", "Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị"),
        of_item("bang-ro", "Bố trí lại bảng niêm yết ở nơi dễ quan sát"),
        of_item("mau-tthc", "Thay thế thủ tục niêm yết không đúng phiên bản"),
    ];
    let round = RoundId::new("2021-dot-1").unwrap();
    crate::inspection::remediation_fixture::issue_in(
        &mut home.store,
        &round,
        &unit_id("mau-a"),
        12,
        "2021-11-05",
        requirements,
    );
    home
}

fn report_before(home: &mut crate::conclusion::fixture::Home, requirements: &[&str], accepted: &[&str]) {
    use crate::inspection::{Decision, Recorder, RemediationReport};
    let recorder = Recorder {
        round: RoundId::new("2021-dot-1").unwrap(),
        unit: unit_id("mau-a"),
        member: "truong-doan".to_owned(),
        reason: None,
    };
    let report = RemediationReport {
        requirements: requirements.iter().map(|id| requirement_id(id)).collect(),
        number: "45/BC-UBND".to_owned(),
        date: day("2021-11-26"),
        text: String::new(),
        file: None,
    };
    let go_on = &mut |_| std::ops::ControlFlow::Continue(());
    home.store.record_remediation(&recorder, &report, go_on).unwrap();
    let accepted: Vec<_> = accepted.iter().map(|id| requirement_id(id)).collect();
    home.store.decide_remediation(&recorder, &accepted, &Decision::Accepted { note: None }).unwrap();
}

fn flat(document: &crate::paper::Document) -> String {
    crate::conclusion::fixture::text(document).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_next_notice_tells_what_became_of_the_last_ones_requirements_as_the_list_counts_them() {
    let mut home = with_notice_before();
    report_before(&mut home, &["dia-chi-pakn", "bang-ro"], &["bang-ro"]);
    let text = flat(&home.notice(None));
    let said = "Về việc thực hiện kết luận kiểm tra lần trước: Thông báo số 12/TB-SNV ngày 05/11/2021 nêu 03 yêu cầu, \
                kiến nghị đối với UBND xã Mẫu A; 01 nội dung có kết quả khắc phục được chấp nhận; 01 nội dung đã báo \
                cáo, đang được xem xét; 01 nội dung chưa có báo cáo kết quả khắc phục. Các nội dung chưa hoàn thành: thay \
                thế thủ tục niêm yết không đúng phiên bản.";
    assert!(text.contains(said), "{text}");
    let all = of_round(&home.store, &RoundId::new("2021-dot-1").unwrap(), day("2022-10-23")).unwrap();
    let tally = Tally::of(&all);
    assert_eq!((tally.total, tally.accepted, tally.reported, tally.open), (3, 1, 1, 1));
    // The earlier round itself has nothing before it.
    let conclusion = crate::conclusion::Conclusion::of(&home.store, "2021-dot-1", "mau-a").unwrap();
    assert!(conclusion.inspected().before.is_none());
}

#[test]
fn a_shortcoming_raised_again_cites_the_notice_and_the_report_that_said_it_was_mended() {
    use crate::conclusion::{Conclusion, EarlierRound, open_from_before};
    let mut home = with_notice_before();
    home.record_file(
        "round = \"2021-dot-1\"\nunit = \"mau-a\"\nmember = \"truong-doan\"\n[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"fail\"\n",
    );
    report_before(&mut home, &["dia-chi-pakn"], &["dia-chi-pakn"]);
    let before = Conclusion::of(&home.store, "2021-dot-1", "mau-a").unwrap();
    let earlier = [EarlierRound::of(&before).followed_up(&home.store, &before).unwrap()];
    let open = open_from_before(&earlier);
    let (round, finding) = open[0];
    assert_eq!(finding.required, "Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị.");
    let content = round.recurrence(finding);
    let recorder = crate::inspection::Recorder {
        round: RoundId::new("2022-dot-1").unwrap(),
        unit: unit_id("mau-a"),
        member: "truong-doan".to_owned(),
        reason: None,
    };
    home.store.record_recurrence(&recorder, &finding.key, Some(&content)).unwrap();
    let text = flat(&home.notice(None));
    let said = "Tồn tại này đã được nêu tại Thông báo số 12/TB-SNV ngày 05/11/2021; đơn vị đã báo cáo kết quả khắc phục \
                (Báo cáo số 45/BC-UBND ngày 26/11/2021) nhưng qua kiểm tra vẫn chưa được khắc phục.";
    assert!(text.contains(said), "{text}");
}

#[test]
fn the_reminder_cites_the_notice_lists_what_is_overdue_and_asks_for_the_report_by_a_day() {
    use crate::conclusion::letter::LetterBasis;
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-12-10");
    issue(&mut store, "mau-a");
    report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07").unwrap();
    send_back(&mut store, "mau-a", "dia-chi", None).unwrap();
    let round = store.round("2025-dot-1").unwrap();
    let now = store.journal().clock().now().to_utc();
    let letter = LetterBasis { number: Some(120), date: Some(day("2025-12-10")), ..LetterBasis::draft(now) };
    let basis = ReminderBasis { letter, report_by: day("2025-12-17"), today: store.today() };
    let document = reminder(&store, &round, "mau-a", &basis).unwrap();
    insta::assert_snapshot!(crate::conclusion::fixture::text(&document), @r#"
     ỦY BAN NHÂN DÂN TỈNH MẪU           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
            SỞ NỘI VỤ                      Độc lập - Tự do - Hạnh phúc
               ---                         ---------------------------
           Số: 120/SNV                    Mẫu, ngày 10 tháng 12 năm 2025
       V/v đôn đốc báo cáo
      kết quả khắc phục theo
      Thông báo số 05/TB-SNV

                            Kính gửi: UBND xã Mẫu A

Ngày 20/10/2025, Sở Nội vụ ban hành Thông báo số 05/TB-SNV về kết luận kiểm tra, trong đó đề nghị UBND xã Mẫu A thực hiện 03 yêu cầu, kiến nghị và báo cáo kết quả khắc phục.

Tính đến ngày 10/12/2025, UBND xã Mẫu A còn 02 nội dung đã quá thời hạn thực hiện nhưng Sở Nội vụ chưa nhận được báo cáo hoặc báo cáo chưa đạt yêu cầu, cụ thể:

1. Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị: thời hạn ngày 10/11/2025, đã quá hạn 22 ngày làm việc. Báo cáo số 45/BC-UBND ngày 07/11/2025 chưa đạt yêu cầu: chưa có ảnh chụp.

2. Niêm yết bổ sung 12 thủ tục hành chính còn thiếu: thời hạn ngày 01/12/2025, đã quá hạn 07 ngày làm việc.

Sở Nội vụ đề nghị UBND xã Mẫu A khẩn trương thực hiện các nội dung trên và gửi báo cáo kết quả khắc phục về Sở Nội vụ chậm nhất ngày 17/12/2025./.

Nơi nhận:                                               GIÁM ĐỐC
- Như trên;
- Thành viên Đoàn kiểm tra;
- Lưu: VT.
"#);
    let over = ReminderBasis { report_by: day("2025-12-09"), ..basis.clone() };
    assert!(reminder(&store, &round, "mau-a", &over).is_err());
    assert!(reminder(&store, &round, "mau-b", &basis).is_err(), "nothing was issued there");
}

#[test]
fn different_decisions_are_told_in_words_and_settled_by_a_person() {
    use crate::exchange::conflict::{Choice, Settle, Settled, Words, find_at, settle};
    use crate::inspection::bring;
    use crate::journal::Author;
    rust_i18n::set_locale("vi");
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let mut first = home(folders[0].path(), "2025-11-20");
    issue(&mut first, "mau-a");
    report(&mut first, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07").unwrap();
    let mut second = Store::open(folders[1].path(), first.journal().clock().clone()).unwrap();
    bring(&first, &mut second, "2025-dot-1");
    accept(&mut first, "mau-a", "dia-chi").unwrap();
    send_back(&mut second, "mau-a", "dia-chi", Some("2025-11-28")).unwrap();
    bring(&second, &mut first, "2025-dot-1");
    let today = day("2025-11-20");
    let all = of_round(&first, &round_id(), today).unwrap();
    // Overdue by its day, but nobody may say so while opinions differ.
    assert_eq!((all[0].state, all[0].overdue_by), (RequirementState::Contested, None));
    assert_eq!(Tally::of(&all).contested, 1);
    let round = first.round("2025-dot-1").unwrap();
    let editions = first.editions(&round).unwrap();
    let words = Words::of(&round, &editions, "vi");
    let found = find_at(&first, &round, &unit_id("mau-a")).unwrap();
    assert_eq!(
        words.field(&found[0]),
        "báo cáo khắc phục 45/BC-UBND (Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị), chấp nhận hay trả lại"
    );
    let mut said: Vec<String> = found[0]
        .opinions
        .iter()
        .map(|opinion| words.value(&found[0].record, found[0].field.as_str(), &opinion.value))
        .collect();
    said.sort();
    assert_eq!(said, ["chấp nhận", "trả lại, gia hạn đến 28/11/2025: Chưa có ảnh chụp"]);
    let taken = found[0].opinions.iter().find(|opinion| opinion.value["verdict"] == "returned").unwrap();
    let line = Settle::of(&words, &found[0], Choice::Take(taken.voices[0].revision)).unwrap();
    let author = Author { member: Some("td".to_owned()), reason: Some("Chưa đủ tài liệu".to_owned()) };
    assert_eq!(settle(&mut first, &words, &author, &[line]).unwrap(), Settled::Closed);
    let all = of_round(&first, &round_id(), today).unwrap();
    assert_eq!((all[0].state, all[0].due_in), (RequirementState::Returned, Some(6)));
}
