//! Taking back the record of an issue, alone and between laptops.

use std::ops::ControlFlow;

use super::tests::{REASON, doubts, issued_5, order, papers, recorder, replacement, round, second, unit};
use super::*;
use crate::conclusion::fixture::{ANSWERS, Home, day};
use crate::conclusion::layout::LayoutChoice;
use crate::conclusion::numbering::uses_of;
use crate::exchange::conflict::{Choice, Settle, Words, find, settle};
use crate::inspection::{RemediationReport, Slip, StandsOn, bring};
use crate::journal::Author;

const MISTAKE: Option<&str> = Some("Bấm nhầm đơn vị, thông báo chưa trình ký");

/// The unit's report on the first requirement of its notice.
fn report(home: &mut Home) {
    let issued = home.store.issued(&round(), &unit()).unwrap();
    let first = issued.settled().unwrap().content.requirements[0].id.clone();
    let report = RemediationReport {
        requirements: vec![first],
        number: "45/BC-UBND".into(),
        date: day("2022-10-23"),
        text: "Đã niêm yết".into(),
        file: None,
    };
    home.store.record_remediation(&recorder(None), &report, &mut |_| ControlFlow::Continue(())).unwrap();
}

#[test]
fn a_record_taken_back_frees_its_number_and_stays_in_the_history() {
    let mut home = Home::recorded(ANSWERS);
    let issued = issued_5(&mut home);
    let before = papers(&home.store, &issued);
    let unsaid = withdraw(&mut home.store, &recorder(Some("  "))).unwrap_err();
    assert!(matches!(unsaid, WithdrawalError::Issue(IssueError::Inspection(InspectionError::ReasonMissing))));
    let withdrawal = withdraw(&mut home.store, &recorder(MISTAKE)).unwrap();
    assert_eq!((&withdrawal.issued.content, withdrawal.reason.as_deref()), (&issued.content, MISTAKE));
    assert_eq!(withdrawal.member.as_deref(), Some("truong-doan"));
    assert_eq!(home.store.issued(&round(), &unit()).unwrap(), NoticeStanding::Draft);
    assert!(uses_of(&home.store, 5, "TB-SNV", 2022).unwrap().is_empty(), "the number is free again");
    assert_eq!(papers(&home.store, &issued), before, "the frozen bytes stay");
    assert_eq!(home.store.withdrawals(&round(), &unit()).unwrap(), [withdrawal]);
    assert_eq!(home.store.withdrawn_units(Some(&round())).unwrap(), [(round(), unit())]);
    // Undo does not bring it back by the way.
    assert!(home.store.undo(&round(), "truong-doan", None).is_err());
    let again = withdraw(&mut home.store, &recorder(MISTAKE)).unwrap_err();
    assert!(matches!(again, WithdrawalError::NothingIssued { .. }), "{again}");
    // Another laptop that takes a pack in sees the same.
    let there = second(&home);
    assert_eq!(there.store.withdrawals(&round(), &unit()).unwrap().len(), 1);
    assert_eq!(there.store.issued(&round(), &unit()).unwrap(), NoticeStanding::Draft);
    // And the number can be given once more.
    let next = issue(&mut home.store, &recorder(REASON), &order(5, "2022-10-23")).unwrap();
    assert_eq!(home.store.issued_history(&round(), &unit()).unwrap(), [next]);
}

#[test]
fn what_rests_on_the_notice_keeps_its_record() {
    let mut home = Home::recorded(ANSWERS);
    issued_5(&mut home);
    report(&mut home);
    let slip = Slip { at: "mục I".into(), wrong: "Sở Nội vụ".into(), right: "Sở Nội Vụ".into() };
    let order =
        CorrectionOrder { issue: Some((12, day("2022-10-23"))), notation: None, signer: None, slips: vec![slip] };
    let letter = correction_letter(&home.store, &recorder(None), &order).unwrap();
    correct(&mut home.store, &recorder(None), &order, &letter, LayoutChoice::ByOffice).unwrap();
    let refused = withdraw(&mut home.store, &recorder(MISTAKE)).unwrap_err();
    let WithdrawalError::StandsOn { papers, .. } = &refused else { panic!("{refused}") };
    assert!(matches!(papers[..], [StandsOn::Report(_), StandsOn::Correction(_)]), "{papers:?}");
    let said = refused.to_string();
    assert!(said.contains("báo cáo khắc phục số 45/BC-UBND ngày 23/10/2022"), "{said}");
    assert!(said.contains("công văn đính chính số 12/SNV"), "{said}");
    assert!(home.store.issued(&round(), &unit()).unwrap().settled().is_some());
}

#[test]
fn a_replacement_taken_back_lets_the_former_notice_count_again() {
    let mut home = Home::recorded(ANSWERS);
    let first = issued_5(&mut home);
    issue(&mut home.store, &recorder(REASON), &replacement(9, "2022-10-23")).unwrap();
    withdraw(&mut home.store, &recorder(MISTAKE)).unwrap();
    let standing = home.store.issued(&round(), &unit()).unwrap();
    assert_eq!(standing.settled().map(|issued| &issued.content), Some(&first.content));
    let numbers = |home: &Home| [5, 9].map(|number| uses_of(&home.store, number, "TB-SNV", 2022).unwrap().len());
    assert_eq!(numbers(&home), [1, 0]);
    let withdrawn = home.store.withdrawals(&round(), &unit()).unwrap();
    assert_eq!(withdrawn.iter().map(|of| of.issued.content.number).collect::<Vec<_>>(), [9]);
    // Put back, it replaces the former again.
    put_back(&mut home.store, &recorder(Some("Đã gửi thật"))).unwrap();
    assert_eq!(home.store.issued(&round(), &unit()).unwrap().settled().unwrap().content.number, 9);
    assert_eq!(numbers(&home), [1, 1]);
    assert!(home.store.withdrawals(&round(), &unit()).unwrap().is_empty());
}

#[test]
fn what_was_taken_back_is_put_back_word_for_word_unless_another_notice_counts() {
    let mut home = Home::recorded(ANSWERS);
    let nothing = put_back(&mut home.store, &recorder(MISTAKE)).unwrap_err();
    assert!(matches!(nothing, WithdrawalError::NothingWithdrawn { .. }), "{nothing}");
    let issued = issued_5(&mut home);
    withdraw(&mut home.store, &recorder(MISTAKE)).unwrap();
    home.record("reason = \"Đơn vị bổ sung sổ\"\n[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1155");
    put_back(&mut home.store, &recorder(Some("Đã gửi thật"))).unwrap();
    let standing = home.store.issued(&round(), &unit()).unwrap();
    assert_eq!(standing.settled().unwrap().content, issued.content);
    withdraw(&mut home.store, &recorder(MISTAKE)).unwrap();
    issue(&mut home.store, &recorder(REASON), &order(6, "2022-10-23")).unwrap();
    let since = put_back(&mut home.store, &recorder(MISTAKE)).unwrap_err();
    assert!(matches!(since, WithdrawalError::IssuedSince { .. }) && since.to_string().contains("06/TB-SNV"), "{since}");
}

#[test]
fn a_report_of_another_laptop_on_a_notice_taken_back_is_told_until_a_person_ends_it() {
    let mut home = Home::recorded(ANSWERS);
    issued_5(&mut home);
    let mut other = second(&home);
    withdraw(&mut home.store, &recorder(MISTAKE)).unwrap();
    report(&mut other);
    bring(&other.store, &mut home.store, "2022-dot-1");
    bring(&home.store, &mut other.store, "2022-dot-1");
    for laptop in [&home, &other] {
        assert_eq!(laptop.store.issued(&round(), &unit()).unwrap(), NoticeStanding::Draft);
        let left = laptop.store.all_left_standing(None).unwrap();
        assert_eq!((left.len(), &left[0].unit, left[0].papers.len()), (1, &unit(), 1), "{left:?}");
        assert!(left[0].papers[0].to_string().contains("45/BC-UBND"));
        let said: Vec<String> = doubts(laptop, &order(6, "2022-10-23")).iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|doubt| doubt.contains("45/BC-UBND")), "{said:?}");
    }
    put_back(&mut other.store, &recorder(Some("Thông báo đã gửi ngày 23/10"))).unwrap();
    bring(&other.store, &mut home.store, "2022-dot-1");
    assert!(home.store.all_left_standing(None).unwrap().is_empty());
    assert_eq!(home.store.issued(&round(), &unit()).unwrap().settled().unwrap().content.number, 5);
    let refused = withdraw(&mut home.store, &recorder(MISTAKE)).unwrap_err();
    assert!(matches!(refused, WithdrawalError::StandsOn { .. }), "{refused}");
}

#[test]
fn a_notice_taken_back_here_and_replaced_there_is_a_conflict_that_a_person_ends() {
    let mut home = Home::recorded(ANSWERS);
    issued_5(&mut home);
    let mut other = second(&home);
    withdraw(&mut home.store, &recorder(MISTAKE)).unwrap();
    issue(&mut other.store, &recorder(REASON), &replacement(9, "2022-10-23")).unwrap();
    bring(&other.store, &mut home.store, "2022-dot-1");
    let contested = home.store.issued(&round(), &unit()).unwrap();
    assert!(matches!(&contested, NoticeStanding::Contested(several) if several.len() == 1), "{contested:?}");
    let refused = withdraw(&mut home.store, &recorder(MISTAKE)).unwrap_err();
    assert!(refused.to_string().contains("09/TB-SNV, một máy khác đã rút"), "{refused}");
    let open = crate::assessment::OpenRound::open(&home.store, "2022-dot-1").unwrap();
    let words = Words::of(&open.round, &open.editions, "vi");
    let found = find(&home.store, &open.round).unwrap();
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    let said: Vec<String> =
        conflict.opinions.iter().map(|one| words.value(&conflict.record, "issued", &one.value)).collect();
    assert!(said.contains(&"rút việc ghi ban hành".to_owned()), "{said:?}");
    let null = conflict.opinions.iter().find(|one| one.value.is_null()).unwrap();
    let line = Settle::of(&words, conflict, Choice::Take(null.voices[0].revision)).unwrap();
    let author = Author { member: Some("truong-doan".into()), reason: Some("Chưa gửi".into()) };
    settle(&mut home.store, &words, &author, &[line]).unwrap();
    assert_eq!(home.store.issued(&round(), &unit()).unwrap(), NoticeStanding::Draft);
}
