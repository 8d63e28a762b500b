//! Vietnamese typed into every kind of field: as keyboard programs send it, and with the program's own methods.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::evidence::EvidenceList;
use super::inspection::Inspection;
use super::register::RegisterGrid;
use super::rounds::Rounds;
use super::survey::SurveyTally;
use super::test_home::{TestHome, key, open_unit};
use crate::tui::preferences::{Preferences, Setting};
use crate::tui::screen::Screen;
use crate::tui::testing::{NoteDesk, NoteScreen, RemarkScreen, Stage};
use crate::tui::work::{Office, UnitWork, World};
use crate::vietnamese::typing::{Method, ToneStyle, Typing};

const ITEMS: &str = r#"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ tiếp nhận phản ánh, kiến nghị"
[[section.item]]
id = "ghi"
kind = "text"
ask = "Ghi nhận khác"
[[section.item]]
id = "ho-so"
kind = "register"
ask = "Hồ sơ"
at_least = 2
columns = [{ id = "ten", title = "Tên", kind = "text", required = true }, { id = "lan", title = "Lần", kind = "number" }]
row_ok = "lan > 0"
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Phiếu"
questions = [{ id = "thai-do", ask = "Thái độ", scale = "level-5" }]
details = ["cong-chuc"]
"#;

type Fields = Stage<World, Office>;

/// Every kind of field, open and empty, with its name.
fn fields(home: &TestHome, preferences: &Preferences) -> Vec<(&'static str, Fields)> {
    fn on<S: Screen<World> + 'static>(
        home: &TestHome,
        preferences: &Preferences,
        screen: impl FnOnce(UnitWork) -> S,
        keys: &str,
    ) -> Fields {
        let mut office = home.office().with_preferences(preferences.clone());
        let work = open_unit(&mut office);
        let mut stage = Stage::new(screen(work), office);
        stage.press(keys);
        stage
    }
    let rounds = |keys: &str| {
        let mut stage = Stage::new(Rounds::new(), home.office().with_preferences(preferences.clone()));
        stage.press(keys);
        stage
    };
    vec![
        ("remark", on(home, preferences, Inspection::new, "Enter")),
        ("text item", on(home, preferences, Inspection::new, "Down Enter")),
        ("search", on(home, preferences, Inspection::new, "Ctrl+F")),
        ("register cell", on(home, preferences, |work| RegisterGrid::new(work, key("ho-so")), "")),
        ("survey detail", on(home, preferences, |work| SurveyTally::new(work, key("phieu")), "Tab")),
        ("document", on(home, preferences, |work| EvidenceList::new(work, key("dia-chi")), "Ctrl+B")),
        ("round editor", rounds("Ctrl+B")),
        ("palette", rounds("Ctrl+P")),
    ]
}

/// What a keyboard program sends for `text` typed in Telex: a group per key pressed, Backspace as `backspace`.
fn keyboard_program(text: &str, backspace: char) -> Vec<String> {
    let mut typing = Typing::new(Method::Telex, ToneStyle::Old);
    telex_keys(text)
        .chars()
        .map(|key| {
            let edit = typing.press(key);
            std::iter::repeat_n(backspace, edit.delete).chain(edit.insert.chars()).collect()
        })
        .collect()
}

/// The Telex keys of a text, tones at the end of words.
fn telex_keys(text: &str) -> String {
    let mut keys = String::new();
    let mut tone = None;
    for c in text.nfd() {
        let before = keys.chars().last().unwrap_or('a').to_ascii_lowercase();
        match c {
            '\u{301}' => tone = Some('s'),
            '\u{300}' => tone = Some('f'),
            '\u{309}' => tone = Some('r'),
            '\u{303}' => tone = Some('x'),
            '\u{323}' => tone = Some('j'),
            '\u{302}' => keys.push(before),
            '\u{306}' | '\u{31b}' => keys.push('w'),
            'đ' => keys.push_str("dd"),
            'Đ' => keys.push_str("DD"),
            c => {
                if !c.is_alphabetic() {
                    keys.extend(tone.take());
                }
                keys.push(c);
            }
        }
    }
    keys.extend(tone);
    keys
}

/// One way to send [`SENTENCE`].
type Way = fn(&mut Fields);

const SENTENCE: &str = "Đường thuở nghiêng, quyết giữa QĐ";

#[test]
fn keyboard_programs_give_the_text_they_show_in_every_field() {
    let home = TestHome::with_items(ITEMS);
    let ways: [(&str, Way); 5] = [
        ("one burst, 0x7F", |stage| {
            stage.burst(&keyboard_program(SENTENCE, '\u{7f}').concat());
        }),
        ("a burst a key, 0x08", |stage| {
            for group in keyboard_program(SENTENCE, '\u{8}') {
                stage.wait_ms(80).burst(&group);
            }
        }),
        ("with releases", |stage| {
            for group in keyboard_program(SENTENCE, '\u{7f}') {
                stage.wait_ms(80).burst_with_releases(&group);
            }
        }),
        ("letters and marks apart", |stage| {
            stage.type_text(&SENTENCE.nfd().collect::<String>());
        }),
        ("pasted", |stage| {
            stage.paste(&SENTENCE.nfd().collect::<String>());
        }),
    ];
    for (how, way) in ways {
        for (field, mut stage) in fields(&home, &Preferences::default()) {
            way(&mut stage);
            let picture = stage.picture();
            assert!(picture.contains(SENTENCE), "{field}, {how}: {picture}");
            stage.type_text(&"\u{7f}".repeat(3));
            assert!(!stage.picture().contains("giữa QĐ") && stage.picture().contains("quyết giữa"), "{field}, {how}");
            stage.type_text(&"\u{8}".repeat(SENTENCE.chars().count() - 3));
            assert!(!stage.picture().contains("Đường"), "{field}, {how}: whole letters go");
        }
    }
}

fn switched(typing: &str) -> Preferences {
    let mut preferences = Preferences::default();
    preferences.switch(Setting::Typing, Setting::Typing.position(typing).unwrap());
    preferences
}

#[test]
fn own_telex_works_in_every_field_and_line_1_shows_it() {
    let home = TestHome::with_items(ITEMS);
    for (field, mut stage) in fields(&home, &switched("telex")) {
        stage.type_text("DDuowngf thuowr nghieeng, quyeets gixuwa QDD");
        let picture = stage.picture();
        assert!(picture.contains(SENTENCE), "{field}: {picture}");
        assert!(picture.lines().next().unwrap().contains("Telex"), "{field}: {picture}");
        stage.type_text(" Windows Excel");
        assert!(stage.picture().contains("QĐ Windows Excel"), "{field}: {}", stage.picture());
        stage.type_text(" tesst dataa");
        assert!(stage.picture().contains("Excel test data"), "{field}: {}", stage.picture());
    }
}

#[test]
fn own_vni_works_in_every_field() {
    let home = TestHome::with_items(ITEMS);
    for (field, mut stage) in fields(&home, &switched("vni")) {
        stage.type_text("D9u7o7ng2 thuo73 nghie6ng, quye61t giu7a4 QD9");
        assert!(stage.picture().contains(SENTENCE), "{field}: {}", stage.picture());
        stage.type_text(" ISO 9001 H54");
        assert!(stage.picture().contains("ISO 9001 H54"), "{field}: {}", stage.picture());
    }
}

#[test]
fn own_telex_leaves_pastes_keyboard_programs_and_figures_alone() {
    let home = TestHome::with_items(ITEMS);
    for (field, mut stage) in fields(&home, &switched("telex")) {
        stage.paste("tieengs ass");
        assert!(stage.picture().contains("tieengs ass"), "{field}");
    }
    for (field, mut stage) in fields(&home, &switched("telex")) {
        stage.burst(&keyboard_program(SENTENCE, '\u{7f}').concat());
        assert!(stage.picture().contains(SENTENCE), "{field}: {}", stage.picture());
    }
    // Both on by mistake.
    let (field, mut stage) = fields(&home, &switched("telex")).remove(0);
    for group in keyboard_program(SENTENCE, '\u{7f}') {
        stage.wait_ms(80).burst(&group);
    }
    assert!(stage.picture().contains(SENTENCE), "{field}: {}", stage.picture());
    let file = "C:\\anh\\aas.jpg";
    let (_, mut form) = fields(&home, &switched("telex")).remove(5);
    form.press("Tab Tab Tab").type_text(file);
    assert!(form.picture().contains(file), "{}", form.picture());
}

#[test]
fn a_word_that_is_none_comes_back_when_the_field_is_left() {
    let home = TestHome::with_items(ITEMS);
    let (_, mut stage) = fields(&home, &switched("telex")).remove(0);
    stage.type_text("data").press("Enter");
    assert_eq!(home.answer("dia-chi").remark.as_deref(), Some("data"));
}

#[test]
fn the_cursor_keys_end_a_word() {
    let home = TestHome::with_items(ITEMS);
    let (_, mut stage) = fields(&home, &switched("telex")).remove(0);
    stage.type_text("tie").press("Left Right").type_text("engs");
    assert!(stage.picture().contains("tieéng"), "{}", stage.picture());
    stage.press("Home").type_text("DD");
    assert!(stage.picture().contains("Đtie"), "{}", stage.picture());
}

/// Words of the shipped checklists.
fn words() -> Vec<&'static str> {
    static WORDS: std::sync::OnceLock<Vec<&'static str>> = std::sync::OnceLock::new();
    let read = || {
        let text = include_str!("../../locales/conclusion.toml");
        text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1 && !word.is_ascii()).collect()
    };
    WORDS.get_or_init(read).clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_vietnamese_text_arrives_as_it_was_shown(
        picked in prop::collection::vec(prop::sample::select(words()), 1..12), fast in any::<prop::sample::Index>(),
    ) {
        let text: String = picked.join(" ").nfc().collect();
        let groups = keyboard_program(&text, if fast.index(2) == 0 { '\u{7f}' } else { '\u{8}' });
        let mut stage = Stage::new(RemarkScreen::new(), NoteDesk::default());
        match fast.index(3) {
            0 => { stage.burst(&groups.concat()); }
            1 => groups.iter().for_each(|group| { stage.wait_ms(60).burst(group); }),
            _ => groups.iter().for_each(|group| { stage.wait_ms(3).burst_with_releases(group); }),
        }
        stage.wait_ms(1000);
        let drafts = stage.shell().executor().written().to_vec();
        prop_assert_eq!(drafts.last().cloned(), Some(format!("draft: {text}")));
    }
}

#[test]
fn a_lone_tone_joins_the_letter_before_it_however_late_it_comes() {
    let mut stage = Stage::new(NoteScreen::new(), NoteDesk::default());
    stage.press("Ctrl+P").type_text("a\u{301}").wait_ms(2000).type_text("e\u{302}").wait_ms(2000).type_text("\u{301}");
    let field = |stage: &Stage<_, _>| stage.line(2).trim().trim_start_matches("Tìm lệnh:").trim().to_owned();
    assert_eq!(field(&stage), "áế");
    stage.type_text("\u{8}");
    assert_eq!(field(&stage), "á", "a letter goes whole");
}
