//! A place of its own for each test: an empty home, no environment but what is set here, a clock that stands still.

use std::path::PathBuf;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

/// The present time of every test.
pub const NOW: &str = "2025-11-20T09:00:00+07:00";
/// The round of the contract's examples.
pub const ROUND: &str = "2025-dot-1";
/// The unit of the contract's examples.
pub const UNIT: &str = "mau-a";

/// The contract's own example of a checklist, letter for letter.
pub const CHECKLIST: &str = include_str!("examples/niem-yet-tthc.toml");
/// A round with every key.
pub const ROUND_FILE: &str = include_str!("examples/round.toml");
/// The contract's own example of answers, letter for letter.
pub const ANSWERS: &str = include_str!("examples/answers.toml");

/// A folder with a home in it.
pub struct Place {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    /// Nothing recorded; the contract's checklist in the home's folder.
    pub fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("home/checklists/niem-yet-tthc.toml", CHECKLIST);
        place
    }

    /// The contract's round added.
    pub fn with_round() -> Self {
        let place = Self::new();
        place.add_round(ROUND_FILE).done();
        place
    }

    /// The contract's answers recorded as well.
    pub fn with_answers() -> Self {
        let place = Self::with_round();
        place.record(ANSWERS).done();
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The program, ready to be run in this place.
    #[expect(clippy::disallowed_methods, reason = "what the system itself needs is handed on")]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin!("kiemtra"));
        command.env_clear().current_dir(self.folder.path()).args(arguments);
        // Windows programs find their libraries and their temporary folder by these.
        for name in ["SystemRoot", "TEMP", "TMP"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("HOME", self.folder.path()).env("KIEMTRA_HOME", self.path("home")).env("KIEMTRA_NOW", NOW);
        command
    }

    /// Runs a line as it is typed: words between spaces.
    pub fn run(&self, line: &str) -> Outcome {
        let words: Vec<&str> = line.split_whitespace().collect();
        outcome(&mut self.command(&words))
    }

    pub fn add_round(&self, text: &str) -> Outcome {
        let file = self.write("round.toml", text);
        outcome(&mut self.command(&["round", "add", &file]))
    }

    /// Records a whole file, from standard input.
    pub fn record(&self, text: &str) -> Outcome {
        outcome(self.command(&["record", "-"]).write_stdin(text))
    }

    /// Records the answers in `body` as a member of the contract's round at its unit.
    pub fn answer_as(&self, member: &str, body: &str) -> Outcome {
        self.record(&format!("round = \"{ROUND}\"\nunit = \"{UNIT}\"\nmember = \"{member}\"\n{body}"))
    }

    /// The same as the member of the examples.
    pub fn answer(&self, body: &str) -> Outcome {
        self.answer_as("thanh-vien-1", body)
    }

    /// `status --json` of the contract's unit.
    pub fn status(&self) -> Value {
        let report: Value = serde_json::from_str(&self.run(&format!("status --round {ROUND} --json")).done()).unwrap();
        report["units"].as_array().unwrap().iter().find(|unit| unit["unit"] == UNIT).unwrap().clone()
    }

    /// `check --json` of the contract's unit: `item kind severity`, in order.
    pub fn problems(&self) -> Vec<String> {
        let check = self.run(&format!("check --round {ROUND} --unit {UNIT} --json"));
        assert!(check.code <= 1, "{check:?}");
        let report: Value = serde_json::from_str(&check.out).unwrap();
        let text = |problem: &Value, key| problem[key].as_str().unwrap().to_owned();
        let problems = report["problems"].as_array().unwrap();
        problems.iter().map(|it| ["item", "kind", "severity"].map(|key| text(it, key)).join(" ")).collect()
    }

    /// Every revision of the contract's round.
    pub fn log(&self) -> Vec<Value> {
        let log = self.run(&format!("log --round {ROUND} --json")).done();
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// A paper of the contract's unit, `minutes` or `notice`, as text.
    pub fn paper(&self, kind: &str) -> String {
        self.run(&format!("{kind} --round {ROUND} --unit {UNIT} -o {kind}.txt")).done();
        std::fs::read_to_string(self.path(&format!("{kind}.txt"))).unwrap()
    }
}

pub fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

impl Outcome {
    /// Done, with nothing to complain about; gives what was printed.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Refused with `code` and a message that holds `piece`; gives the message.
    #[track_caller]
    pub fn refused(self, code: i32, piece: &str) -> String {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(piece), "{piece:?} is not in {self:?}");
        self.err
    }
}
