//! Follows the README's section "Changing a checklist" as somebody would who knows no code: the blocks it shows, put
//! where it says, with the program as built.

#![expect(clippy::unwrap_used, reason = "what the tests share fails like a test")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

const README: &str = include_str!("../README.md");
const GUIDE: &str = include_str!("../docs/huong-dan.md");
const CHECKLIST: &str = "niem-yet-tthc";
/// The section the new item goes into.
const SECTION: &str = "Vị trí, hình thức thể hiện";

/// The TOML block after `<!-- step: NAME -->`.
fn block(step: &str) -> &'static str {
    let after = README.split_once(&format!("<!-- step: {step} -->\n```toml\n")).unwrap().1;
    after.split_once("\n```").unwrap().0
}

/// A folder with data, as `--home` names it.
struct Home(tempfile::TempDir);

/// What a command said and how it ended.
struct Ran {
    said: String,
    wrong: String,
    exit: i32,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = cargo_bin_cmd!("kiemtra");
        command.current_dir(self.0.path()).args(["--lang", "vi"]).args(arguments);
        command.env("KIEMTRA_HOME", self.0.path()).env("KIEMTRA_NOW", "2027-02-01T08:00:00+07:00");
        let output = command.output().unwrap();
        Ran {
            said: String::from_utf8(output.stdout).unwrap(),
            wrong: String::from_utf8(output.stderr).unwrap(),
            exit: output.status.code().unwrap(),
        }
    }

    /// Runs what must succeed.
    fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.exit, ran.wrong.as_str()), (0, ""), "{arguments:?}: {}", ran.said);
        ran.said
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The shipped text, as the program writes it out.
    fn shipped(&self) -> String {
        self.done(&["checklist", "show", CHECKLIST, "--edition", "2025-09", "-o", "phieu.toml"]);
        fs::read_to_string(self.path("phieu.toml")).unwrap()
    }

    fn add_round(&self, id: &str, year: u16) {
        let round = format!(
            r#"id = "{id}"
title = "Kiểm tra năm {year}"
period = {{ from = {year}-01-01, to = {year}-12-31 }}
checklists = ["{CHECKLIST}"]

[[member]]
id = "tv-1"
name = "Thành viên 1"
role = "lead"

[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"

[[unit]]
id = "mau-b"
name = "UBND xã Mẫu B"
kind = "xa"
"#
        );
        self.write("round.toml", &round);
        self.done(&["round", "add", "round.toml"]);
    }

    fn record(&self, round: &str, unit: &str, answers: &str) {
        self.write("answers.toml", &format!("round = \"{round}\"\nunit = \"{unit}\"\nmember = \"tv-1\"\n{answers}"));
        self.done(&["record", "answers.toml"]);
    }

    /// `(kind, item, message)` of each problem of a unit.
    fn problems(&self, round: &str, unit: &str) -> Vec<(String, String, String)> {
        let said = self.run(&["check", "--round", round, "--unit", unit, "--json"]).said;
        let report: Value = serde_json::from_str(&said).unwrap();
        let text = |problem: &Value, key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        let problems = report["problems"].as_array().unwrap().iter();
        problems.map(|problem| (text(problem, "kind"), text(problem, "item"), text(problem, "message"))).collect()
    }

    fn has_problem(&self, round: &str, unit: &str, kind: &str, item: &str) -> bool {
        let item = format!("{CHECKLIST}/{item}");
        self.problems(round, unit).iter().any(|problem| problem.0 == kind && problem.1 == item)
    }
}

/// Step 1: below the last item of its section, before the next.
fn with_item(text: &str, item: &str) -> String {
    let section = text.find(&format!("title = \"{SECTION}\"")).unwrap();
    let next = section + text[section..].find("[[section]]").unwrap();
    format!("{}{item}\n\n{}", &text[..next], &text[next..])
}

/// Step 2: at the end of the file.
fn with_rule(text: &str, rule: &str) -> String {
    format!("{text}\n{rule}\n")
}

/// Step 3: in place of the first lines of the same name, which are the checklist's own.
fn with_edition(text: &str, edition: &str) -> String {
    edition.lines().fold(text.to_owned(), |text, new| {
        let key = new.split_once('=').unwrap().0;
        let old = text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
        text.replacen(&old, new, 1)
    })
}

fn all_steps(text: &str) -> String {
    with_edition(&with_rule(&with_item(text, block("item")), block("rule")), block("edition"))
}

/// The faults a TOML editor shows that has been given the schema.
fn faults(schema: &str, text: &str) -> Vec<String> {
    /// As editors see a TOML file: days are strings.
    fn as_json(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(truth) => truth.into(),
            toml::Value::Datetime(time) => time.to_string().into(),
            toml::Value::Array(elements) => elements.into_iter().map(as_json).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, as_json(value))).collect(),
        }
    }
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let document = as_json(toml::Value::Table(text.parse().unwrap()));
    validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn schema(home: &Home) -> String {
    home.done(&["checklist", "schema", "-o", "schema.json"]);
    fs::read_to_string(home.path("schema.json")).unwrap()
}

#[test]
fn the_guide_shows_the_same_steps_and_a_file_of_answers_that_is_recorded() {
    for step in ["item", "rule", "edition"] {
        assert!(GUIDE.contains(&format!("```toml\n{}\n```", block(step))), "docs/huong-dan.md has another {step}");
    }
    let answers = GUIDE.split_once("```toml\nround = ").unwrap().1.split_once("\n```").unwrap().0;
    let home = Home::new();
    home.run(&["demo", "--out", "papers"]);
    home.write("answers.toml", &format!("round = {answers}\n"));
    home.done(&["record", "answers.toml"]);
}

#[test]
fn every_picture_that_is_shown_is_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    for text in [README, GUIDE] {
        for picture in text.split("pictures/").skip(1).filter_map(|rest| rest.split_once(".svg)")).map(|parts| parts.0)
        {
            assert!(folder.join(format!("{picture}.svg")).exists(), "docs/pictures/{picture}.svg is not there");
        }
    }
}

#[test]
fn verify_says_where_the_data_folder_is() {
    let home = Home::new();
    let folder = home.0.path().display().to_string();
    assert!(home.done(&["verify"]).contains(&folder));
    home.add_round("2027-dot-1", 2027);
    assert!(home.done(&["verify"]).contains(&folder));
}

#[test]
fn the_steps_make_a_new_edition_that_asks_the_item_and_checks_the_rule() {
    let home = Home::new();
    let changed = all_steps(&home.shipped());
    assert_eq!(faults(&schema(&home), &changed), [""; 0]);
    home.write("checklists/cua-toi.toml", &changed);
    home.done(&["checklist", "check"]);
    let shown = home.done(&["checklist", "show", CHECKLIST, "--edition", "2027"]);
    assert!(shown.contains("bien-chi-dan ") && shown.contains("bien-chi-dan-den-bang-trong"), "{shown}");

    home.add_round("2027-dot-1", 2027);
    home.add_round("2025-dot-1", 2025);
    assert!(home.has_problem("2027-dot-1", "mau-a", "unanswered", "bien-chi-dan"));
    assert!(!home.has_problem("2025-dot-1", "mau-a", "unanswered", "bien-chi-dan"));
    assert!(home.has_problem("2025-dot-1", "mau-a", "unanswered", "da-niem-yet"));

    let verdict = |verdict| format!("[answer.\"{CHECKLIST}/bien-chi-dan\"]\nverdict = \"{verdict}\"\n");
    let none = format!("[answer.\"{CHECKLIST}/da-niem-yet\"]\nnumber = 0\n");
    home.record("2027-dot-1", "mau-a", &format!("{}{none}", verdict("pass")));
    let problems = home.problems("2027-dot-1", "mau-a");
    let fired = problems.iter().find(|problem| problem.0 == "rule").unwrap();
    assert_eq!(fired.1, "niem-yet-tthc/bien-chi-dan-den-bang-trong");
    assert_eq!(fired.2, "Biển chỉ dẫn được đánh giá đạt, nhưng số thủ tục hành chính đã niêm yết là 0");

    home.record("2027-dot-1", "mau-b", &format!("{}{none}", verdict("fail")));
    assert!(!home.has_problem("2027-dot-1", "mau-b", "rule", "bien-chi-dan-den-bang-trong"));
    assert!(home.has_problem("2027-dot-1", "mau-b", "evidence", "bien-chi-dan"));
    home.done(&["notice", "--round", "2027-dot-1", "--unit", "mau-b", "-o", "notice.txt"]);
    let notice = fs::read_to_string(home.path("notice.txt")).unwrap();
    let notice = notice.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(notice.contains("Chưa có biển chỉ dẫn đến nơi niêm yết thủ tục hành chính"), "{notice}");
    assert!(notice.contains("Lắp đặt biển chỉ dẫn đến nơi niêm yết thủ tục hành chính"), "{notice}");
}

#[test]
fn without_a_new_edition_the_file_takes_the_shipped_ones_place_but_not_in_a_round_that_has_begun() {
    let home = Home::new();
    home.add_round("begun", 2026);
    let changed = with_rule(&with_item(&home.shipped(), block("item")), block("rule"));
    home.write("checklists/niem-yet-tthc.toml", &changed);
    home.done(&["checklist", "check"]);
    home.add_round("new", 2026);
    assert!(!home.has_problem("begun", "mau-a", "unanswered", "bien-chi-dan"));
    assert!(home.has_problem("new", "mau-a", "unanswered", "bien-chi-dan"));
}

#[test]
fn mistakes_in_the_steps_are_named_by_the_program_and_by_the_schema() {
    let home = Home::new();
    let sound = all_steps(&home.shipped());
    let schema = schema(&home);
    let mistakes = [
        ("item", "kind = \"verdict\"", "kind = \"verdikt\"", "verdikt"),
        ("item", "points = 1", "pionts = 1", "pionts"),
        ("item", "points = 1", "points = -1", "points"),
        ("item", "evidence = \"on-fail\"", "evidence = \"khi-chua-dat\"", "khi-chua-dat"),
        ("item", "id = \"bien-chi-dan\"", "id = \"Biển chỉ dẫn\"", "Biển chỉ dẫn"),
        ("item", "within_days = 15", "within_days = \"15 ngày\"", "within_days"),
        ("rule", "severity = \"error\"", "severity = \"loi\"", "loi"),
        ("rule", "check = ", "# check = ", "check"),
        ("edition", "{ from = 2027-01-01 }", "{ form = 2027-01-01 }", "form"),
        ("edition", "edition = \"2027\"", "edition = 2027", "edition"),
    ];
    for (step, right, wrong, named) in mistakes {
        assert!(block(step).contains(right), "the README no longer says {right}");
        let planted = sound.replace(block(step), &block(step).replace(right, wrong));
        let planted = if step == "edition" { sound.replacen(right, wrong, 1) } else { planted };
        let file = home.write("checklists/cua-toi.toml", &planted);
        let place = first_line_near(&planted, wrong);
        let ran = home.run(&["checklist", "check"]);
        assert_eq!(ran.exit, 2, "{wrong}");
        let told = ran.wrong.lines().find(|line| told_of(line, &file, place)).unwrap_or_default();
        assert!(told.contains(named), "{wrong} near line {place}: {}", ran.wrong);
        assert!(!faults(&schema, &planted).is_empty(), "the schema does not see {wrong}");
    }
}

/// What only the whole file tells is named by the program alone.
#[test]
fn a_name_that_does_not_exist_is_named_with_its_line() {
    let home = Home::new();
    let planted = all_steps(&home.shipped()).replace("or da_niem_yet > 0", "or da_niem_yte > 0");
    let file = home.write("checklists/cua-toi.toml", &planted);
    let ran = home.run(&["checklist", "check"]);
    let place = first_line_near(&planted, "da_niem_yte");
    let told = ran.wrong.lines().find(|line| told_of(line, &file, place)).unwrap_or_default();
    assert!(told.contains("da_niem_yte") && told.contains("da_niem_yet"), "{}", ran.wrong);
    assert_eq!(ran.exit, 2);
}

/// The line, from 1, that holds `text`.
fn first_line_near(whole: &str, text: &str) -> usize {
    whole.lines().position(|line| line.contains(text)).unwrap() + 1
}

/// Whether `line` begins with `file:line:column: `, at most a line or two above `place` (a missing key is told where
/// its table begins).
fn told_of(line: &str, file: &Path, place: usize) -> bool {
    let Some(rest) = line.strip_prefix(&format!("{}:", file.display())) else { return false };
    let at = rest.split(':').next().and_then(|line| line.parse::<usize>().ok());
    at.is_some_and(|at| at <= place && place - at <= 2)
}
