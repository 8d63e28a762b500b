//! Whatever was acknowledged is there after the process was killed, and after the disk refused.
//!
//! The test program starts itself again as the process that is killed: the test named `child` reads from its
//! standard input how many answers to write and the home folder; started by hand, it finds none and does nothing.

#![expect(clippy::unwrap_used, reason = "what the tests share fails like a test")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use chrono::DateTime;
use kiemtra::journal::{Author, Chain, Change, Clock, FieldName, Journal, Parents, RecordKey};

fn open(home: &Path) -> Journal {
    let time = DateTime::parse_from_rfc3339("2025-01-20T09:30:00+07:00").unwrap();
    Journal::open(home, Clock::Fixed(time)).unwrap()
}

fn answer(number: usize) -> Change {
    Change {
        record: RecordKey::new(format!("answer/r1/u/c/i{}", number % 50)).unwrap(),
        field: FieldName::new("number").unwrap(),
        value: number.into(),
        parents: Parents::SoleHead,
    }
}

/// Writes answers one by one and says of each, on a line of its own, that it is saved, or that it is not.
#[test]
#[ignore = "the process that the others kill"]
fn child() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let Some((answers, home)) = line.trim_end().split_once(' ') else { return };
    let answers: usize = answers.parse().unwrap();
    let mut journal = open(Path::new(home));
    let mut out = std::io::stderr();
    for number in 0..answers {
        let line = match journal.write(&Chain::Round("r1".into()), &Author::default(), &[answer(number)]) {
            Ok(written) => format!("saved {}\n", written.revisions[0]),
            Err(error) => format!("refused {error}\n"),
        };
        out.write_all(line.as_bytes()).unwrap();
    }
}

fn start(answers: usize, home: &Path, mut before: Command) -> Child {
    before.args(["--exact", "child", "--ignored", "--nocapture", "--test-threads=1"]);
    before.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = before.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{answers} {}", home.display()).unwrap();
    child
}

fn said_saved(line: &str) -> Option<String> {
    line.strip_prefix("saved ").map(str::to_owned)
}

fn kept(home: &Path) -> Vec<String> {
    let journal = open(home);
    let report = journal.verify().unwrap();
    assert_eq!((report.damages, report.flags), (vec![], vec![]));
    let mut all = Vec::new();
    journal.log("r1", &mut |revision| all.push(revision.id.to_string())).unwrap();
    all
}

#[test]
fn every_acknowledged_answer_survives_a_kill() {
    let answers = 100_000;
    for after in [1, 7, 230] {
        let home = tempfile::tempdir().unwrap();
        let mut child = start(answers, home.path(), Command::new(std::env::current_exe().unwrap()));
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut saved: Vec<_> = lines.by_ref().filter_map(|line| said_saved(&line)).take(after).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        saved.extend(lines.filter_map(|line| said_saved(&line)));
        let kept = kept(home.path());
        assert!(saved.len() >= after && saved.len() < answers, "killed midway: {}", saved.len());
        assert_eq!(kept[..saved.len()], saved);
        assert!(kept.len() <= saved.len() + 1, "at most the one not yet told");
    }
}

/// Makes every `step`th call of `call` on any file fail with `error`; `None` where the machine has no strace.
#[cfg(target_os = "linux")]
fn strace(call: &str, error: &str, first: usize, step: usize) -> Option<Command> {
    Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    let mut command = Command::new("strace");
    command.args(["-f", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    command.args(["-e", &format!("inject={call}:error={error}:when={first}+{step}")]);
    command.arg(std::env::current_exe().unwrap());
    Some(command)
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fails_now_and_then_loses_and_invents_nothing() {
    // What each failing call comes to: a failed fsync may have committed; a failed write has not.
    for (call, error) in [("fsync,fdatasync", "EIO"), ("pwrite64", "EIO"), ("pwrite64", "ENOSPC")] {
        let home = tempfile::tempdir().unwrap();
        drop(open(home.path()));
        // Seldom enough that the second try, on a fresh connection, mostly meets a sound disk.
        let (first, step) = if call == "fsync,fdatasync" { (12, 13) } else { (40, 151) };
        let Some(command) = strace(call, error, first, step) else { return };
        let answers = 150;
        let mut child = start(answers, home.path(), command);
        let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let (mut saved, mut refused) = (Vec::new(), Vec::new());
        for line in lines {
            match said_saved(&line) {
                Some(id) => saved.push(id),
                None if line.starts_with("refused ") => refused.push(line),
                None => {}
            }
        }
        child.wait().unwrap();
        assert_eq!(saved.len() + refused.len(), answers, "{call} {error}: went on after each failure");
        let kept = kept(home.path());
        assert!(saved.iter().all(|id| kept.contains(id)), "{call} {error}: acknowledged and lost");
        assert!(saved.len() > answers / 2, "{call} {error}: {} saved, {:?}", saved.len(), refused.first());
        assert_eq!(kept.len(), saved.len(), "{call} {error}: refused and yet there, {:?}", refused.first());
    }
}
