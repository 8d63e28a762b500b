//! What followed the visits, and what cannot be read, as the dashboard tells it.

use crate::inspection::remediation_fixture::{accept, home, issue, report, round_id};
use crate::journal::{Author, Chain, Change, FieldName, Parents, RecordKey};
use crate::tui::screens::rounds::Rounds;
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

fn dashboard(folder: &std::path::Path, today: &str) -> Stage<World, Office> {
    rust_i18n::set_locale("vi");
    let office = Office::new(home(folder, today), Some("td".to_owned())).without_unsent();
    let mut stage = Stage::new(Rounds::new(), office.with_papers(folder.to_owned()));
    stage.press("Enter Ctrl+P").type_text("bang tong hop").press("Enter");
    stage
}

#[test]
fn progress_tells_the_notices_and_how_what_they_require_stands() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-07");
    issue(&mut store, "mau-a");
    report(&mut store, "mau-a", &["bo-sung"], "45/BC-UBND", "2025-11-06").unwrap();
    accept(&mut store, "mau-a", "bo-sung").unwrap();
    drop(store);
    let mut stage = dashboard(folder.path(), "2025-11-07");
    stage.press("Tab Tab");
    insta::assert_snapshot!("progress_80", stage.picture());
    insta::assert_snapshot!("progress_60", stage.resize(60, 16).picture());
    drop(stage);
    // A week later one is overdue.
    let mut stage = dashboard(folder.path(), "2025-11-14");
    stage.press("Tab Tab");
    let picture = stage.picture();
    assert!(picture.contains("1 đã ban hành, 1 có yêu cầu quá hạn"), "{picture}");
    assert!(picture.contains("quá hạn 1/3 yêu cầu") && picture.contains("; quá hạn 1"), "{picture}");
}

/// A round as a newer program, or a forged pack, might write it.
fn break_a_round(folder: &std::path::Path) {
    let mut store = home(folder, "2025-11-07");
    let line = |field: &str, value: &str| Change {
        record: RecordKey::new("round/2026-dot-1").unwrap(),
        field: FieldName::new(field).unwrap(),
        value: serde_json::json!(value),
        parents: Parents::SoleHead,
    };
    let lines = [line("title", "Đợt hỏng"), line("period", "mãi mãi")];
    let author = Author { member: None, reason: None };
    store.journal_mut().write(&Chain::Round("2026-dot-1".to_owned()), &author, &lines).unwrap();
}

#[test]
fn a_round_that_cannot_be_read_is_named_over_the_years_and_where_they_are_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    break_a_round(folder.path());
    let office = Office::new(home(folder.path(), "2025-11-07"), Some("td".to_owned())).without_unsent();
    let mut stage = Stage::new(Rounds::new(), office.with_papers(folder.path().to_owned()));
    stage.press("Down Enter Ctrl+P").type_text("bang tong hop").press("Enter");
    stage.press("Shift+Tab").finish_job();
    let picture = stage.picture();
    assert!(picture.contains("6/6") && picture.contains("Có 1 đợt không đọc được"), "{picture}");
    assert!(picture.contains("2026-dot-1"), "{picture}");
    stage.press("Tab");
    assert!(!stage.picture().contains("không đọc được"), "what is of one round alone is whole: {}", stage.picture());
    stage.press("Shift+Tab").finish_job();
    // The years are read anew whenever somebody comes back to them.
    stage.press("Ctrl+P").type_text("xuat du lieu").press("Enter").finish_job();
    stage.press("Enter Enter").finish_job();
    let picture = stage.picture();
    assert!(picture.contains("Đã ghi") && picture.contains("không đọc được"), "{picture}");
    assert!(folder.path().join(format!("{}-trends.xlsx", round_id())).is_file());
}
