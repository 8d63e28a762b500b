//! What the overview promises: sums agree, nothing is counted that does not count, years without figures are blank.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::fixture::{Home, number, record, unit, verdict};
use super::*;
use crate::assessment::{OpenRound, Totals};
use crate::checklist::{CauseKind, ChecklistId, ItemId, Verdict};
use crate::inspection::{ItemKey, Store};
use crate::journal::JournalError;

fn go_on(_: Step) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn key(item: &str) -> ItemKey {
    ItemKey { checklist: ChecklistId::new("thu").unwrap(), item: ItemId::new(item).unwrap() }
}

fn item(item: &str) -> Indicator {
    let (ask, unit) = match item {
        "tong" => ("Tổng số thủ tục", Some("thủ tục".to_owned())),
        "ty-le" => ("Tỷ lệ niêm yết", None),
        "diem" => ("Điểm đánh giá của công dân", None),
        other => panic!("{other}"),
    };
    Indicator::Item { key: key(item), ask: ask.to_owned(), unit }
}

const TWO: [[&str; 3]; 2] = [["a", "UBND xã A", "xa"], ["b", "UBND xã B", "xa"]];

/// What must hold of any overview, whatever is recorded.
fn check_sums(store: &Store, round: &RoundOverview) {
    let mut totals = Totals::default();
    let mut points = PointSum::default();
    let open = OpenRound::open(store, round.round().id.as_str()).unwrap();
    for unit in &round.units {
        let answers = store.answers(&round.round().id, &unit.unit.id).unwrap();
        assert_eq!(unit.totals, open.assess(&unit.unit, &answers).totals(), "what status tells");
        let mut of_cells = Totals::default();
        for cell in &unit.cells {
            of_cells.add(&cell.totals);
            let heat = cell.heat();
            assert_eq!(heat.judged, cell.totals.pass + cell.totals.partial + cell.totals.fail);
            assert_eq!((heat.pass, heat.na), (cell.totals.pass, cell.totals.na));
            assert_eq!((cell.points.verified, cell.points.full), (cell.totals.points, cell.totals.max_points));
            let mut of_sections = PointSum::default();
            for section in cell.sections() {
                of_sections.add(&section.points);
            }
            assert_eq!(of_sections, cell.points);
        }
        of_cells.conflicts = unit.totals.conflicts;
        assert_eq!(of_cells, unit.totals);
        let mut of_fields = PointSum::default();
        for field in unit.by_field() {
            of_fields.add(&field.points);
        }
        assert_eq!(of_fields, unit.points);
        totals.add(&unit.totals);
        points.add(&unit.points);
    }
    assert_eq!((totals, points), (round.totals(), round.points()), "over units the sum of the units'");
    let short: usize = round.shortcomings.iter().map(|it| it.units.len()).sum();
    assert_eq!(short, round.totals().partial + round.totals().fail, "every shortcoming is counted once");
}

#[test]
fn the_demonstration_rounds_add_up_and_kept_overviews_are_those_read_anew() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path(), crate::journal::Clock::System).unwrap();
    crate::demo::load(&mut store).unwrap();
    let mut kept = Overviews::default();
    let mut heard = 0;
    let rounds = kept.all(&store, &mut |_| {
        heard += 1;
        ControlFlow::Continue(())
    });
    let AllRounds { rounds, unreadable } = rounds.unwrap();
    assert_eq!(unreadable, []);
    assert_eq!(heard, rounds.iter().map(|round| round.units.len()).sum::<usize>());
    for round in &rounds {
        check_sums(&store, round);
        let anew = RoundOverview::of(&store, &round.round().id).unwrap();
        assert_eq!((&anew.shortcomings, &anew.ranking), (&round.shortcomings, &round.ranking));
        assert_eq!(kept.unread(&store, &round.round().id).unwrap(), 0);
    }
    let trends = kept.trends(&store, &mut go_on).unwrap();
    assert_eq!(trends.years.iter().map(|year| year.year).collect::<Vec<_>>(), [2022, 2025]);
}

#[test]
fn only_units_whose_records_changed_are_read_again_whoever_wrote() {
    let mut home = Home::new();
    let round = home.round("dot-1", 2025, &TWO);
    let other = home.round("dot-2", 2025, &TWO);
    let mut kept = Overviews::default();
    kept.all(&home.store, &mut go_on).unwrap();
    let unread = |kept: &mut Overviews, home: &Home, round| kept.unread(&home.store, round).unwrap();
    assert_eq!((unread(&mut kept, &home, &round), unread(&mut kept, &home, &other)), (0, 0));
    home.record(&round, "a", &verdict("de-thay", "fail"));
    assert_eq!((unread(&mut kept, &home, &round), unread(&mut kept, &home, &other)), (1, 0));
    let seen = kept.round(&home.store, &round, &mut go_on).unwrap();
    assert_eq!(seen.unit(&unit("a")).unwrap().totals.fail, 1);
    record(&mut home.another(), &round, "b", &verdict("de-thay", "pass"));
    assert_eq!(unread(&mut kept, &home, &round), 1);
    let seen = kept.round(&home.store, &round, &mut go_on).unwrap();
    assert_eq!((seen.totals().pass, seen.totals().fail), (1, 1));
    // Another unit is another round definition: all of it is read again.
    home.round("dot-1", 2025, &[TWO[0], TWO[1], ["c", "UBND xã C", "xa"]]);
    assert_eq!(unread(&mut kept, &home, &round), 3);
    assert_eq!(unread(&mut kept, &home, &other), 0);
}

#[test]
fn a_reading_that_was_stopped_goes_on_where_it_was() {
    let mut home = Home::new();
    let round = home.round("dot-1", 2025, &TWO);
    let mut kept = Overviews::default();
    let stopped = kept.round(&home.store, &round, &mut |step| {
        if step.done == 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let error = stopped.map(|_| ()).unwrap_err();
    assert!(matches!(error, crate::inspection::InspectionError::Journal(JournalError::Cancelled)), "{error}");
    assert_eq!(kept.unread(&home.store, &round).unwrap(), 1);
    assert_eq!(kept.round(&home.store, &round, &mut go_on).unwrap().units.len(), 2);
}

#[test]
fn what_does_not_apply_or_is_not_asked_leaves_the_full_points_and_what_is_unanswered_stays() {
    let mut home = Home::new();
    let round = home.round("dot-1", 2025, &TWO);
    let answers = number("tong", 10.0) + &number("da", 5.0) + "[answer.\"thu/de-thay\"]\nverdict = \"na\"\n";
    let own = "[answer.\"thu/ty-le\"]\nself_points = 2\npoints_reason = \"Còn thiếu 5 thủ tục\"\n";
    home.record(&round, "a", &(answers + own));
    let seen = RoundOverview::of(&home.store, &round).unwrap();
    check_sums(&home.store, &seen);
    let at = seen.unit(&unit("a")).unwrap();
    let cell = at.cell(&key("tong").checklist).unwrap();
    // ty-le 2 (partial: 1), duong-day 4 (unanswered); de-thay is na, so-khac not known to be asked.
    assert_eq!((at.points.full, at.points.verified, at.points.own), (6.0, 1.0, Some(2.0)));
    assert_eq!((at.points.items, at.points.judged, at.points.own_items), (2, 1, 1));
    assert_eq!((at.points.left_out, at.points.left_out_items), (5.0, 2));
    assert_eq!(at.points.whole_own(), None, "a sum that misses an item is no figure of the unit's");
    let lines: Vec<_> = cell.points().collect();
    let why: Vec<_> = lines.iter().map(|line| line.left_out).collect();
    assert_eq!(why, [None, Some(LeftOut::Na), None, Some(LeftOut::Undetermined)]);
    assert_eq!((lines[0].difference(), lines[0].reason), (Some(-1.0), Some("Còn thiếu 5 thủ tục")));
    assert!(!at.is_complete());
    let left_out = seen.left_out.iter().find(|item| item.key == key("de-thay")).unwrap();
    assert_eq!((left_out.why, left_out.full, left_out.units.as_slice()), (LeftOut::Na, 4.0, &[unit("a")][..]));
    assert!(matches!(&seen.not_asked[..], [WholeChecklist::OtherKind { units, .. }] if units.len() == 2));
}

#[test]
fn equal_points_share_a_rank_and_stand_in_vietnamese_order() {
    let mut home = Home::new();
    let names = [
        ["e", "UBND xã Em", "xa"],
        ["d", "UBND xã Đông Hải", "xa"],
        ["b", "UBND xã Đồng Bằng", "xa"],
        ["c", "UBND xã Dũng", "xa"],
        ["z", "UBND xã An Ấp", "xa"],
    ];
    let round = home.round("dot-1", 2025, &names);
    for id in ["d", "b"] {
        home.record(&round, id, &(verdict("de-thay", "pass") + &verdict("duong-day", "pass")));
    }
    home.record(&round, "c", &(verdict("de-thay", "pass") + &verdict("duong-day", "partial")));
    home.record(&round, "e", &(verdict("de-thay", "pass") + &verdict("duong-day", "pass")));
    home.record(&round, "e", &(number("tong", 1.0) + &number("da", 1.0)));
    let seen = RoundOverview::of(&home.store, &round).unwrap();
    let ranked: Vec<_> = seen.ranking.iter().map(|ranked| (ranked.rank, ranked.unit.as_str())).collect();
    // e: 10/10; b and d: 8/10; c: 6/10; nothing is judged at z, which is no rank and not the last one.
    assert_eq!(ranked, [(Some(1), "e"), (Some(2), "b"), (Some(2), "d"), (Some(4), "c"), (None, "z")]);
    let complete = |id: &str| seen.unit(&unit(id)).unwrap().is_complete();
    assert!(complete("e") && !complete("b"));
}

#[test]
fn ties_stand_in_the_vietnamese_alphabet_with_numbers_as_numbers() {
    let mut home = Home::new();
    let names = ["UBND xã 10", "UBND xã Ăn", "Đông", "UBND xã 2", "Dũng", "UBND xã An", "UBND xã Đa", "UBND xã Dung"];
    let ids: Vec<String> = (0..names.len()).map(|place| format!("u{place}")).collect();
    let units: Vec<[&str; 3]> = ids.iter().zip(names).map(|(id, name)| [id.as_str(), name, "xa"]).collect();
    let round = home.round("dot-1", 2025, &units);
    for id in &ids {
        home.record(&round, id, &(verdict("de-thay", "pass") + &verdict("duong-day", "pass")));
    }
    let seen = RoundOverview::of(&home.store, &round).unwrap();
    let ranked = seen.ranking.iter().map(|ranked| seen.unit(&ranked.unit).unwrap().unit.name.as_str());
    assert_eq!(
        ranked.collect::<Vec<_>>(),
        ["Dũng", "Đông", "UBND xã 2", "UBND xã 10", "UBND xã An", "UBND xã Ăn", "UBND xã Dung", "UBND xã Đa"]
    );
    assert!(seen.ranking.iter().all(|ranked| ranked.rank == Some(1)));
}

#[test]
fn a_round_that_cannot_be_read_is_told_and_keeps_no_other_from_being_seen() {
    let mut home = Home::new();
    let (_, broken) = (home.round("dot-2024", 2024, &TWO), home.round("dot-2025", 2025, &TWO));
    let mut kept = Overviews::default();
    assert_eq!(kept.trends(&home.store, &mut go_on).unwrap().missing(), None);
    // As a newer program, or a forged pack, might write it.
    let line = crate::journal::Change {
        record: crate::journal::RecordKey::new(format!("round/{broken}")).unwrap(),
        field: crate::journal::FieldName::new("period").unwrap(),
        value: serde_json::json!("mãi mãi"),
        parents: crate::journal::Parents::SoleHead,
    };
    let author = crate::journal::Author { member: None, reason: None };
    let chain = crate::journal::Chain::Round(broken.to_string());
    home.store.journal_mut().write(&chain, &author, &[line]).unwrap();
    let all = kept.all(&home.store, &mut go_on).unwrap();
    assert_eq!(all.rounds.iter().map(|round| round.round().id.as_str()).collect::<Vec<_>>(), ["dot-2024"]);
    assert_eq!(all.unreadable.iter().map(|round| round.id.as_str()).collect::<Vec<_>>(), ["dot-2025"]);
    let trends = kept.trends(&home.store, &mut go_on).unwrap();
    let missing = trends.missing().unwrap();
    assert!(missing.contains("Có 1 đợt không đọc được") && missing.contains("dot-2025"), "{missing}");
    assert_eq!(trends.years.iter().map(|year| year.year).collect::<Vec<_>>(), [2024]);
}

#[test]
fn shortcomings_are_ordered_by_how_many_units_they_concern_and_say_of_how_many() {
    let mut home = Home::new();
    let round = home.round("dot-1", 2025, &TWO);
    home.record(&round, "a", &(verdict("de-thay", "partial") + &verdict("duong-day", "fail")));
    home.record(&round, "b", &(verdict("de-thay", "fail") + &verdict("duong-day", "pass")));
    let remark = "[answer.\"thu/so-khac\"]\nverdict = \"pass\"\nremark = \"Số tổng đài riêng\"\n";
    home.record(&round, "a", remark);
    let seen = RoundOverview::of(&home.store, &round).unwrap();
    let told: Vec<_> = seen
        .shortcomings
        .iter()
        .map(|it| (it.number.as_str(), it.units.len(), it.judged, it.count(Verdict::Fail)))
        .collect();
    assert_eq!(told, [("2.1", 2, 2, 1), ("2.2", 1, 2, 1)]);
    assert_eq!(seen.causes.len(), 1);
    assert_eq!((seen.causes[0].kind, seen.causes[0].units.len()), (CauseKind::Objective, 2));
    assert_eq!(seen.recommendations[0].text, "Chuyển bảng.");
    assert_eq!(seen.recommendations[0].units, [unit("a"), unit("b")]);
    assert_eq!(seen.good_practice.len(), 1);
    assert_eq!(seen.good_practice[0].remark, "Số tổng đài riêng.");
    assert_eq!(seen.unit(&unit("a")).unwrap().finding(&key("de-thay")).unwrap().said, "Bảng khó thấy.");
}

#[test]
fn a_year_without_figures_is_blank_and_sums_say_of_how_many_units() {
    let mut home = Home::new();
    let kinds = [["a", "UBND xã A", "xa"], ["b", "UBND xã B", "xa"], ["h", "UBND huyện H", "huyen"]];
    let before = home.round("dot-2023", 2023, &kinds);
    let blank = home.round("dot-2024", 2024, &TWO);
    let now = home.round("dot-2025", 2025, &TWO);
    home.record(&before, "a", &(number("tong", 100.0) + &number("da", 50.0) + &number("diem", 8.0)));
    home.record(&before, "b", &(number("tong", 300.0) + &number("da", 300.0) + &number("diem", 9.0)));
    home.record(&before, "h", &number("tong", 7.0));
    home.record(&blank, "a", &verdict("de-thay", "pass"));
    home.record(&now, "a", &number("tong", 120.0));
    let trends = Overviews::default().trends(&home.store, &mut go_on).unwrap();
    assert_eq!(trends.years.iter().map(|year| year.year).collect::<Vec<_>>(), [2023, 2024, 2025]);
    let row = |indicator: &Indicator, level| trends.row(indicator, level).unwrap().values.clone();
    let sum = |value, units, of| Some(TrendValue { value, put: Put::Sum, share: None, units, of });
    assert_eq!(row(&item("tong"), Level::Commune), [sum(400.0, 2, 2), None, sum(120.0, 1, 2)]);
    assert_eq!(row(&item("tong"), Level::District), [sum(7.0, 1, 1), None, None]);
    let rate = row(&item("ty-le"), Level::Commune);
    let share = Some(Share { part: 350.0, whole: 400.0 });
    assert_eq!(rate[0], Some(TrendValue { value: 0.875, put: Put::Pooled, share, units: 2, of: 2 }));
    assert_eq!((rate[1], rate[2]), (None, None), "not the mean of 50% and 100%, and never zero");
    let mean = row(&item("diem"), Level::Commune)[0].unwrap();
    assert_eq!((mean.value, mean.put), (8.5, Put::Mean), "points that people give are not added up");
    assert_eq!(row(&Indicator::Units, Level::Commune), [sum(2.0, 2, 2), sum(2.0, 2, 2), sum(2.0, 2, 2)]);
    assert_eq!(trends.row(&item("tong"), Level::Province), None, "rows without any value are left out");
}

#[test]
fn a_unit_inspected_twice_in_a_year_counts_once_with_its_last_figure() {
    let mut home = Home::new();
    let first = home.round("dot-1", 2025, &[["a", "UBND xã A", "xa"]]);
    home.record(&first, "a", &number("tong", 100.0));
    let second = home.round("dot-2", 2025, &[["xa-a", "ubnd xa a", "xa"]]);
    let at = |home: &Home| {
        let trends = Overviews::default().trends(&home.store, &mut go_on).unwrap();
        let units = trends.row(&Indicator::Units, Level::Commune).unwrap().values[0].unwrap();
        (trends.row(&item("tong"), Level::Commune).unwrap().values[0].unwrap().value, units.value)
    };
    assert_eq!(at(&home), (100.0, 1.0), "the second round gave no figure");
    home.record(&second, "xa-a", &number("tong", 90.0));
    assert_eq!(at(&home), (90.0, 1.0));
    let rounds = Overviews::default().all(&home.store, &mut go_on).unwrap().rounds;
    assert_eq!(Trends::units(&rounds, &item("tong"), Level::Commune).len(), 1);
}

/// What a test records of an item.
fn answer() -> impl Strategy<Value = String> {
    let verdicts = prop::sample::select(vec!["pass", "partial", "fail", "na"]);
    let items = prop::sample::select(vec!["de-thay", "duong-day"]);
    let judged = (items, verdicts).prop_map(|(item, word)| verdict(item, word));
    let figures = (prop::sample::select(vec!["tong", "da"]), 0..20_u32);
    prop_oneof![judged, figures.prop_map(|(item, value)| number(item, f64::from(value)))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn whatever_is_recorded_sums_agree_and_what_is_kept_is_what_would_be_read(
        answers in prop::collection::vec((0..2_usize, answer()), 1..10)
    ) {
        let mut home = Home::new();
        let round = home.round("dot-1", 2025, &TWO);
        let mut kept = Overviews::default();
        for (place, answer) in answers {
            home.record(&round, TWO[place][0], &answer);
            let seen = kept.round(&home.store, &round, &mut go_on).unwrap();
            check_sums(&home.store, &seen);
            let anew = RoundOverview::of(&home.store, &round).unwrap();
            prop_assert_eq!((seen.totals(), seen.points()), (anew.totals(), anew.points()));
            prop_assert_eq!((&seen.shortcomings, &seen.ranking), (&anew.shortcomings, &anew.ranking));
            prop_assert_eq!(&seen.left_out, &anew.left_out);
        }
    }
}

#[test]
fn a_cell_is_high_from_nine_tenths_and_low_below_seven() {
    let heat = |pass, judged| Heat { pass, judged, ..Heat::default() }.band();
    assert_eq!(
        [heat(9, 10), heat(89, 100), heat(7, 10), heat(69, 100)].map(Option::unwrap),
        [Band::High, Band::Middle, Band::Middle, Band::Low]
    );
    assert_eq!(heat(0, 0), None);
}

/// Many units are read on connections of their own: they come to what one connection reads of them, in the round's order,
/// and whoever stops the reading keeps what was read.
#[test]
fn many_units_read_at_once_are_what_one_reads_after_the_other() {
    let mut home = Home::new();
    let ids: Vec<String> = (0..14).map(|number| format!("xa-{number:02}")).collect();
    let names: Vec<String> = (0..14).map(|number| format!("UBND xã {number:02}")).collect();
    let units: Vec<[&str; 3]> = ids.iter().zip(&names).map(|(id, name)| [id.as_str(), name.as_str(), "xa"]).collect();
    let round = home.round("dot-2025", 2025, &units);
    for (place, id) in (0_u8..).zip(&ids) {
        let word = ["pass", "partial", "fail"][usize::from(place) % 3];
        let answers = [number("tong", f64::from(place)), verdict("duong-day", word)].concat();
        home.record(&round, id, &answers);
    }
    let mut stopped = Overviews::default();
    let mut steps = 0;
    let refused = stopped.round(&home.store, &round, &mut |_| {
        steps += 1;
        if steps > 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(refused.is_err());
    let at_once = stopped.round(&home.store, &round, &mut go_on).unwrap();
    for overview in [at_once, RoundOverview::of(&home.store, &round).unwrap().into()] {
        let order: Vec<&str> = overview.units.iter().map(|unit| unit.unit.id.as_str()).collect();
        assert_eq!(order, ids);
        check_sums(&home.store, &overview);
    }
}
