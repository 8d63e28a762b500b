//! Issuing, in a home of its own.

use super::*;
use crate::assessment::OpenRound;
use crate::conclusion::draft::DraftAct;
use crate::conclusion::fixture::{ANSWERS, DIGITAL, DIRECTION, Home, POSTING, ROUND, SURVEY, day};
use crate::exchange::conflict::{Choice, Settle, Words, find, settle};
use crate::inspection::{
    FrozenPapers, Part, PassageId, RoundId, RoundPart, TextFile, UnitId, bring, find_unit, read_round,
};
use crate::journal::Author;

fn round() -> RoundId {
    RoundId::new("2022-dot-1").unwrap()
}

fn unit() -> UnitId {
    UnitId::new("mau-a").unwrap()
}

fn recorder(reason: Option<&str>) -> Recorder {
    rust_i18n::set_locale("vi");
    Recorder { round: round(), unit: unit(), member: "truong-doan".into(), reason: reason.map(str::to_owned) }
}

fn order(number: u32, date: &str) -> IssueOrder {
    IssueOrder { number, date: day(date), step: IssueStep::First }
}

fn replacement(number: u32, date: &str) -> IssueOrder {
    IssueOrder { step: IssueStep::Replacement, ..order(number, date) }
}

fn papers(store: &Store, issued: &Issued) -> FrozenPapers {
    store.frozen_papers(&round(), &unit(), &issued.content.papers).unwrap()
}

#[test]
fn an_issued_notice_keeps_number_date_and_bytes() {
    let mut home = Home::recorded(ANSWERS);
    let issued =
        issue(&mut home.store, &recorder(Some("Đơn vị đề nghị ban hành sớm")), &order(5, "2022-10-23")).unwrap();
    assert_eq!(issued.content.number_line(), "05/TB-SNV");
    assert_eq!(home.store.issued(&round(), &unit()).unwrap().settled(), Some(&issued));
    let papers = papers(&home.store, &issued);
    let text = String::from_utf8(papers.text.clone()).unwrap();
    assert!(text.contains("Số: 05/TB-SNV") && text.contains("ngày 23 tháng 10 năm 2022"), "{text}");
    assert!(!text.contains("DỰ THẢO"), "{text}");
    let dues: Vec<_> =
        issued.content.requirements.iter().map(|required| (required.id.as_str(), required.due)).collect();
    assert!(dues.contains(&("niem-yet-dia-chi-pakn", Some(day("2022-10-28")))), "{dues:?}");
}

const REASON: Option<&str> = Some("Lãnh đạo Sở yêu cầu ban hành trước");

fn issued_5(home: &mut Home) -> Issued {
    issue(&mut home.store, &recorder(REASON), &order(5, "2022-10-23")).unwrap()
}

fn obstacles(home: &Home, order: &IssueOrder) -> Vec<Obstacle> {
    let conclusion = Conclusion::of(&home.store, "2022-dot-1", "mau-a").unwrap();
    readiness(&home.store, &conclusion, "truong-doan", order).unwrap().obstacles
}

fn doubts(home: &Home, order: &IssueOrder) -> Vec<Doubt> {
    let conclusion = Conclusion::of(&home.store, "2022-dot-1", "mau-a").unwrap();
    readiness(&home.store, &conclusion, "truong-doan", order).unwrap().doubts
}

/// A laptop that got everything from `home`.
fn second(home: &Home) -> Home {
    let mut second = Home::new(&[POSTING, SURVEY, DIGITAL, DIRECTION], ROUND);
    bring(&home.store, &mut second.store, "2022-dot-1");
    second
}

#[test]
fn a_frozen_notice_stays_byte_for_byte_whatever_is_recorded_or_merged_later() {
    let mut home = Home::recorded(ANSWERS);
    let issued = issued_5(&mut home);
    let before = papers(&home.store, &issued);
    home.record("reason = \"Đơn vị bổ sung sổ\"\n[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1155");
    let mut other = second(&home);
    other.record("[answer.\"niem-yet/bang-ro\"]\nverdict = \"fail\"\nremark = \"Bảng đặt ở góc khuất\"");
    bring(&other.store, &mut home.store, "2022-dot-1");
    let unit = find_unit(&home.store.round("2022-dot-1").unwrap(), "mau-a").unwrap().clone();
    let frozen = FrozenNotice::of(&home.store, &round(), &unit).unwrap().unwrap();
    assert_eq!(frozen.papers, before);
    assert_eq!(frozen.issued, issued);
    assert_eq!(frozen.later, 3, "the figure, the verdict, the remark");
    // It travelled by itself.
    let there = FrozenNotice::of(&other.store, &round(), &unit).unwrap().unwrap();
    assert_eq!((there.papers, there.issued.content), (before, issued.content));
}

#[test]
fn what_is_not_signed_or_wrong_wants_a_reason_and_says_why() {
    let mut home = Home::recorded(ANSWERS);
    let refused = issue(&mut home.store, &recorder(Some("  ")), &order(5, "2022-10-23")).unwrap_err();
    let IssueError::ReasonNeeded { doubts, .. } = &refused else { panic!("{refused}") };
    assert!(doubts.contains(&Doubt::Unsigned), "{doubts:?}");
    assert!(doubts.iter().any(|doubt| matches!(doubt, Doubt::Errors { .. })), "{doubts:?}");
    assert!(refused.to_string().contains("Biên bản kiểm tra chưa được ký"), "{refused}");
    assert_eq!(home.store.issued(&round(), &unit()).unwrap(), NoticeStanding::Draft, "nothing was recorded");
    let issued = issued_5(&mut home);
    assert_eq!(issued.content.reason.as_deref(), REASON);
}

#[test]
fn the_day_of_issue_is_held_against_visit_signature_and_clock() {
    let mut home = Home::recorded(ANSWERS);
    let early = obstacles(&home, &order(5, "2022-10-18"));
    assert_eq!(early, [Obstacle::BeforeVisit { date: day("2022-10-18"), visit: day("2022-10-19") }]);
    assert!(issue(&mut home.store, &recorder(REASON), &order(5, "2022-10-18")).is_err());
    crate::conclusion::sign(&mut home.store, &recorder(REASON)).unwrap();
    let before = Doubt::BeforeSignature { date: day("2022-10-20"), signed: day("2022-10-23") };
    assert!(doubts(&home, &order(5, "2022-10-20")).contains(&before));
    let ahead = Doubt::Ahead { date: day("2022-10-24"), today: day("2022-10-23") };
    assert!(doubts(&home, &order(5, "2022-10-24")).contains(&ahead));
    assert!(!doubts(&home, &order(5, "2022-10-23")).contains(&Doubt::Unsigned));
    assert!(matches!(obstacles(&home, &order(5, "1922-10-23"))[..], [Obstacle::Date(_)]));
}

#[test]
fn a_number_is_given_once_a_year_over_all_rounds() {
    let mut home = Home::recorded(ANSWERS);
    issued_5(&mut home);
    let again = ROUND.replace("2022-dot-1", "2022-dot-2").replace("\"mau-a\"", "\"mau-b\"");
    let file = TextFile::from_bytes("round.toml", again.as_bytes()).unwrap();
    home.store.add_round(&read_round(&file, day("2022-10-23")).unwrap(), None).unwrap();
    let conclusion = Conclusion::of(&home.store, "2022-dot-2", "mau-b").unwrap();
    let taken =
        |number, date| readiness(&home.store, &conclusion, "truong-doan", &order(number, date)).unwrap().obstacles;
    let said: Vec<String> = taken(5, "2022-12-01").iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("Số 05/TB-SNV đã dùng cho thông báo của UBND xã Mẫu A ngày 23/10/2022"), "{said:?}");
    assert!(taken(6, "2022-12-01").is_empty() && taken(5, "2023-01-05").is_empty());
    assert_eq!(taken(0, "2022-12-01"), [Obstacle::NoNumber]);
}

#[test]
fn different_opinions_at_the_unit_or_about_the_round_refuse() {
    let mut home = Home::recorded(ANSWERS);
    let mut other = second(&home);
    home.record("[answer.\"niem-yet/bang-ro\"]\nverdict = \"partial\"");
    other.record("[answer.\"niem-yet/bang-ro\"]\nverdict = \"fail\"");
    bring(&other.store, &mut home.store, "2022-dot-1");
    assert_eq!(obstacles(&home, &order(5, "2022-10-23")), [Obstacle::Conflicts { count: 1 }]);
    let refused = issue(&mut home.store, &recorder(REASON), &order(5, "2022-10-23")).unwrap_err();
    assert!(refused.to_string().contains("ý kiến khác nhau"), "{refused}");
    assert_eq!(home.store.issued(&round(), &unit()).unwrap(), NoticeStanding::Draft);
}

#[test]
fn two_laptops_that_issue_one_unit_make_a_conflict_that_only_a_person_ends() {
    let mut home = Home::recorded(ANSWERS);
    let mut other = second(&home);
    let mine = issued_5(&mut home);
    issue(&mut other.store, &recorder(REASON), &order(6, "2022-10-23")).unwrap();
    bring(&other.store, &mut home.store, "2022-dot-1");
    bring(&home.store, &mut other.store, "2022-dot-1");
    let round_here = home.store.round("2022-dot-1").unwrap();
    let at = find_unit(&round_here, "mau-a").unwrap();
    for laptop in [&home, &other] {
        let refused = FrozenNotice::of(&laptop.store, &round(), at).unwrap_err();
        assert!(refused.to_string().contains("05/TB-SNV") && refused.to_string().contains("06/TB-SNV"), "{refused}");
    }
    let refused = issue(&mut home.store, &recorder(REASON), &replacement(7, "2022-10-23")).unwrap_err();
    assert!(refused.to_string().contains("Các máy đã ban hành những thông báo khác nhau"), "{refused}");

    let open = OpenRound::open(&home.store, "2022-dot-1").unwrap();
    let words = Words::of(&open.round, &open.editions, "vi");
    let found = find(&home.store, &open.round).unwrap();
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(words.field(conflict), "thông báo đã ban hành");
    let said = words.value(&conflict.record, "issued", &conflict.opinion_of(&mine.revision).unwrap().value);
    assert!(said.starts_with("Thông báo số 05/TB-SNV ngày 23/10/2022; "), "{said}");
    let line = Settle::of(&words, conflict, Choice::Take(mine.revision)).unwrap();
    let author = Author { member: Some("truong-doan".into()), reason: Some("Văn thư đã cấp số 05".into()) };
    settle(&mut home.store, &words, &author, &[line]).unwrap();
    let frozen = FrozenNotice::of(&home.store, &round(), at).unwrap().unwrap();
    assert_eq!(frozen.issued.content, mine.content);
    let history = home.store.issued_history(&round(), &unit()).unwrap();
    assert_eq!(history.len(), 1, "what was decided against does not count: {history:?}");
}

#[test]
fn a_replacement_has_its_own_number_cites_the_replaced_and_says_why() {
    let mut home = Home::recorded(ANSWERS);
    let first = issued_5(&mut home);
    let twice = issue(&mut home.store, &recorder(REASON), &order(6, "2022-10-23")).unwrap_err();
    assert!(twice.to_string().contains("Thông báo số 05/TB-SNV đã ban hành ngày 23/10/2022"), "{twice}");
    home.record("[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1100");
    let unsaid = issue(&mut home.store, &recorder(None), &replacement(9, "2022-10-23")).unwrap_err();
    assert!(matches!(unsaid, IssueError::ReasonNeeded { .. }), "{unsaid}");
    let used = issue(&mut home.store, &recorder(REASON), &replacement(5, "2022-10-23")).unwrap_err();
    assert!(matches!(used, IssueError::Refused { .. }), "{used}");
    let early = issue(&mut home.store, &recorder(REASON), &replacement(9, "2022-10-22")).unwrap_err();
    assert!(early.to_string().contains("trước ngày của thông báo được thay thế"), "{early}");

    let second =
        issue(&mut home.store, &recorder(Some("Sai số liệu niêm yết")), &replacement(9, "2022-10-23")).unwrap();
    assert_eq!(second.content.replaces, Some(first.content.reference()));
    let text = String::from_utf8(papers(&home.store, &second).text).unwrap();
    let said = "Thông báo này thay thế Thông báo số 05/TB-SNV ngày 23/10/2022 của Sở Nội vụ.";
    assert!(text.contains(said) && text.contains("1.100/1.155"), "{text}");
    let history = home.store.issued_history(&round(), &unit()).unwrap();
    assert_eq!(history, [first.clone(), second.clone()]);
    assert!(String::from_utf8(papers(&home.store, &first).text).unwrap().contains("1.060/1.155"));
    let ids = |issued: &Issued| issued.content.requirements.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first), ids(&second), "a requirement keeps its id");
    // The replaced number stays used.
    assert_eq!(uses_of(&home.store, 5, "tb-snv", 2022).unwrap().len(), 1);
}

#[test]
fn undo_does_not_take_an_issued_notice_back() {
    let mut home = Home::recorded(ANSWERS);
    let issued = issued_5(&mut home);
    let refused = home.store.undo(&round(), "truong-doan", None).unwrap_err();
    assert!(refused.to_string().contains("không hoàn tác được"), "{refused}");
    assert_eq!(home.store.issued(&round(), &unit()).unwrap().settled(), Some(&issued));
}

#[test]
fn a_unit_whose_notice_was_issued_stays_in_the_round() {
    let mut home = Home::recorded(ANSWERS);
    issued_5(&mut home);
    let refused = home.store.remove_from_round(RoundPart::Unit(&round(), &unit()), None).unwrap_err();
    assert!(refused.to_string().contains("05/TB-SNV đã ban hành"), "{refused}");
}

#[test]
fn one_number_for_two_units_is_told_after_laptops_met() {
    let mut home = Home::recorded(ANSWERS);
    issued_5(&mut home);
    assert!(shared_numbers(&home.store).unwrap().is_empty());
    let round_2 = ROUND.replace("2022-dot-1", "2022-dot-2").replace("\"mau-a\"", "\"mau-b\"");
    let mut other = Home::new(&[POSTING, SURVEY, DIGITAL, DIRECTION], &round_2);
    let at = Recorder {
        round: RoundId::new("2022-dot-2").unwrap(),
        unit: UnitId::new("mau-b").unwrap(),
        ..recorder(REASON)
    };
    issue(&mut other.store, &at, &order(5, "2022-10-23")).unwrap();
    bring(&other.store, &mut home.store, "2022-dot-2");
    let shared = shared_numbers(&home.store).unwrap();
    let units: Vec<&str> = shared[0].iter().map(|of| of.unit.as_str()).collect();
    assert_eq!((shared.len(), units), (1, vec!["mau-a", "mau-b"]));
}

#[test]
fn a_figure_typed_by_hand_that_the_records_do_not_bear_out_is_named() {
    let mut home = Home::recorded(ANSWERS);
    let key: crate::inspection::ItemKey = "niem-yet/ty-le-niem-yet".parse().unwrap();
    let passage = PassageId::of_item(Part::Shortcomings, key);
    let conclusion = Conclusion::of(&home.store, "2022-dot-1", "mau-a").unwrap();
    let now = home.store.journal().clock().now().to_utc();
    let basis = NoticeBasis { number: None, date: None, status: Status::Draft, now };
    let draft = Draft::of(&conclusion.inspected(), &basis);
    let text = draft.get(&passage).unwrap().text.replace("1.060", "1.050");
    assert!(text.contains("1.050"), "{text}");
    draft.record(&mut home.store, &recorder(None), &DraftAct::Edit { id: passage, text }).unwrap();
    let said: Vec<String> = doubts(&home, &order(5, "2022-10-23")).iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|doubt| doubt.contains("“1.050”")), "{said:?}");
}

#[test]
fn long_papers_are_packed_and_read_back_exactly() {
    let mut home = Home::recorded(ANSWERS);
    let long: Vec<u8> = (0..1_000_000_u32).flat_map(|n| n.to_string().into_bytes()).take(1_200_000).collect();
    let papers = FrozenPapers { docx: vec![0, 159, 146, 150], text: "Thông báo".into(), json: long };
    let seen = home.store.journal().data_version().unwrap();
    let content = IssuedContent { papers: papers.prints(), ..issued_5(&mut home).content };
    assert!(home.store.record_issued(seen, &recorder(None), &content, &papers).unwrap().is_some());
    assert_eq!(home.store.frozen_papers(&round(), &unit(), &content.papers).unwrap(), papers);
    let mut noise = vec![0; 1_200_000];
    getrandom::fill(&mut noise).unwrap();
    let papers = FrozenPapers { docx: noise, ..papers };
    let refused = home.store.record_issued(seen, &recorder(None), &content, &papers).unwrap_err();
    assert!(refused.to_string().contains("1172 KB"), "{refused}");
}

#[test]
fn papers_that_did_not_come_along_are_told_and_not_made_anew() {
    rust_i18n::set_locale("vi");
    let home = Home::recorded(ANSWERS);
    let print = crate::inspection::Fingerprint::of(b"x");
    let prints = crate::inspection::PaperPrints { docx: print.clone(), text: print.clone(), json: print };
    let refused = home.store.frozen_papers(&round(), &unit(), &prints).unwrap_err();
    assert!(refused.to_string().contains("chưa có đủ nội dung thông báo"), "{refused}");
}

proptest::proptest! {
    #[test]
    fn ids_of_requirements_are_identifiers_and_tell_items_apart(a in "[a-z][a-z0-9]{0,40}", b in "[a-z][a-z0-9]{0,63}") {
        let key: crate::inspection::ItemKey = format!("{a}/{b}").parse().unwrap();
        let id = RequirementId::of_item(&key);
        proptest::prop_assert_eq!(RequirementId::new(id.as_str()), Ok(id.clone()));
        proptest::prop_assert_ne!(id.numbered(2), id);
    }
}
