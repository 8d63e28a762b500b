//! Every rule of the format, tried with a planted mistake.

use proptest::prelude::*;
use toml::Value as Toml;

use super::{Problem, read_bytes, read_text};
use crate::checklist::keys;
use crate::checklist::planted::{PLANTED, SOUND, is_message, tables_of};
use crate::checklist::problem::Severity;

fn problems(text: &str) -> Vec<Problem> {
    read_text("a.toml", text).problems
}

fn positions(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.position.map(|at| at.to_string()).unwrap_or_default()).collect()
}

#[test]
fn the_sound_checklist_is_sound() {
    let reading = read_text("a.toml", SOUND);
    assert_eq!(reading.problems, []);
    let checklist = reading.checklist.unwrap();
    assert_eq!(checklist.items().count(), 10);
    assert_eq!(checklist.text.as_ref(), SOUND);
}

#[test]
fn each_planted_mistake_is_the_only_one_told_and_at_its_place() {
    let mut failures = Vec::new();
    for planted in PLANTED {
        let reading = read_text("a.toml", &planted.text());
        assert!(reading.checklist.is_none(), "{planted:?}");
        let [only] = reading.problems.as_slice() else {
            failures.push(format!("{planted:?}\n  gave {:#?}", reading.problems));
            continue;
        };
        let told = is_message(&only.message, planted.message) && only.message.contains(planted.names);
        if !told || positions(&reading.problems) != [planted.position()] {
            failures.push(format!("{planted:?}\n  at {}, gave {only}", planted.position()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_has_its_planted_mistake() {
    let locale: toml::Table = include_str!("../../locales/checklist.toml").parse().unwrap();
    let mut keys = Vec::new();
    collect("", &locale, &mut keys);
    // Parts of other messages, and what other tests try.
    let elsewhere = [
        "checklist.warning",
        "checklist.did_you_mean",
        "checklist.type.",
        "checklist.found.",
        "checklist.file.",
        "checklist.library.",
        "checklist.syntax.other",
        "checklist.syntax.too_deep",
        "checklist.syntax.bad_key",
        "checklist.no_section",
        "checklist.when.later_through",
        "checklist.threshold.no_row_ok",
    ];
    for key in keys {
        let planted = PLANTED.iter().any(|planted| planted.message == key);
        assert!(planted || elsewhere.iter().any(|other| key.starts_with(other)), "no planted mistake for {key}");
    }
}

/// The keys of a locale file's messages.
fn collect(prefix: &str, table: &toml::Table, keys: &mut Vec<String>) {
    if table.contains_key("vi") {
        assert!(table.contains_key("en"), "{prefix} lacks its English text");
        keys.push(prefix.to_owned());
        return;
    }
    for (key, value) in table {
        if let Toml::Table(inner) = value {
            let dot = if prefix.is_empty() { "" } else { "." };
            collect(&format!("{prefix}{dot}{key}"), inner, keys);
        }
    }
}

#[test]
fn every_key_of_the_format_is_read() {
    for shape in keys::ALL {
        for key in shape.keys {
            let mut document: Toml = toml::from_str(SOUND).unwrap();
            let table = tables_of(&mut document, shape).into_iter().find(|table| table.contains_key(*key));
            let table = table.unwrap_or_else(|| panic!("{}.{key} is not in the sound checklist", shape.name));
            // No key takes a list that holds a day.
            let day: Toml = "1979-05-27".parse::<toml::value::Datetime>().unwrap().into();
            table.insert((*key).to_owned(), Toml::Array(vec![day]));
            let found = problems(&toml::to_string(&document).unwrap());
            let told = found.iter().any(|problem| is_message(&problem.message, "checklist.wrong_type"));
            assert!(told, "{}.{key}: {found:?}", shape.name);
        }
    }
}

#[test]
fn ten_mistakes_are_ten_reports_in_the_order_of_the_file() {
    let mut text = SOUND.to_owned();
    for (sound, mistaken) in [
        ("field = \"tthc\"", "field = \"khac\""),
        ("from = 2025-07-01", "from = 2027-07-01"),
        ("title = \"Bảng niêm yết\"", "title = Bảng niêm yết"),
        ("min = 0", "min = \"0\""),
        ("\"da_niem_yet / tong_tthc\"", "\"da_niem_yet / tong\""),
        ("points = 2\n", "points = -2\n"),
        ("\"nd63:18\"", "\"nd64\""),
        ("id = \"ghi-chu\"", "id = \"tong-tthc\""),
        ("at_least = 5", "at_least 5"),
        ("by = \"cong-chuc\"", "by = \"so\""),
    ] {
        assert_eq!(text.matches(sound).count(), 1, "{sound}");
        text = text.replace(sound, mistaken);
    }
    let found = problems(&text);
    assert_eq!(
        positions(&found),
        ["5:9", "7:39", "18:9", "26:7", "40:11", "43:10", "46:21", "69:6", "94:10", "116:41"],
        "{found:#?}"
    );
}

#[test]
fn a_warning_does_not_hide_an_error_and_bad_bytes_do_not_hide_the_rest() {
    let decomposed = SOUND.replace("Bảng", "Ba\u{309}ng").replace("min = 0", "min = 'a'");
    let found = problems(&decomposed);
    assert_eq!(positions(&found), ["18:1", "26:7"]);
    assert_eq!(found[0].severity, Severity::Warning);

    let mut bytes = SOUND.replace("min = 0", "min = 'a'").into_bytes();
    let at = SOUND.find("Phiếu mẫu đủ").unwrap();
    bytes[at] = 0xFF;
    assert_eq!(positions(&read_bytes("a.toml", &bytes).problems), ["4:10", "26:7"]);

    let only_warned = read_text("a.toml", &SOUND.replace("Bảng", "Ba\u{309}ng"));
    assert_eq!(only_warned.checklist.unwrap().text.as_ref(), SOUND);
}

#[test]
fn a_register_that_can_never_be_judged_is_a_warning() {
    let reading = read_text("a.toml", &SOUND.replace("row_ok = ", "# row_ok = "));
    assert!(reading.checklist.is_some());
    assert_eq!(positions(&reading.problems), ["103:1"]);
    assert!(is_message(&reading.problems[0].message, "checklist.threshold.no_row_ok"));
}

#[test]
fn a_checklist_without_sections_or_with_nothing_at_all_says_what_is_missing() {
    let told = |text: &str| problems(text).into_iter().map(|problem| problem.message).collect::<Vec<_>>();
    assert!(told("id = \"a\"\nedition = \"1\"\ntitle = \"a\"\nfield = \"tthc\"\n")[0].contains("[[section]]"));
    let nothing = told("");
    assert_eq!(nothing.len(), 5, "{nothing:?}");
    assert!(nothing.iter().any(|message| message.contains("`title`")));
}

#[test]
fn a_condition_may_not_look_ahead_through_what_is_computed() {
    let moved = SOUND.replace("\"da_niem_yet / tong_tthc\"", "\"da_niem_yet / het_hieu_luc\"");
    let early = moved.replace("pass_from = \"target.niem_yet\"", "when = \"ty_le_niem_yet > 0\"");
    let found = problems(&early);
    assert_eq!(positions(&found), ["34:8"], "{found:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes("a.toml", &bytes);
    }

    #[test]
    fn a_file_cut_or_damaged_anywhere_is_read_without_panic(
        cut in 0..SOUND.len(), at in 0..SOUND.len(), byte in any::<u8>(),
    ) {
        let mut bytes = SOUND.as_bytes()[..cut].to_vec();
        let _ = read_bytes("a.toml", &bytes);
        if let Some(damaged) = bytes.get_mut(at) {
            *damaged = byte;
        }
        for problem in read_bytes("a.toml", &bytes).problems {
            prop_assert!(problem.position.is_some());
        }
    }
}
