//! A place of its own for each test: an empty home, no environment but what is set here, a clock that stands still.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// The present time of every test.
pub const NOW: &str = "2025-10-20T08:00:00+07:00";
/// The round of the fixtures.
pub const ROUND: &str = "2025-dot-1";

/// The round with its two units, as a user writes it.
pub const ROUND_FILE: &str = include_str!("fixtures/round.toml");
/// Answers of the first unit.
pub const ANSWERS: &str = include_str!("fixtures/answers.toml");

/// A folder with a home in it.
pub struct Place {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    /// Nothing but the two checklists of the fixtures in the home's folder.
    pub fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("home/checklists/phieu-mau.toml", include_str!("fixtures/phieu-mau.toml"));
        place.write("home/checklists/phieu-so.toml", include_str!("fixtures/phieu-so.toml"));
        place
    }

    /// The round added as well.
    pub fn with_round() -> Self {
        let place = Self::new();
        let file = place.write("round.toml", ROUND_FILE);
        assert_eq!(place.run(&["round", "add", file.to_str().unwrap()]).code, 0);
        place
    }

    /// The first unit's answers recorded as well.
    pub fn with_answers() -> Self {
        let place = Self::with_round();
        let file = place.write("answers.toml", ANSWERS);
        assert_eq!(place.run(&["record", file.to_str().unwrap()]).code, 0);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn home(&self) -> PathBuf {
        self.path("home")
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
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
        command.env("HOME", self.folder.path()).env("KIEMTRA_HOME", self.home()).env("KIEMTRA_NOW", NOW);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Outcome {
        outcome(&mut self.command(arguments))
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Outcome {
        outcome(self.command(arguments).write_stdin(input))
    }

    /// Everything recorded so far, to see that nothing changed.
    pub fn log(&self) -> String {
        let log = self.run(&["log", "--round", ROUND, "--json"]);
        assert_eq!(log.code, 0, "{log:?}");
        log.out
    }

    /// The files in `folder`, hidden ones too.
    pub fn files(&self, folder: &str) -> Vec<String> {
        list(&self.path(folder))
    }
}

fn list(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

pub fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// As a command is typed: words between spaces.
pub fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

impl Outcome {
    /// Done, with nothing to complain about; gives what was printed.
    #[track_caller]
    pub fn printed(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Refused with `code` and a message in the one format that holds `piece`; gives the message.
    #[track_caller]
    pub fn refused(self, code: i32, piece: &str) -> String {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.starts_with("kiemtra: "), "{self:?}");
        assert!(self.err.contains(piece), "{piece:?} is not in {self:?}");
        self.err
    }
}
