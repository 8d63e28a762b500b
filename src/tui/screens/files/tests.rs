//! Keys into real folders, and pictures.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::tui::screens::test_home::TestHome;
use crate::tui::testing::Stage;
use crate::tui::work::Office;

/// Noon of 19/10/2025 in Việt Nam, `minutes` later.
fn write(path: &Path, bytes: usize, minutes: u64) {
    std::fs::write(path, vec![0; bytes]).unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_760_850_000 + minutes * 60);
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// A folder with photos, a folder in it, and a screen on it whose folder's name is short.
fn stage(home: &TestHome) -> Stage<World, Office> {
    let folder = home.path().join("ảnh");
    std::fs::create_dir_all(folder.join("Tháng 9")).unwrap();
    write(&folder.join("bảng niêm yết.jpg"), 1_234_567, 5);
    write(&folder.join("an.pdf"), 999, 9);
    write(&folder.join("Đường dây nóng.png"), 1_500, 1);
    write(&folder.join("Tháng 9/cũ.jpg"), 3, 0);
    write(&folder.join(".hidden"), 3, 0);
    home.store().remember_folder(&folder).unwrap();
    Stage::new(FileList::new(), home.office())
}

/// Below the line that names the folder, which is another each time.
fn body(stage: &Stage<World, Office>) -> String {
    stage.picture().lines().skip(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn folders_come_first_then_the_newest_and_letters_filter_without_diacritics() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    insta::assert_snapshot!(body(&stage));
    insta::assert_snapshot!(body(stage.resize(60, 16)));
    stage.type_text("duong");
    assert!(stage.picture().contains("Đường dây nóng.png") && !stage.picture().contains("an.pdf"));
    stage.type_text("xyz");
    assert!(stage.picture().contains("Không có tệp nào"));
    stage.press("Enter");
    stage.sweep();
}

#[test]
fn a_path_typed_where_nothing_matches_is_gone_to() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    let inner = home.path().join("ảnh").join("Tháng 9");
    stage.type_text(&inner.display().to_string()).press("Enter");
    assert!(stage.picture().contains("cũ.jpg"), "{}", stage.picture());
    stage.type_text("/không-có").press("Enter");
    stage.sweep();
}

#[test]
fn enter_goes_in_backspace_and_left_go_up_to_where_one_was() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Enter");
    assert!(stage.picture().contains("cũ.jpg") && stage.picture().contains("Tháng 9"), "{}", stage.picture());
    stage.press("Backspace");
    assert!(stage.picture().contains("an.pdf"));
    stage.type_text("thang").press("Enter Left Left");
    let selected = stage.picture().lines().find(|line| line.trim_start().starts_with('>')).unwrap().to_owned();
    assert!(selected.contains("ảnh"), "{selected}");
}

#[test]
fn the_order_changes_by_its_name_in_the_palette() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Ctrl+P").type_text("xep theo ten").press("Enter");
    let names: Vec<_> = stage.picture().lines().filter(|line| line.contains("/2025")).map(str::to_owned).collect();
    assert!(names[0].contains("an.pdf") && names[1].contains("bảng") && names[2].contains("Đường"), "{names:?}");
}

#[test]
fn a_folder_that_cannot_be_opened_is_named_and_one_stays_where_one_was() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    std::fs::remove_dir_all(home.path().join("ảnh/Tháng 9")).unwrap();
    stage.press("Enter");
    assert!(stage.picture().contains("Không mở được thư mục"), "{}", stage.picture());
    assert!(stage.picture().contains("an.pdf"));
}
