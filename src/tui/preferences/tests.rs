use super::*;
use crate::tui::action::{Action, Binding};
use crate::tui::key::Key;

fn parse(text: &str) -> FilePreferences {
    rust_i18n::set_locale("vi");
    FilePreferences::parse("config.toml", text)
}

fn from_file(text: &str) -> Preferences {
    Preferences { file: parse(text), ..Preferences::default() }
}

#[test]
fn the_commented_sample_equals_the_defaults() {
    rust_i18n::set_locale("vi");
    let sample = sample();
    let read = parse(&sample);
    assert!(read.problems.is_empty() && read.values.is_empty(), "{:?}", read.problems);
    assert_eq!(read.keymap, Keymap::default());
    // Every line that is a comment with an assignment in it, uncommented.
    let is_assignment = |line: &str| {
        let key = line.split('=').next().unwrap_or_default().trim();
        line.contains('=') && !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || "_-".contains(c))
    };
    let uncomment = |line: &str| match line.strip_prefix("# ") {
        Some(rest) if is_assignment(rest) => rest.to_owned(),
        _ => line.to_owned(),
    };
    let uncommented: String = sample.lines().map(|line| uncomment(line) + "\n").collect();
    let read = parse(&uncommented);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    assert_eq!(read.values.len(), Setting::ALL.len(), "the sample names every setting");
    assert!(read.values.values().all(|at| *at == 0), "and its default: {:?}", read.values);
    assert_eq!(read.keymap, Keymap::default());
    for action in Action::ALL {
        let named = uncommented.lines().any(|line| line.starts_with(&format!("{} = ", action.id())));
        assert_eq!(named, keys::fixed(*action).is_none(), "{action:?}");
    }
}

#[test]
fn every_mistake_is_told_at_once_with_its_place() {
    let read = parse(
        "language = \"fr\"\ntheme = \"drak\"\nmouse = 1\nborder = \"ascii\"\nborders = \"ascii\"\n[keys]\n\
         remark = [\"Ctrl+M\", \"k\", \"Alt+X\"]\nremrak = []\nevidence = \"Ctrl+E\"\nfind = [\"Ctrl+V\"]\nopen = [\"F4\"]\n\
         grid = [\"Hyper+G\"]\nquit = []\nhistory = [\"F7\"]\n",
    );
    insta::assert_snapshot!(read.problems.join("\n"), @r#"
config.toml:1:12: language phải là một trong: "vi", "en"
config.toml:2:9: theme phải là một trong: "dark", "light", "high-contrast", "mono" (có phải «dark»?)
config.toml:3:9: mouse phải là một trong: false, true
config.toml:4:1: không có cài đặt «border»; có: language, typing, tone, theme, borders, mouse, digits_by_vietnamese_layout, keys (có phải «borders»?)
config.toml:7:11: «Ctrl+M» không dùng được: cửa sổ dòng lệnh không phân biệt được Ctrl+H, Ctrl+I, Ctrl+J, Ctrl+M với Backspace, Tab, xuống dòng, Enter
config.toml:7:21: «k» không dùng được: một chữ cái đứng riêng là để gõ chữ, bộ gõ tiếng Việt còn biến đổi nó
config.toml:7:26: «Alt+X» không dùng được: Alt thuộc về Windows và bộ gõ
config.toml:8:1: không có lệnh «remrak» (có phải «remark»?); tệp mẫu (Ctrl+W trong «Cài đặt») ghi đủ các lệnh
config.toml:9:12: phím của evidence phải là một danh sách, ví dụ ["Ctrl+K", "F2"]; [] là bỏ phím
config.toml:10:9: «Ctrl+V» không dùng được: cửa sổ dòng lệnh giữ phím này để dán
config.toml:11:1: phím của open (Enter, Esc, Tab, Shift+Tab) không đổi được
config.toml:12:9: «Hyper+G» không dùng làm phím được; được dùng: Ctrl với một chữ cái, F1 đến F12, một dấu hoặc chữ số
config.toml:13:8: quit phải còn ít nhất một phím
"#);
    assert_eq!(read.values.get(&Setting::Borders), Some(&1), "what is right counts");
    assert_eq!(read.keymap.bindings(Action::History), [Binding::Key(Key::Function(7))]);
    assert_eq!(read.keymap.bindings(Action::Remark), Action::Remark.bindings());
}

#[test]
fn broken_toml_is_told_with_its_place_and_the_rest_counts() {
    let read = parse("theme = dark\nborders = \"ascii\"\nmouse = true\nmouse = false\n");
    let places: Vec<&str> =
        read.problems.iter().map(|problem| problem.split(": ").next().unwrap_or_default()).collect();
    assert_eq!(places, ["config.toml:1:9", "config.toml:4:1"], "{:?}", read.problems);
    assert_eq!(read.values.get(&Setting::Borders), Some(&1));
}

#[test]
fn keys_are_a_patch_over_the_defaults() {
    let read = parse("[keys]\nremark = [\"F8\", \"ctrl+k\"]\ngrid = []\nfind = [\"Ctrl+F\"]\nhelp = [\"F1\", \"/\"]\n");
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    let keys = |action| read.keymap.keys(action, crate::tui::input::Focus::Commands);
    assert_eq!(keys(Action::Remark), "F8, Ctrl+K");
    assert_eq!(keys(Action::Grid), "");
    assert_eq!(keys(Action::Help), "F1, /");
    assert_eq!(keys(Action::Evidence), "Ctrl+E");
}

#[test]
fn a_key_has_one_action() {
    let swapped = parse("[keys]\nremark = [\"Ctrl+E\"]\nevidence = [\"Ctrl+K\"]\n");
    assert!(swapped.problems.is_empty(), "two may change keys with each other: {:?}", swapped.problems);
    let read = parse("[keys]\nremark = [\"Ctrl+E\", \"F2\"]\n");
    assert_eq!(read.problems.len(), 1);
    assert!(read.problems[0].contains("Ctrl+E") && read.problems[0].contains("evidence"), "{:?}", read.problems);
    assert_eq!(read.keymap, Keymap::default());
    for action in Action::ALL {
        for binding in read.keymap.bindings(*action) {
            assert_eq!(read.keymap.bound_to(*binding), Some(*action));
        }
    }
}

#[test]
fn command_line_before_environment_before_screen_before_file_before_default() {
    let remembered = || [("theme".to_owned(), "light".to_owned()), ("later".to_owned(), "x".to_owned())];
    let theme = |preferences: &Preferences| preferences.chosen(Setting::Theme);
    let of = |choice: &str, source| Chosen { at: Setting::Theme.position(choice).unwrap(), source };
    assert_eq!(theme(&Preferences::default()), of("dark", Source::Default));
    let file = from_file("theme = \"high-contrast\"");
    assert_eq!(theme(&file), of("high-contrast", Source::File));
    let screen = file.switched(remembered());
    assert_eq!(theme(&screen), of("light", Source::Screen));
    let mut environment = screen.given(Setting::Theme, 3, Source::Environment);
    assert_eq!(theme(&environment), of("mono", Source::Environment));
    environment.switch(Setting::Theme, 0);
    assert_eq!(theme(&environment), of("dark", Source::Screen), "what is switched now counts now");
    let system = from_file("language = \"vi\"").given(Setting::Language, 1, Source::System);
    assert_eq!(system.language(), Language::Vi);
    assert_eq!(system.given(Setting::Language, 1, Source::CommandLine).language(), Language::En);
}

#[test]
fn every_choice_means_something_and_has_its_words() {
    let texts: toml::Table = toml::from_str(include_str!("../../locales/preferences.toml")).unwrap();
    for setting in Setting::ALL {
        for (at, choice) in setting.choices().iter().enumerate() {
            for language in ["vi", "en"] {
                assert!(texts["preferences"][setting.id()][*choice][language].as_str().is_some(), "{choice}");
            }
            let mut preferences = Preferences::default();
            preferences.switch(setting, at);
            let _ = (preferences.appearance(), preferences.language());
        }
    }
}

#[test]
fn a_missing_file_says_nothing_and_an_unreadable_one_is_told() {
    rust_i18n::set_locale("vi");
    let folder = tempfile::tempdir().unwrap();
    let none = Preferences::of_home(folder.path());
    assert!(none.problems().is_empty() && !none.has_file());
    std::fs::write(folder.path().join(CONFIG_FILE), b"theme = \"\xff\"").unwrap();
    assert!(Preferences::of_home(folder.path()).problems()[0].contains("UTF-8"));
    std::fs::write(folder.path().join(CONFIG_FILE), "\u{feff}theme = \"mono\"\r\n").unwrap();
    let found = Preferences::of_home(folder.path());
    assert!(found.problems().is_empty());
    assert_eq!(found.chosen(Setting::Theme).source, Source::File);
}
