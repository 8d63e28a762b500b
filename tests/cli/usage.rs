//! What is typed wrong, help, and what the environment says.

use crate::place::{Place, outcome, words};

#[test]
fn wrong_usage_ends_with_2_in_the_users_language() {
    let place = Place::new();
    for (line, vi, en) in [
        ("nope", "không có lệnh “nope”", "there is no command “nope”"),
        ("statu", "Có phải ý bạn là: status", "Did you mean: status"),
        ("status", "còn thiếu: --round <ĐỢT>", "missing: --round <ROUND>"),
        ("status --round", "cần một giá trị theo sau", "needs a value"),
        ("status --round a --round b", "chỉ được ghi một lần", "may be given once"),
        ("status --rund a", "không nhận “--rund” ở đây", "Did you mean: --round"),
        ("verify x", "Cách dùng: kiemtra verify [TÙY CHỌN]", "Usage: kiemtra verify [OPTIONS]"),
        ("notice --round a --unit b", "còn thiếu: --output <TỆP>", "missing: --output <FILE>"),
        ("record", "còn thiếu: <TỆP>...", "missing: <FILE>..."),
        ("completions fisch", "Có phải ý bạn là: fish", "Did you mean: fish"),
        ("checklist", "thiếu lệnh", "a command is missing"),
    ] {
        place.run(&words(line)).refused(2, vi);
        place.run(&words(&format!("--lang en {line}"))).refused(2, en);
    }
    assert!(!place.home().join("kiemtra.db").exists(), "nothing was opened");
}

#[test]
fn help_and_version_are_asked_for_and_no_error() {
    let place = Place::new();
    let help = place.run(&["--help"]).printed();
    for word in ["Cách dùng: kiemtra [TÙY CHỌN] [LỆNH]", "Các lệnh:", "Tùy chọn chung:", "checklist", "Mã kết thúc"]
    {
        assert!(help.contains(word), "{word} in {help}");
    }
    let help = place.run(&words("status --help --lang en")).printed();
    assert!(help.contains("Usage: kiemtra status [OPTIONS] --round <ROUND>"), "{help}");
    let help = place.run(&words("checklist show -h")).printed();
    assert!(help.contains("--edition <BẢN>"), "{help}");
    assert_eq!(place.run(&["--version"]).printed(), format!("kiemtra {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_language_comes_from_the_option_the_variable_or_the_system() {
    let place = Place::new();
    let said =
        |name: &str, value: &str, arguments: &[&str]| outcome(place.command(arguments).env(name, value)).printed();
    assert!(said("LANG", "en_US.UTF-8", &["round", "list"]).starts_with("There is no round"));
    assert!(said("LC_ALL", "fr_FR.UTF-8", &["round", "list"]).starts_with("Chưa có"));
    assert!(said("KIEMTRA_LANG", "en", &["round", "list"]).starts_with("There is no round"));
    assert!(said("KIEMTRA_LANG", "en", &["round", "list", "--lang", "vi"]).starts_with("Chưa có"));
    outcome(place.command(&["round", "list"]).env("KIEMTRA_LANG", "fr")).refused(2, "KIEMTRA_LANG");
    outcome(place.command(&["round", "list"]).env("KIEMTRA_NOW", "hôm nay")).refused(2, "KIEMTRA_NOW");
}

#[test]
fn the_home_is_the_option_the_variable_or_the_systems_folder() {
    let place = Place::new();
    place.run(&words("--home a round list")).printed();
    assert!(place.path("a/kiemtra.db").exists() && !place.home().join("kiemtra.db").exists());
    place.run(&words("round list")).printed();
    assert!(place.home().join("kiemtra.db").exists());
    if cfg!(target_os = "linux") {
        outcome(place.command(&words("round list")).env_remove("KIEMTRA_HOME")).printed();
        assert!(place.path(".local/share/kiemtra/kiemtra.db").exists());
    }
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = place.run(&["completions", shell]).printed();
        assert!(script.contains("checklist") && script.contains("restore"), "{shell}");
    }
    let manual = place.run(&["man"]).printed();
    for word in ["TÊN", ".SS kiemtra round add", "KIEMTRA_NOW", "MÃ KẾT THÚC"] {
        assert!(manual.contains(word), "{word}");
    }
    assert!(!manual.contains("SYNOPSIS") && !manual.contains("Possible values"));
}
