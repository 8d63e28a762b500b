use super::*;
use crate::conclusion::fixture::{DIGITAL, Home, POSTING, ROUND, day, text};
use crate::inspection::{Step, StepChange, UnitId};

fn basis(number: Option<u32>, date: Option<&str>) -> LetterBasis {
    let now = DateTime::from_timestamp(1_666_500_000, 0).unwrap();
    LetterBasis { number, date: date.map(day), notation: None, signer: None, now }
}

fn order(kind: AroundKind, unit: Option<&str>) -> AroundOrder {
    AroundOrder { kind, unit: unit.map(|id| UnitId::new(id).unwrap()), due: None, basis: basis(None, None) }
}

fn home(mode: &str) -> Home {
    let round = ROUND.replace("period =", &format!("mode = \"{mode}\"\nperiod ="));
    let round = round.replace(
        "checklists = [\"chinh-quyen-so-thu\", \"niem-yet\", \"hai-long\", \"chi-dao\"]",
        "checklists = [\"chinh-quyen-so-thu\", \"niem-yet\"]",
    );
    let round = round.replace(
        "place = \"Mẫu\"",
        "place = \"Mẫu\"\nfiling = \"CCHC\"\nrecipients = [\"UBND xã Mẫu A\", \"Sở Tư pháp\"]",
    );
    let second = "[[unit]]\nid = \"mau-b\"\nname = \"UBND xã Mẫu B\"\nkind = \"xa\"\nvisit = 2022-10-17\n";
    Home::new(&[POSTING, DIGITAL], &format!("{round}{second}"))
}

fn printed(home: &Home, order: &AroundOrder) -> String {
    let round = home.store.round("2022-dot-1").unwrap();
    text(&compose(&home.store, &round, order).unwrap_or_else(|error| panic!("{error}")))
}

#[test]
fn the_announcement_to_all_units_carries_programme_and_outline() {
    let home = home("planned");
    let order = AroundOrder {
        due: Some(day("2022-10-12")),
        basis: basis(Some(15), Some("2022-10-03")),
        ..order(AroundKind::Announcement, None)
    };
    insta::assert_snapshot!(printed(&home, &order));
}

#[test]
fn the_outline_for_one_unit() {
    insta::assert_snapshot!(printed(&home("planned"), &order(AroundKind::Outline, Some("mau-a"))));
}

#[test]
fn the_programme_in_the_order_of_the_days() {
    insta::assert_snapshot!(printed(&home("planned"), &order(AroundKind::Programme, None)));
}

#[test]
fn the_draft_notice_goes_out_for_opinion() {
    let order = AroundOrder {
        due: Some(day("2022-11-01")),
        basis: basis(Some(7), Some("2022-10-24")),
        ..order(AroundKind::Opinion, Some("mau-a"))
    };
    insta::assert_snapshot!(printed(&home("planned"), &order));
}

#[test]
fn a_letter_is_a_draft_until_number_and_date_are_given() {
    let home = home("planned");
    let round = home.store.round("2022-dot-1").unwrap();
    let of = |basis: LetterBasis| {
        compose(&home.store, &round, &AroundOrder { basis, ..order(AroundKind::Outline, None) }).unwrap().status
    };
    assert_eq!(of(basis(None, None)), Status::Draft);
    assert_eq!(of(basis(Some(3), None)), Status::Draft);
    assert_eq!(of(basis(None, Some("2022-10-03"))), Status::Draft);
    assert_eq!(of(basis(Some(3), Some("2022-10-03"))), Status::Final);
}

#[test]
fn a_surprise_round_has_no_announcement_no_outline_and_no_programme() {
    let home = home("surprise");
    let round = home.store.round("2022-dot-1").unwrap();
    for kind in [AroundKind::Announcement, AroundKind::Outline, AroundKind::Programme] {
        let refused = compose(&home.store, &round, &order(kind, None)).unwrap_err();
        assert!(matches!(refused, LetterError::Surprise(_)), "{refused}");
    }
    // The draft of its conclusion goes out like any other.
    let opinion = printed(&home, &order(AroundKind::Opinion, Some("mau-a")));
    assert!(opinion.contains("kiểm tra đột xuất"));
}

#[test]
fn a_deadline_comes_from_the_steps_and_is_never_before_the_letter() {
    let mut home = home("planned");
    let round = home.store.round("2022-dot-1").unwrap();
    let units: Vec<UnitId> = round.units.iter().map(|unit| unit.id.clone()).collect();
    let due = StepChange::Due(day("2022-10-12"));
    home.store.record_step(&round, &units, "truong-doan", Step::SelfReport, &due).unwrap();
    assert!(printed(&home, &order(AroundKind::Outline, None)).contains("trước ngày 12/10/2022"));
    let late = AroundOrder { basis: basis(Some(3), Some("2022-10-13")), ..order(AroundKind::Outline, None) };
    assert!(matches!(compose(&home.store, &round, &late), Err(LetterError::DueBeforeDate { .. })));
    let early = AroundOrder { basis: basis(Some(3), Some("2022-10-18")), ..order(AroundKind::Opinion, Some("mau-a")) };
    assert!(matches!(compose(&home.store, &round, &early), Err(LetterError::BeforeVisit { .. })));
    assert!(matches!(
        compose(&home.store, &round, &order(AroundKind::Opinion, None)),
        Err(LetterError::UnitMissing(_))
    ));
}

#[test]
fn the_notation_of_a_letter_names_the_agency_and_the_drafting_office() {
    let home = home("planned");
    let mut round = home.store.round("2022-dot-1").unwrap();
    let mut of = |letters: &str, filing: Option<&str>| {
        round.letterhead.notation = letters.to_owned();
        round.letterhead.filing = filing.map(str::to_owned);
        notation(&round)
    };
    assert_eq!(of("SNV", Some("CCHC")), "SNV-CCHC");
    assert_eq!(of("TB-SNV", Some("VT, CCHC.")), "SNV-CCHC");
    assert_eq!(of("SNV", None), "SNV");
    assert_eq!(of("UBND", Some("VP")), "UBND-VP");
    assert_eq!(of("", Some("hồ sơ đoàn")), "");
}
