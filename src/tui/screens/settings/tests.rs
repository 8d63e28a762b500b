use super::*;
use crate::tui::key::Key as KeyName;
use crate::tui::screens::inspection::Inspection;
use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::{TestHome, open_unit};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

fn open(home: &TestHome) -> Stage<World, Office> {
    let preferences = Preferences::of_home(home.path());
    let remembered = Office::remembered(&home.store()).unwrap();
    let mut stage = Stage::new(Rounds::new(), home.office().with_preferences(preferences.switched(remembered)));
    stage.press("Ctrl+P").type_text("cai dat").press("Enter");
    stage
}

/// The list itself; what stands below depends on how long the path of the throw-away home is.
fn picture(stage: &Stage<World, Office>) -> String {
    stage.picture().lines().take(11).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_setting_counts_at_once_is_remembered_and_says_where_it_comes_from() {
    let home = TestHome::new();
    let mut stage = open(&home);
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Cài đặt
────────────────────────────────────────────────────────────────────────────────
 > Ngôn ngữ màn hình         tiếng Việt                mặc định
   Kiểu gõ tiếng Việt        tắt                       mặc định
   Vị trí dấu thanh          kiểu cũ: hòa, thủy        mặc định
   Màu sắc                   nền tối                   mặc định
   Khung và dấu              đầy đủ: √ × – … █         mặc định
   Chuột                     tắt                       mặc định
   Phím ă â ê ô là 1 2 3 4   tắt                       mặc định

 Ngôn ngữ của màn hình và thông báo. Văn bản in luôn là tiếng Việt.
"#);
    stage.press("Down Enter");
    assert!(stage.line(0).contains("Telex"), "{}", stage.picture());
    stage.press("Right");
    assert!(stage.line(0).contains("VNI"), "{}", stage.picture());
    stage.press("Left Down Down Left");
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Cài đặt                                                        Telex
────────────────────────────────────────────────────────────────────────────────
   Ngôn ngữ màn hình         tiếng Việt                mặc định
   Kiểu gõ tiếng Việt        Telex                     đã chọn ở đây
   Vị trí dấu thanh          kiểu cũ: hòa, thủy        mặc định
 > Màu sắc                   không màu                 đã chọn ở đây
   Khung và dấu              đầy đủ: √ × – … █         mặc định
   Chuột                     tắt                       mặc định
   Phím ă â ê ô là 1 2 3 4   tắt                       mặc định

 Màu chữ cho nền tối, nền sáng, tương phản cao (tự tô nền đen), hoặc không màu.
"#);
    drop(stage);
    let stage = open(&home);
    assert!(stage.line(0).contains("Telex"), "after a restart: {}", stage.picture());
    assert!(stage.picture().contains("không màu"), "{}", stage.picture());
}

#[test]
fn the_palette_switches_typing_from_anywhere() {
    let home = TestHome::new();
    let mut stage = home.stage(Inspection::new);
    for (expected, said) in [("Telex", "Telex"), ("VNI", "VNI"), ("", "tắt")] {
        stage.press("Ctrl+P").type_text("doi kieu go").press("Enter");
        assert!(stage.line(0).contains(expected), "{}", stage.picture());
        assert!(stage.picture().contains(&format!("Kiểu gõ tiếng Việt: {said}.")), "{}", stage.picture());
    }
    assert!(!stage.line(0).contains("VNI"));
}

#[test]
fn a_sample_is_written_once_and_mistakes_of_the_file_are_told() {
    let home = TestHome::new();
    let mut stage = open(&home);
    stage.press("Ctrl+W");
    let path = home.path().join("config.toml");
    let sample = std::fs::read_to_string(&path).unwrap();
    assert!(sample.contains("# remark = [\"Ctrl+K\", \"F2\"]"));
    stage.press("Ctrl+W");
    assert!(stage.picture().contains("Đã có tệp cấu hình"), "{}", stage.picture());
    std::fs::write(&path, "theme = \"light\"\nborder = 1\n[keys]\nundo = [\"z\"]\n").unwrap();
    let stage = open(&home);
    let picture = stage.picture();
    assert!(picture.contains("2 chỗ chưa đúng") && picture.contains("nền sáng"), "{picture}");
    assert!(picture.contains("tệp cấu hình"), "{picture}");
}

#[test]
fn the_list_of_settings_fits_every_window() {
    let home = TestHome::new();
    let mut stage = open(&home);
    insta::assert_snapshot!(picture(stage.resize(60, 16)), @r#"
 kiemtra › Cài đặt
────────────────────────────────────────────────────────────
 > Ngôn ngữ màn hình         tiếng Việt
   Kiểu gõ tiếng Việt        tắt
   Vị trí dấu thanh          kiểu cũ: hòa, thủy
   Màu sắc                   nền tối
   Khung và dấu              đầy đủ: √ × – … █
   Chuột                     tắt
   Phím ă â ê ô là 1 2 3 4   tắt

 Ngôn ngữ của màn hình và thông báo. Văn bản in luôn là
"#);
    stage.sweep();
}

/// Settings as a file says them, on the screen of a unit with everything on it.
fn unit(home: &TestHome, config: &str) -> Stage<World, Office> {
    std::fs::write(home.path().join("config.toml"), config).unwrap();
    let preferences = Preferences::of_home(home.path());
    assert!(preferences.problems().is_empty(), "{:?}", preferences.problems());
    let mut office = home.office().with_preferences(preferences);
    let work = open_unit(&mut office);
    let theme = office.preferences().appearance().theme;
    let mut stage = Stage::new(Inspection::new(work), office);
    stage.shell().set_theme(theme);
    stage
}

#[test]
fn changed_keys_work_and_are_what_hints_help_and_palette_say() {
    let home = TestHome::new();
    let mut stage = unit(&home, "[keys]\nremark = [\"F8\"]\nfind = []\nverdict-fail = [\"9\"]\n");
    stage.press("Down Down Down Down");
    assert!(stage.picture().contains("9 chưa đạt"), "{}", stage.picture());
    stage.press("?");
    let help = stage.resize(80, 40).picture();
    assert!(help.contains("F8  ") && !help.contains("Ctrl+K"), "{help}");
    stage.press("Esc Ctrl+F");
    assert!(!stage.picture().contains("Tìm"), "{}", stage.picture());
    stage.press("Ctrl+P").type_text("nhan xet");
    assert!(stage.picture().contains("F8"), "{}", stage.picture());
    stage.press("Esc F8").type_text("Đã xem").press("Enter");
    assert_eq!(home.answer("dia-chi").remark.as_deref(), Some("Đã xem"));
}

#[test]
fn letters_of_the_vietnamese_layout_are_verdicts_where_the_setting_says_so() {
    let home = TestHome::new();
    let mut stage = unit(&home, "digits_by_vietnamese_layout = true\n");
    stage.press("Down Down Down Down").type_text("ă");
    assert_eq!(home.answer("dia-chi").verdict, Some(crate::checklist::Verdict::Pass));
    let mut stage = unit(&home, "");
    stage.press("Down Down Down Down Down").type_text("ă");
    assert_eq!(home.answer("de-thay").verdict, None);
}

#[test]
fn the_mouse_is_off_and_selects_scrolls_and_runs_hints_when_on() {
    use crossterm::event::MouseEventKind::{ScrollDown, ScrollUp};
    let home = TestHome::new();
    let mut stage = unit(&home, "");
    assert_eq!(stage.shell().mouse(), crate::tui::terminal::Mouse::Off);
    let mut stage = unit(&home, "mouse = true\n");
    assert_eq!(stage.shell().mouse(), crate::tui::terminal::Mouse::On);
    let row = |stage: &Stage<World, Office>, text: &str| {
        u16::try_from(stage.picture().lines().position(|line| line.contains(text)).unwrap()).unwrap()
    };
    let target = row(&stage, "1.4 ");
    stage.click(10, target);
    assert!(stage.picture().contains("> 1.4"), "{}", stage.picture());
    let target = row(&stage, "1.2 ");
    stage.click(10, target);
    assert!(stage.picture().contains("> 1.2"), "{}", stage.picture());
    stage.mouse(ScrollDown, 10, 10);
    assert!(!stage.picture().contains("> 1.2"), "{}", stage.picture());
    stage.mouse(ScrollUp, 10, 10);
    assert!(stage.picture().contains("> 1.2"), "{}", stage.picture());
    let line = row(&stage, "? trợ giúp");
    let column = stage.line(usize::from(line)).chars().position(|c| c == '?').unwrap();
    stage.click(u16::try_from(column).unwrap() + 3, line);
    assert!(stage.line(0).contains("Trợ giúp"), "{}", stage.picture());
}

/// The screens with the most signs on them, as text.
fn screens(home: &TestHome, config: &str) -> Vec<String> {
    let mut pictures = Vec::new();
    let mut stage = unit(home, config);
    pictures.push(stage.picture());
    pictures.push(stage.resize(120, 40).picture());
    for keys in ["?", "Esc Ctrl+P", "Esc End Enter", "Esc Up Enter", "Esc Ctrl+L", "Ctrl+R", "Esc"] {
        stage.press(keys);
        pictures.push(stage.picture());
    }
    let office = home.office().with_preferences(Preferences::of_home(home.path()));
    let theme = office.preferences().appearance().theme;
    let mut stage = Stage::new(Rounds::new(), office);
    stage.shell().set_theme(theme);
    for keys in ["", "Enter", "Esc Ctrl+B"] {
        stage.press(keys);
        pictures.push(stage.picture());
    }
    pictures
}

#[test]
fn ascii_borders_leave_nothing_but_letters_and_ascii() {
    let home = TestHome::new();
    home.record("[answer.\"thu/tong\"]\nnumber = 155\n[answer.\"thu/da-lam\"]\nnumber = 160\n[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\n[answer.\"thu/phieu\"]\nforms = [[5], [2]]\n");
    for picture in screens(&home, "borders = \"ascii\"\n") {
        let odd: Vec<char> = picture.chars().filter(|c| !c.is_ascii() && !c.is_alphabetic()).collect();
        assert!(odd.is_empty(), "{odd:?} in\n{picture}");
    }
}

#[test]
fn without_colour_the_screens_say_the_same() {
    let home = TestHome::new();
    home.record("[answer.\"thu/tong\"]\nnumber = 155\n[answer.\"thu/da-lam\"]\nnumber = 160\n[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\n");
    let coloured = screens(&home, "theme = \"dark\"\n");
    for theme in ["mono", "light", "high-contrast"] {
        assert_eq!(screens(&home, &format!("theme = \"{theme}\"\n")), coloured, "{theme}");
    }
    assert!(coloured.iter().any(|picture| picture.contains("CHƯA ĐẠT ×")), "a verdict is a word with a mark");
}

#[test]
fn help_shows_only_what_works_here_and_now() {
    let home = TestHome::new();
    let mut stage = Stage::new(Rounds::new(), home.office());
    stage.resize(80, 40).press("?");
    let help = stage.picture();
    assert!(!help.contains("Chưa dùng được"), "{help}");
    assert!(
        !help.contains(&format!(" {} ", KeyName::Esc)) || !help.contains("Quay lại màn hình trước; không"),
        "{help}"
    );
    assert!(help.contains("lệnh khác có ở màn hình này"), "{help}");
}
