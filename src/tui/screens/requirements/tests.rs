use super::*;
use crate::inspection::remediation_fixture::{
    accept, home, issue, report, requirement_id, round_id, send_back, unit_id,
};
use crate::inspection::{DecisionStanding, Store};
use crate::tui::screens::rounds::Rounds;
use crate::tui::testing::Stage;
use crate::tui::work::Office;

/// A home on 20 November 2025 whose two units have their notices.
fn issued() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut store = home(folder.path(), "2025-11-20");
    issue(&mut store, "mau-a");
    issue(&mut store, "mau-b");
    folder
}

fn open(folder: &tempfile::TempDir) -> Store {
    home(folder.path(), "2025-11-20")
}

fn office(folder: &tempfile::TempDir) -> Office {
    Office::new(open(folder), Some("td".to_owned())).without_unsent()
}

fn stage(folder: &tempfile::TempDir) -> Stage<World, Office> {
    Stage::new(Requirements::new(None), office(folder))
}

fn states(folder: &tempfile::TempDir, unit: &str) -> Vec<RequirementState> {
    let store = open(folder);
    let round = store.round("2025-dot-1").unwrap();
    let all = crate::conclusion::follow_up::of_unit(&store, &round, &unit_id(unit), store.today()).unwrap();
    all.iter().map(|one| one.state).collect()
}

#[test]
fn before_issue_it_is_said_that_nothing_is_required() {
    let folder = tempfile::tempdir().unwrap();
    open(&folder);
    let mut stage = stage(&folder);
    let picture = stage.picture();
    assert!(picture.contains("chưa thông báo kết luận nào được ban hành"), "{picture}");
    stage.sweep();
}

#[test]
fn what_is_overdue_stands_first_with_its_unit_and_bars() {
    let folder = issued();
    let mut store = open(&folder);
    report(&mut store, "mau-b", &["dia-chi", "bo-sung"], "45/BC-UBND", "2025-11-07").unwrap();
    accept(&mut store, "mau-b", "bo-sung").unwrap();
    send_back(&mut store, "mau-b", "dia-chi", None).unwrap();
    let mut stage = stage(&folder);
    insta::assert_snapshot!(stage.picture(), @r#"
 Yêu cầu, kiến nghị
 [quá hạn 2] · 5 ngày tới 0 · chờ xét 0 · chưa xong 5 · tất cả 6 · đơn vị
────────────────────────────────────────────────────────────────────────────────
 >   chưa báo cáo ×    10/11/2025 Mẫu A           Niêm yết đầy đủ địa chỉ tiế…
     trả lại ×         10/11/2025 Mẫu B           Niêm yết đầy đủ địa chỉ tiế…







── UBND xã Mẫu A, Thông báo số 05/TB-SNV ngày 20/10/2025 ───────────────────────
 Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị
 Thời hạn 10/11/2025 (quá hạn 8 ngày)



 UBND xã Mẫu A                    ░░░░░░░░░░ 0/3 đã chấp nhận, quá hạn 1
 Kiểm tra cải cách hành chính nă… █░░░░░░░░░ 1/6 đã chấp nhận, quá hạn 2
────────────────────────────────────────────────────────────────────────────────

 Phím cách đánh dấu   1 ghi báo cáo   2 chấp nhận   3 trả lại   4 đôn đốc
 Enter xem   Tab 5 ngày tới   Ctrl+F tìm   Ctrl+A cả đơn vị   ? trợ giúp
"#);
    stage.resize(120, 40);
    insta::assert_snapshot!(stage.picture(), @r#"
 Yêu cầu, kiến nghị
 [quá hạn 2] · 5 ngày tới 0 · chờ xét 0 · chưa xong 5 · tất cả 6 · đơn vị
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 >   chưa báo cáo ×    10/11/2025 quá hạn 8 ngày    Mẫu A           Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến…
     trả lại ×         10/11/2025 quá hạn 8 ngày    Mẫu B           Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến…























── UBND xã Mẫu A, Thông báo số 05/TB-SNV ngày 20/10/2025 ───────────────────────────────────────────────────────────────
 Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị
 Thời hạn 10/11/2025 (quá hạn 8 ngày)



 UBND xã Mẫu A                                                  ░░░░░░░░░░░░░░░░░░░░ 0/3 đã chấp nhận, quá hạn 1
 Kiểm tra cải cách hành chính năm 2025                          ███░░░░░░░░░░░░░░░░░ 1/6 đã chấp nhận, quá hạn 2
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

 Phím cách đánh dấu   1 ghi báo cáo   2 chấp nhận   3 trả lại   4 đôn đốc   Enter xem   Tab 5 ngày tới   Ctrl+F tìm
 Ctrl+A cả đơn vị   Ctrl+Z hoàn tác   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.resize(60, 16);
    insta::assert_snapshot!(stage.picture(), @r#"
 Yêu cầu, kiến nghị
 [quá hạn 2] · 5 ngày tới 0 · chờ xét 0 · chưa xong 5 · t…
────────────────────────────────────────────────────────────
 >   chưa báo cáo ×    10/11/2025 Mẫu A           Niêm yế…
     trả lại ×         10/11/2025 Mẫu B           Niêm yế…



── UBND xã Mẫu A, Thông báo số 05/TB-SNV ngày 20/10/2025 ───
 Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị
 Thời hạn 10/11/2025 (quá hạn 8 ngày)
 UBND xã Mẫu… ░░░░░░░░░░ 0/3 đã chấp nhận, quá hạn 1
 Kiểm tra cả… █░░░░░░░░░ 1/6 đã chấp nhận, quá hạn 2
────────────────────────────────────────────────────────────

 Phím cách đánh dấu   1 ghi báo cáo   ? trợ giúp
"#);
    stage.resize(80, 24).press("Shift+Tab");
    insta::assert_snapshot!(stage.picture(), @r#"
 Yêu cầu, kiến nghị
 quá hạn 2 · 5 ngày tới 0 · chờ xét 0 · chưa xong 5 · tất cả 6 · [đơn vị]
────────────────────────────────────────────────────────────────────────────────
 > Kiểm tra cải cách hành chính nă… █░░░░░░░░░ 1/6 đã chấp nhận, quá hạn 2
     UBND xã Mẫu A                  ░░░░░░░░░░ 0/3 đã chấp nhận, quá hạn 1
     UBND phường Mẫu B              ███░░░░░░░ 1/3 đã chấp nhận, quá hạn 1






── Kiểm tra cải cách hành chính năm 2025 ───────────────────────────────────────
    1 đã chấp nhận
    1 trả lại
    4 chưa báo cáo




────────────────────────────────────────────────────────────────────────────────

 Enter xem các yêu cầu   Tab quá hạn   Ctrl+F tìm   Ctrl+P mọi lệnh
 ? trợ giúp
"#);
    stage.sweep();
}

#[test]
fn one_report_is_recorded_for_all_marked_requirements() {
    let folder = issued();
    let mut stage = stage(&folder);
    // Everything, then the first two of the first unit.
    stage.press("Tab Tab Tab Tab").type_text("  1");
    stage.type_text("45/BC-UBND").press("Tab").type_text("7/11/2025").press("Enter");
    assert_eq!(
        states(&folder, "mau-a"),
        [RequirementState::Reported, RequirementState::Reported, RequirementState::Open],
        "{}",
        stage.picture()
    );
    assert!(stage.picture().contains("Đã ghi nhận báo cáo đối với 2 yêu cầu"), "{}", stage.picture());
    // Both are still marked: two keys accept them.
    stage.press("2 Enter");
    assert_eq!(
        states(&folder, "mau-a"),
        [RequirementState::Accepted, RequirementState::Accepted, RequirementState::Open],
        "{}",
        stage.picture()
    );
}

#[test]
fn one_key_marks_all_of_a_unit_that_is_not_done() {
    let folder = issued();
    let mut stage = stage(&folder);
    stage.press("Tab Tab Tab Tab Ctrl+A").type_text("1");
    stage.type_text("45/BC-UBND").press("Tab").type_text("7/11/2025").press("Enter");
    assert_eq!(states(&folder, "mau-a"), [RequirementState::Reported; 3], "{}", stage.picture());
    stage.press("2 Enter");
    assert_eq!(states(&folder, "mau-a"), [RequirementState::Accepted; 3], "{}", stage.picture());
    assert!(states(&folder, "mau-b").iter().all(|state| *state == RequirementState::Open), "{}", stage.picture());
}

#[test]
fn a_report_before_the_notice_is_refused_where_it_stands_and_what_was_typed_stays() {
    let folder = issued();
    let mut stage = stage(&folder);
    stage.type_text("1").type_text("45/BC-UBND").press("Tab").type_text("7/10/2025").press("Enter");
    let picture = stage.picture();
    assert!(picture.contains("sớm hơn ngày ban hành") && picture.contains("45/BC-UBND"), "{picture}");
    assert_eq!(states(&folder, "mau-a")[0], RequirementState::Open);
    stage.press("Esc");
    assert!(stage.picture().contains("Esc lần nữa"), "{}", stage.picture());
    stage.press("Esc");
    assert!(stage.picture().contains("[quá hạn"), "{}", stage.picture());
}

#[test]
fn a_report_is_returned_with_a_reason_and_not_without() {
    let folder = issued();
    let mut store = open(&folder);
    report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07").unwrap();
    let mut stage = stage(&folder);
    // Waiting is the third choice; nothing else waits.
    stage.press("Tab Tab 3 Enter");
    assert!(stage.picture().contains("phải nêu lý do"), "{}", stage.picture());
    stage.type_text("Chưa có ảnh chụp").press("Tab").type_text("28/11/2025").press("Enter");
    let reports = open(&folder).remediations(&round_id(), &unit_id("mau-a")).unwrap();
    let report = &reports[&requirement_id("dia-chi")][0];
    assert!(matches!(&report.decision, DecisionStanding::Given(_)), "{report:?}");
    // Nothing waits any more; among all of them Enter shows what became of it.
    stage.press("Tab Tab Enter");
    insta::assert_snapshot!(stage.picture(), @r#"
 Yêu cầu, kiến nghị › Một yêu cầu                                      đã lưu √
 UBND xã Mẫu A, Thông báo số 05/TB-SNV ngày 20/10/2025                trả lại ×
────────────────────────────────────────────────────────────────────────────────
 Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị
 Yêu cầu đối với đơn vị. Thời hạn 28/11/2025 (còn 6 ngày)
── Báo cáo khắc phục ───────────────────────────────────────────────────────────
 > Báo cáo số 45/BC-UBND ngày 07/11/2025    Trả lại 20/11/2025, thời hạn mới 2…
────────────────────────────────────────────────────────────────────────────────
 Báo cáo số 45/BC-UBND ngày 07/11/2025
 Nội dung: Đã niêm yết đầy đủ
 Trả lại 20/11/2025, thời hạn mới 28/11/2025: Chưa có ảnh chụp









────────────────────────────────────────────────────────────────────────────────

 1 ghi báo cáo   2 chấp nhận   3 trả lại   4 đôn đốc   Ctrl+O kèm tệp
 Ctrl+Z hoàn tác   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.sweep();
}

#[test]
fn a_requirement_is_found_without_diacritics_by_its_unit_or_words() {
    let folder = issued();
    let mut stage = stage(&folder);
    stage.press("Tab Tab Tab Tab /").type_text("phuong bo sung");
    let picture = stage.picture();
    assert!(picture.contains("tất cả 1"), "{picture}");
    stage.press("Esc");
    assert!(stage.picture().contains("tất cả 6"), "{}", stage.picture());
}

#[test]
fn enter_on_a_unit_lists_its_requirements_and_esc_goes_back_to_the_units() {
    let folder = issued();
    let mut stage = stage(&folder);
    stage.press("Shift+Tab Down Down Enter");
    assert!(stage.picture().contains("tất cả 3"), "{}", stage.picture());
    stage.press("Esc");
    assert!(stage.picture().contains("[đơn vị]"), "{}", stage.picture());
}

#[test]
fn what_was_just_recorded_stays_in_sight_and_says_where_it_went() {
    let folder = issued();
    let mut stage = stage(&folder);
    stage.type_text("1").type_text("45/BC-UBND").press("Tab").type_text("7/11/2025").press("Enter");
    let picture = stage.picture();
    assert!(picture.contains("[quá hạn 1]") && picture.contains("chờ xét 1"), "{picture}");
    assert!(picture.contains(" >   đã báo cáo ?"), "the cursor stays on it: {picture}");
    assert!(picture.contains("Vừa chuyển sang mục “chờ xét”; phím 5 xem mục này"), "{picture}");
    stage.type_text("5");
    let picture = stage.picture();
    assert!(picture.contains("[chờ xét 1]") && picture.contains(" >   đã báo cáo ?"), "{picture}");
    // Accepted, it stays once more, until another list is asked for.
    stage.press("2 Enter");
    assert!(stage.picture().contains("[chờ xét 0]") && stage.picture().contains("mục “tất cả”"), "{}", stage.picture());
    stage.press("Tab Shift+Tab");
    assert!(!stage.picture().contains("Mẫu A  "), "{}", stage.picture());
    stage.sweep();
}

#[test]
fn a_large_report_file_is_taken_in_by_a_job() {
    let folder = issued();
    let scan = folder.path().join("bao-cao.pdf");
    std::fs::File::create(&scan).unwrap().set_len(9 * 1024 * 1024).unwrap();
    let mut stage = stage(&folder);
    stage.type_text("1").type_text("45/BC-UBND").press("Tab").type_text("7/11/2025").press("Tab Tab");
    stage.paste(&scan.display().to_string()).press("Enter").finish_job();
    let reports = open(&folder).remediations(&round_id(), &unit_id("mau-a")).unwrap();
    let content = &reports[&requirement_id("dia-chi")][0].content;
    assert_eq!((content.file.as_deref(), content.size), (Some("bao-cao.pdf"), Some(9 * 1024 * 1024)));
    assert!(stage.picture().contains("Đã ghi nhận báo cáo đối với 1 yêu cầu"), "{}", stage.picture());
}

#[test]
fn a_file_chosen_for_a_new_report_does_not_go_to_the_old_one() {
    let folder = issued();
    let mut store = open(&folder);
    report(&mut store, "mau-a", &["dia-chi"], "45/BC-UBND", "2025-11-07").unwrap();
    let files = folder.path().join("giay");
    std::fs::create_dir_all(&files).unwrap();
    std::fs::write(files.join("bao-cao-moi.pdf"), b"scan").unwrap();
    let mut stage = Stage::new(Requirements::new(None), office(&folder).with_papers(files));
    stage.press("Tab Tab Enter").type_text("1").press("Ctrl+O Enter");
    assert!(stage.picture().contains("bao-cao-moi.pdf"), "{}", stage.picture());
    let reports = open(&folder).remediations(&round_id(), &unit_id("mau-a")).unwrap();
    assert_eq!(reports[&requirement_id("dia-chi")][0].content.file, None);
}

#[test]
fn the_list_of_rounds_tells_what_is_overdue_once_it_is_drawn() {
    let folder = issued();
    let mut stage = Stage::new(Rounds::new(), office(&folder));
    stage.wait_ms(100);
    let picture = stage.picture();
    assert!(picture.contains("Có 2 yêu cầu quá hạn ở 2 đơn vị"), "{picture}");
    stage.press("Ctrl+P").type_text("yeu cau").press("Enter");
    assert!(stage.picture().contains("[quá hạn 2]"), "{}", stage.picture());
}
