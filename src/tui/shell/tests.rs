//! The frame at work, seen from the keyboard.

use super::*;
use crate::tui::demo::Disk;
use crate::tui::testing::{NoteDesk, NoteScreen, Notes, RemarkScreen, Stage};

fn stage() -> Stage<Notes, NoteDesk> {
    Stage::new(NoteScreen::new(), NoteDesk::default())
}

fn message(stage: &Stage<Notes, NoteDesk>) -> String {
    // Two lines if it is long; the lines behind it are hints, which name keys with three spaces between them.
    let lines = [stage.line(21), stage.line(22)];
    let long = !lines[1].is_empty() && !lines[1].contains("   ");
    let shown = if long { lines.concat() } else { lines[0].clone() };
    shown.trim().to_owned()
}

fn head(stage: &Stage<Notes, NoteDesk>) -> String {
    stage.line(0)
}

fn written(stage: &mut Stage<Notes, NoteDesk>) -> Vec<String> {
    stage.shell().executor().written().to_vec()
}

fn fill_disk(stage: &mut Stage<Notes, NoteDesk>, disk: Disk) {
    stage.shell().executor_mut().disk = disk;
}

#[test]
fn the_frame_at_80_columns() {
    let mut stage = stage();
    stage.press("Down Down");
    insta::assert_snapshot!(stage.picture(), @r#"
 kiemtra                                            Thành viên 1 · chưa gửi: 12
────────────────────────────────────────────────────────────────────────────────
   Đơn vị                                                        Ngày      Điểm
   UBND xã Mẫu A                                                 19/10  71,5/84
   UBND xã Mẫu B                                                 19/10    78/88
 > UBND phường Mẫu C                                             20/10    22/88














────────────────────────────────────────────────────────────────────────────────
 Phường Mẫu C: tổng hồ sơ tiếp nhận không khớp
 Enter mở   Ctrl+L lỗi   Ctrl+G bảng nội dung × đơn vị   1 đạt
 Ctrl+O nhập tệp   Ctrl+F tìm   Ctrl+P mọi lệnh   ? trợ giúp
"#);
}

#[test]
fn a_screen_with_a_text_at_80_columns() {
    let mut stage = stage();
    stage.press("1 Enter").type_text("Chưa có số điện thoại đường dây nóng.").press("Enter");
    insta::assert_snapshot!(stage.picture(), @r#"
 kiemtra › Nhận xét về niêm yết thủ tục hành chính             41/63 · đang lưu
 Mục 2/4  Bảng niêm yết                                              1 chưa đạt
────────────────────────────────────────────────────────────────────────────────
Chưa có số điện thoại đường dây nóng.














Nhận xét sẽ được khóa, muốn sửa phải nêu lý do.
Gõ KÝ rồi nhấn Enter để thực hiện, Esc để thôi:
────────────────────────────────────────────────────────────────────────────────

 Enter ghi nhận xét   Ctrl+Z hoàn tác   Esc quay lại   Ctrl+P mọi lệnh
 F1 trợ giúp
"#);
}

#[test]
fn the_frame_at_120_columns() {
    let mut stage = stage();
    stage.press("1 Enter").resize(120, 40);
    insta::assert_snapshot!(stage.picture(), @r#"
 kiemtra › Nhận xét về niêm yết thủ tục hành chính                       Thành viên 1 · chưa gửi: 12 · 41/63 · đã lưu √
 Mục 2/4  Bảng niêm yết                                                                                      1 chưa đạt
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

































────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

 Enter ghi nhận xét   Ctrl+Z hoàn tác   Esc quay lại   Ctrl+P mọi lệnh   F1 trợ giúp
"#);
}

#[test]
fn the_frame_at_its_smallest() {
    let mut stage = stage();
    stage.press("1 Enter").resize(60, 16);
    insta::assert_snapshot!(stage.picture(), @r#"
 … › Nhận xét về niêm yết thủ tục…  chưa gửi: 12 · đã lưu √
 Mục 2/4  Bảng niêm yết                          1 chưa đạt
────────────────────────────────────────────────────────────










────────────────────────────────────────────────────────────

 Enter ghi nhận xét   Ctrl+Z hoàn tác   F1 trợ giúp
"#);
}

#[test]
fn help_tells_every_key_that_works_now() {
    let mut stage = stage();
    stage.press("?");
    insta::assert_snapshot!(stage.picture(), @r#"
 kiemtra › Trợ giúp                                 Thành viên 1 · chưa gửi: 12
────────────────────────────────────────────────────────────────────────────────
 Các đơn vị của đợt kiểm tra. Chọn một đơn vị rồi nhấn Enter để ghi nhận xét.

 Enter           Mở hoặc sửa mục đang chọn; trong ô nhập: nhận nội dung
 Ctrl+L, F3      Đến lỗi tiếp theo: số liệu không khớp, thiếu nhận xét, thiếu
                 tài liệu
 Ctrl+G, F6      Xem bảng nội dung × đơn vị của cả đợt
 1               Đánh giá nội dung đang chọn là ĐẠT
 Ctrl+O          Lấy từ tệp: các dòng của bảng hoặc tệp kiểm chứng
 Ctrl+P          Dán bảng từ bộ nhớ tạm vào các ô
 Ctrl+F, /       Tìm, gõ có dấu hay không dấu đều được
 Ctrl+P, F10     Tìm và chạy mọi lệnh theo tên
 Ctrl+P          Chuyển ngôn ngữ màn hình giữa tiếng Việt và tiếng Anh
 Ctrl+Q, Ctrl+C  Thoát ngay; mọi nội dung đã được lưu
 ?, F1           Trợ giúp cho màn hình này

 3 lệnh khác có ở màn hình này nhưng lúc này chưa dùng được; Ctrl+P, F10 cho
 biết vì sao.

────────────────────────────────────────────────────────────────────────────────

 Esc quay lại
"#);
}

#[test]
fn the_palette_finds_without_diacritics() {
    let mut stage = stage();
    stage.press("Ctrl+P").type_text("van ban");
    insta::assert_snapshot!(stage.picture(), @r#"
 kiemtra › Mọi lệnh                                 Thành viên 1 · chưa gửi: 12
────────────────────────────────────────────────────────────────────────────────
 Tìm lệnh: van ban

 > xem văn bản                Ctrl+R, F9      Chưa dùng được: chưa có nội dung …















────────────────────────────────────────────────────────────────────────────────

 Enter chạy lệnh   Esc quay lại
"#);
}

#[test]
fn one_line_in_a_window_too_small() {
    let mut stage = stage();
    for (columns, rows) in [(59, 16), (60, 15)] {
        let picture = stage.resize(columns, rows).picture();
        assert!(picture.starts_with("Cửa sổ quá nhỏ: cần ít nhất 60 cột × 16 dòng."), "{picture}");
        assert_eq!(picture.trim_end().lines().count(), 1);
    }
}

#[test]
fn no_size_panics() {
    let mut stage = stage();
    stage.sweep();
    for keys in ["?", "Esc Ctrl+P", "Esc Enter", "Enter"] {
        stage.press(keys).sweep();
    }
    stage.paste(&"Đã niêm yết đủ 漢字 ".repeat(40)).sweep();
}

#[test]
fn esc_steps_back_and_loses_nothing() {
    let mut stage = stage();
    stage.press("Enter").type_text("ab").press("Esc");
    assert!(head(&stage).starts_with(" kiemtra  "), "{}", head(&stage));
    assert_eq!(written(&mut stage), ["draft: ab"]);
    stage.press("Esc");
    assert_eq!(message(&stage), "Đây là màn hình đầu tiên. Nhấn Ctrl+Q để thoát.");
}

#[test]
fn dirty_text_is_saved_each_second_and_only_then() {
    let mut stage = stage();
    stage.press("Enter").type_text("a");
    assert!(head(&stage).ends_with("41/63 · đang lưu"), "{}", head(&stage));
    stage.wait_ms(999);
    assert!(written(&mut stage).is_empty());
    stage.wait_ms(1);
    assert_eq!(written(&mut stage), ["draft: a"]);
    assert!(head(&stage).ends_with("41/63 · đã lưu √"), "{}", head(&stage));
    assert_eq!(stage.shell().wakes_at(), None);
}

#[test]
fn help_above_a_text_does_not_stop_its_drafts() {
    let mut stage = stage();
    stage.press("Enter").type_text("a").press("F1").wait_ms(1000);
    assert_eq!(written(&mut stage), ["draft: a"]);
}

#[test]
fn saved_is_said_only_after_the_commit() {
    let mut stage = stage();
    assert!(head(&stage).ends_with("chưa gửi: 12"), "nothing is claimed before: {}", head(&stage));
    fill_disk(&mut stage, Disk::Full);
    stage.press("1");
    assert!(head(&stage).ends_with("CHƯA LƯU ×"), "{}", head(&stage));
    assert_eq!(message(&stage), "CHƯA LƯU 1 thay đổi: ổ đĩa đầy. Ctrl+S lưu lại");
    stage.press("1");
    assert_eq!(message(&stage), "CHƯA LƯU 2 thay đổi: ổ đĩa đầy. Ctrl+S lưu lại");
    fill_disk(&mut stage, Disk::Fine);
    stage.press("Ctrl+S");
    assert_eq!(message(&stage), "Mọi nội dung đã được lưu.");
    assert!(head(&stage).ends_with("đã lưu √"), "{}", head(&stage));
    assert_eq!(written(&mut stage), ["record: đạt", "record: đạt"]);
}

#[test]
fn what_waits_is_saved_before_anything_newer() {
    let mut stage = stage();
    stage.press("Enter").type_text("a");
    fill_disk(&mut stage, Disk::Full);
    stage.press("Esc");
    fill_disk(&mut stage, Disk::Fine);
    stage.press("1");
    assert_eq!(written(&mut stage), ["draft: a", "record: đạt"]);
    assert!(head(&stage).ends_with("đã lưu √"));
}

#[test]
fn a_refusal_is_told_and_not_kept() {
    let mut stage = stage();
    stage.press("/");
    assert_eq!(message(&stage), "nhận xét để trống");
    stage.press("Down");
    assert_eq!(message(&stage), "");
    assert!(head(&stage).ends_with("chưa gửi: 12"), "{}", head(&stage));
}

#[test]
fn quitting_saves_and_asks_nothing() {
    for keys in ["Ctrl+Q", "Ctrl+C"] {
        let mut stage = stage();
        stage.press("Enter").type_text("dở").press(keys);
        assert!(matches!(stage.ended(), Some(Ended::Quit)));
        assert_eq!(written(&mut stage), ["draft: dở"]);
    }
}

#[test]
fn quitting_with_something_unsaved_takes_a_second_press() {
    let mut stage = stage();
    fill_disk(&mut stage, Disk::Full);
    stage.press("1 Ctrl+Q");
    assert!(stage.ended().is_none());
    assert!(message(&stage).starts_with("Còn 1 thay đổi CHƯA LƯU."), "{}", message(&stage));
    stage.press("Down Ctrl+Q");
    assert!(stage.ended().is_none(), "another key takes the first press back");
    stage.press("Ctrl+Q");
    assert!(matches!(stage.ended(), Some(Ended::Quit)));
}

#[test]
fn the_system_ending_the_program_saves_first() {
    let mut stage = stage();
    stage.press("Enter").type_text("dở").wake(Wake::Terminate);
    assert!(matches!(stage.ended(), Some(Ended::Terminated)));
    assert_eq!(written(&mut stage), ["draft: dở"]);
}

#[test]
fn an_action_that_is_off_says_why() {
    let mut stage = stage();
    stage.press("Ctrl+R");
    assert_eq!(message(&stage), "chưa có nội dung nào được ghi");
    stage.press("Ctrl+E");
    assert_eq!(message(&stage), "Ctrl+E (tài liệu) không dùng ở màn hình này. Nhấn F1 để xem các phím dùng được.");
}

#[test]
fn the_palette_runs_what_it_finds() {
    let mut stage = stage();
    stage.press("F10").type_text("danh gia noi dung").press("Enter");
    assert_eq!(written(&mut stage), ["record: đạt"]);
    assert!(head(&stage).starts_with(" kiemtra  "), "{}", head(&stage));
    stage.press("Ctrl+P").type_text("tieng viet").press("Enter");
    assert_eq!(stage.shell().executor().languages_switched, 1);
}

#[test]
fn a_field_takes_signs_digits_and_every_backspace() {
    let mut stage = stage();
    stage.press("Enter").type_text("?/1x\u{8}q\u{7f}").press("Ctrl+Z");
    assert_eq!(message(&stage), "hoàn tác", "Ctrl+Z reaches the screen, not the field");
    stage.press("Esc");
    assert_eq!(written(&mut stage).last().unwrap(), "draft: ?/1");
}

#[test]
fn unikey_at_full_speed_and_pastes_as_keystrokes() {
    let mut stage = stage();
    stage.press("Enter").burst("vie\u{7f}êt\u{8}\u{8}ệt").burst("\nhai\n").wait_ms(1000);
    // The second burst begins right behind text but holds no text before its Enter: that Enter accepts.
    assert!(stage.picture().contains("Gõ KÝ rồi nhấn Enter"), "{}", stage.picture());
    assert_eq!(written(&mut stage), ["draft: việt"]);
    let mut stage = self::stage();
    stage.press("Enter").burst("một\nhai\n").wait_ms(1000);
    assert_eq!(written(&mut stage), ["draft: một\nhai\n"]);
}

#[test]
fn a_final_step_wants_its_word() {
    let mut stage = stage();
    stage.press("Enter").type_text("đủ").press("Enter Enter");
    assert!(written(&mut stage).iter().all(|line| line.starts_with("draft")));
    stage.type_text("ký\n");
    assert_eq!(written(&mut stage).last().unwrap(), "record: đủ");
    assert!(head(&stage).ends_with("đã lưu √"));
}

#[test]
fn long_work_shows_its_bar_and_its_end() {
    let mut stage = stage();
    stage.press("Ctrl+O");
    assert!(message(&stage).starts_with("Đang thực hiện (Ctrl+X để dừng)  "), "{}", message(&stage));
    stage.press("Ctrl+O");
    assert!(message(&stage).starts_with("Một việc khác đang chạy."), "{}", message(&stage));
    stage.finish_job();
    assert_eq!(message(&stage), "Đã xuất tệp.");
    stage.press("Ctrl+X");
    assert!(message(&stage).contains("không dùng ở màn hình này"), "{}", message(&stage));
}

#[test]
fn a_job_that_panics_is_told() {
    let mut stage = stage();
    stage.press("Ctrl+P").type_text("dan bang").press("Enter").finish_job();
    assert!(message(&stage).starts_with("Việc vừa chạy bị lỗi bên trong chương trình"), "{}", message(&stage));
}

#[test]
fn the_cursor_is_real_in_a_text_and_hidden_in_a_list() {
    let mut stage = stage();
    assert_eq!(stage.cursor(), None);
    stage.press("Enter").type_text("Nguyễn");
    assert_eq!(stage.cursor(), Some((6, 3)));
}

#[test]
fn hints_name_the_actions_that_are_on_and_no_other() {
    let stage = stage();
    let lines = [stage.line(22), stage.line(23)].join("   ");
    let hints: Vec<&str> = lines.split("   ").map(str::trim).filter(|hint| !hint.is_empty()).collect();
    for key in ["Enter", "Ctrl+L", "Ctrl+G", "1", "Ctrl+O", "Ctrl+F", "Ctrl+P", "?"] {
        assert!(hints.iter().any(|hint| hint.starts_with(&format!("{key} "))), "{key} is not among {hints:?}");
    }
    for key in ["Ctrl+R", "Ctrl+E", "Ctrl+S", "Esc"] {
        assert!(!hints.iter().any(|hint| hint.starts_with(key)), "{key} does nothing here: {hints:?}");
    }
}

#[test]
fn no_colour_theme_keeps_every_word() {
    use crate::tui::theme::{GlyphChoice, ThemeChoice};
    let mut stage = Stage::new(RemarkScreen::new(), NoteDesk::default());
    let coloured = stage.picture();
    stage.shell().set_theme(Theme::new(ThemeChoice::Mono, GlyphChoice::Standard));
    assert_eq!(stage.picture(), coloured);
    stage.shell().set_theme(Theme::new(ThemeChoice::Mono, GlyphChoice::Ascii));
    assert!(stage.line(2).starts_with("-----"), "{}", stage.line(2));
}

#[test]
fn texts_of_the_frame_are_in_both_languages_with_the_same_places() {
    fn check(path: &str, value: &toml::Value) {
        let table = value.as_table().unwrap();
        let (Some(vi), Some(en)) = (table.get("vi"), table.get("en")) else {
            return table.iter().for_each(|(key, value)| check(&format!("{path}.{key}"), value));
        };
        let places = |text: &toml::Value| {
            let text = text.as_str().unwrap().to_owned();
            let mut places: Vec<String> =
                text.split("%{").skip(1).map(|rest| rest.split('}').next().unwrap_or("").to_owned()).collect();
            places.sort();
            places
        };
        assert_eq!(places(vi), places(en), "{path}");
        assert!(unicode_normalization::is_nfc(vi.as_str().unwrap()), "{path} is not NFC");
    }
    let texts: toml::Table = toml::from_str(include_str!("../../locales/tui.toml")).unwrap();
    check("tui", &texts["tui"]);
}

#[test]
fn closing_a_screen_closes_what_is_above_it_and_wakes_only_the_one_below() {
    let mut stage = stage();
    stage.press("Enter F1 Esc Esc");
    assert!(head(&stage).starts_with(" kiemtra  "), "{}", head(&stage));
    assert_eq!(stage.shell().layers.len(), 1);
}
