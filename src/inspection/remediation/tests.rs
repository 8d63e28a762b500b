use std::ops::ControlFlow;

use super::fixture::{accept, day, home, issue, recorder, report, requirement_id, round_id, send_back, unit_id};
use super::*;
use crate::inspection::{DocumentReference, InspectionError, Store, bring};

fn stop() -> impl FnMut(u64) -> ControlFlow<()> {
    |_| ControlFlow::Continue(())
}

/// How many records of follow-up there are.
fn count(store: &Store) -> usize {
    let under = |kind: &str| store.journal().heads_under(&format!("{kind}/")).unwrap().len();
    under("remediation") + under("reminder")
}

#[test]
fn one_report_covers_all_marked_requirements_as_one_act() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-20");
    issue(&mut store, "mau-a");
    let id = report(&mut store, "mau-a", &["dia-chi", "bo-sung"], " 45/BC-UBND ", "2025-11-07").unwrap();
    let known = store.remediations(&round_id(), &unit_id("mau-a")).unwrap();
    assert_eq!(known.len(), 2);
    for reports in known.values() {
        assert_eq!((&reports[0].id, reports[0].content.number.as_str()), (&id, "45/BC-UBND"));
    }
    store.undo(&round_id(), "td", None).unwrap();
    assert!(store.remediations(&round_id(), &unit_id("mau-a")).unwrap().is_empty());
}

#[test]
fn bad_input_is_refused_and_nothing_is_written() {
    rust_i18n::set_locale("vi");
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-20");
    let refused = |result: Result<_, InspectionError>| result.map(|_: EntryId| ()).unwrap_err().to_string();
    let said = refused(report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07"));
    assert!(said.contains("chưa được ban hành thông báo kết luận"), "{said}");
    issue(&mut store, "mau-a");
    let said = refused(report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-10-17"));
    assert!(said.contains("17/10/2025 sớm hơn ngày ban hành thông báo số 05/TB-SNV (20/10/2025)"), "{said}");
    let said = refused(report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-21"));
    assert!(said.contains("sau ngày hôm nay"), "{said}");
    let said = refused(report(&mut store, "mau-a", &["khong-co"], "45/BC-UBND", "2025-11-07"));
    assert!(said.contains("không có yêu cầu “khong-co”") && said.contains("dia-chi, bo-sung"), "{said}");
    let said = refused(report(&mut store, "mau-a", &["dia-chi"], "  ", "2025-11-07"));
    assert!(said.contains("chưa ghi số, ký hiệu văn bản"), "{said}");
    let said = refused(report(&mut store, "mau-a", &[], "45/BC-UBND", "2025-11-07"));
    assert!(said.contains("chưa chọn yêu cầu"), "{said}");
    let missing = RemediationReport {
        requirements: vec![requirement_id("dia-chi")],
        number: "45/BC-UBND".to_owned(),
        date: day("2025-11-07"),
        text: String::new(),
        file: Some(folder.path().join("khong-co.pdf")),
    };
    let said = refused(store.record_remediation(&recorder("mau-a"), &missing, &mut stop()));
    assert!(said.contains("Không thấy tệp"), "{said}");
    let said = accept(&mut store, "mau-a", "dia-chi").unwrap_err().to_string();
    assert!(said.contains("chưa có báo cáo khắc phục nào"), "{said}");
    assert_eq!(count(&store), 0);

    report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07").unwrap();
    let before = count(&store);
    let said = refused(report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07"));
    assert!(said.contains("đã được ghi nhận"), "{said}");
    let blank = Decision::Returned { reason: " ".to_owned(), until: None };
    let said = store.decide_remediation(&recorder("mau-a"), &[requirement_id("dia-chi")], &blank).unwrap_err();
    assert!(said.to_string().contains("phải nêu lý do"), "{said}");
    let said = send_back(&mut store, "mau-a", "dia-chi", Some("2025-11-19")).unwrap_err().to_string();
    assert!(said.contains("thời hạn mới 19/11/2025 đã qua"), "{said}");
    assert_eq!(count(&store), before);
}

#[test]
fn a_report_is_accepted_or_sent_back_and_the_next_one_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-20");
    issue(&mut store, "mau-a");
    let reports = |store: &Store| {
        store.remediations(&round_id(), &unit_id("mau-a")).unwrap().remove(&requirement_id("dia-chi")).unwrap()
    };
    report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07").unwrap();
    send_back(&mut store, "mau-a", "dia-chi", Some("2025-11-28")).unwrap();
    report(&mut store, "mau-a", &["dia-chi"], "51/BC-UBND", "2025-11-18").unwrap();
    assert_eq!(current(&reports(&store)).unwrap().content.number, "51/BC-UBND");
    accept(&mut store, "mau-a", "dia-chi").unwrap();
    let all = reports(&store);
    let decision = |index: usize| match &all[index].decision {
        DecisionStanding::Given(decided) => decided.decision.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(decision(0), Decision::Returned { until: Some(_), .. }));
    assert_eq!(decision(1), Decision::Accepted { note: None });
    // A person may think again, while nobody else decided meanwhile.
    send_back(&mut store, "mau-a", "dia-chi", None).unwrap();
    assert!(matches!(&reports(&store)[1].decision, DecisionStanding::Given(decided)
        if matches!(decided.decision, Decision::Returned { until: None, .. })));
}

#[test]
fn a_report_that_was_recorded_by_mistake_is_taken_back_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-20");
    issue(&mut store, "mau-a");
    let id = report(&mut store, "mau-a", &["dia-chi", "bo-sung"], "45/BC-UBND", "2025-11-07").unwrap();
    assert!(matches!(store.withdraw_remediation(&recorder("mau-a"), &id), Err(InspectionError::ReasonMissing)));
    let recorder =
        crate::inspection::Recorder { reason: Some("Ghi nhầm đơn vị".to_owned()), ..recorder("mau-a") };
    store.withdraw_remediation(&recorder, &id).unwrap();
    let known = store.remediations(&round_id(), &unit_id("mau-a")).unwrap();
    assert_eq!(known.len(), 2, "it stays in the history");
    assert!(known.values().flatten().all(|report| !report.stands()));
    assert_eq!(current(&known[&requirement_id("dia-chi")]), None);
    assert!(store.withdraw_remediation(&recorder, &id).is_err(), "once only");
    report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07").unwrap();
}

#[test]
fn the_reports_file_is_kept_and_named_for_packs() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-20");
    issue(&mut store, "mau-a");
    let id = report(&mut store, "mau-a", &["dia-chi", "bo-sung"], "45/BC-UBND", "2025-11-07").unwrap();
    let file = folder.path().join("45-BC-UBND.pdf");
    std::fs::write(&file, b"%PDF").unwrap();
    store.attach_to_remediation(&recorder("mau-a"), &id, &file, &mut stop()).unwrap();
    let known = store.remediations(&round_id(), &unit_id("mau-a")).unwrap();
    for report in known.values().flatten() {
        assert_eq!(report.content.file.as_deref(), Some("45-BC-UBND.pdf"));
        assert_eq!(report.file, AttachmentState::Present);
    }
    assert_eq!(store.journal().attachments_named("2025-dot-1").unwrap().len(), 1);
    assert_eq!(store.journal().verify().unwrap().attachments, 1);
}

#[test]
fn reports_of_two_laptops_meet_without_loss_and_different_decisions_are_a_conflict() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let mut first = home(folders[0].path(), "2025-11-20");
    issue(&mut first, "mau-a");
    let mut second = Store::open(folders[1].path(), first.journal().clock().clone()).unwrap();
    bring(&first, &mut second, "2025-dot-1");
    report(&mut first, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07").unwrap();
    report(&mut second, "mau-a", &["dia-chi"], "46/BC-UBND", "2025-11-08").unwrap();
    bring(&first, &mut second, "2025-dot-1");
    bring(&second, &mut first, "2025-dot-1");
    let reports = |store: &Store| {
        store.remediations(&round_id(), &unit_id("mau-a")).unwrap().remove(&requirement_id("dia-chi")).unwrap()
    };
    assert_eq!(reports(&first), reports(&second));
    assert_eq!(reports(&first).len(), 2);
    accept(&mut first, "mau-a", "dia-chi").unwrap();
    send_back(&mut second, "mau-a", "dia-chi", None).unwrap();
    bring(&first, &mut second, "2025-dot-1");
    bring(&second, &mut first, "2025-dot-1");
    for store in [&mut first, &mut second] {
        assert!(matches!(&reports(store)[1].decision, DecisionStanding::Contested(given) if given.len() == 2));
        assert_eq!(store.contested_at(&round_id(), &unit_id("mau-a")).unwrap().len(), 1);
        let said = accept(store, "mau-a", "dia-chi").unwrap_err();
        assert!(matches!(said, InspectionError::Remediation(RemediationError::Contested { .. })), "{said}");
    }
}

#[test]
fn a_reminder_is_kept_and_told_among_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-20");
    issue(&mut store, "mau-a");
    issue(&mut store, "mau-b");
    let content = ReminderContent {
        letter: DocumentReference { number: "120/SNV".to_owned(), date: day("2025-11-20"), issuer: None },
        report_by: day("2025-11-28"),
        requirements: vec![requirement_id("dia-chi")],
    };
    store.record_reminder(&recorder("mau-a"), &content).unwrap();
    store.record_reminder(&recorder("mau-a"), &content).unwrap();
    let all = store.all_reminders().unwrap();
    assert_eq!(all.len(), 1, "the same once more changes nothing");
    assert_eq!((&all[0].round, &all[0].unit), (&round_id(), &unit_id("mau-a")));
    let kept = store.reminders(&round_id(), &unit_id("mau-a")).unwrap();
    assert_eq!(kept.iter().map(|reminder| &reminder.content).collect::<Vec<_>>(), [&content]);
    assert!(store.reminders(&round_id(), &unit_id("mau-b")).unwrap().is_empty());
}
