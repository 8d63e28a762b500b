//! `kiemtra checklist check`: every error of every file at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::folder::{ReadFile, path_problem, read_file, refuse_same_editions, toml_files};
use super::problem::Problem;
use super::shipped;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many files were read.
    pub files: usize,
    /// Everything wrong, by file and position.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Whether anything keeps a file from being loaded (exit code 2); warnings do not.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }
}

/// Checks files, and the `.toml` files right within folders. A path that does not exist, cannot be
/// read or is a folder without checklists is a problem without position.
pub fn check_paths<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Report {
    let mut report = Report::default();
    let mut by_folder: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        let path = path.as_ref();
        match listed(path) {
            Ok(files) => {
                for file in files {
                    let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
                    by_folder.entry(folder).or_default().push(file);
                }
            }
            Err(problem) => report.problems.push(problem),
        }
    }
    for mut paths in by_folder.into_values() {
        paths.sort();
        paths.dedup();
        let mut files: Vec<ReadFile> = paths.iter().map(|path| read_file(path)).collect();
        refuse_same_editions(&mut files);
        report.files += files.len();
        report.problems.extend(files.into_iter().flat_map(|file| file.reading.problems));
    }
    report
}

/// Checks what the program would use: the shipped checklists and those of the user's folder.
pub fn check_library(user_folder: Option<&Path>) -> Report {
    let mut report = Report::default();
    for file in shipped::files() {
        report.files += 1;
        report.problems.extend(file.problems().iter().cloned());
    }
    let has_files =
        user_folder.is_some_and(|folder| folder.exists() && !toml_files(folder).is_ok_and(|files| files.is_empty()));
    if has_files {
        let user = check_paths(user_folder);
        report.files += user.files;
        report.problems.extend(user.problems);
    }
    report
}

fn listed(path: &Path) -> Result<Vec<PathBuf>, Problem> {
    let unreadable =
        |error: std::io::Error| path_problem(path, t!("checklist.file.unreadable", detail = error.to_string()));
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            let files = toml_files(path).map_err(unreadable)?;
            if files.is_empty() { Err(path_problem(path, t!("checklist.file.no_toml"))) } else { Ok(files) }
        }
        Ok(_) => Ok(vec![path.to_path_buf()]),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(path_problem(path, t!("checklist.file.missing")))
        }
        Err(error) => Err(unreadable(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted::{SOUND, is_message};
    use super::*;

    #[test]
    fn every_error_of_every_file_is_told_by_file_and_position() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("b.toml", &SOUND.replace("min = 0", "min = 'a'").replace("max = 5000", "max = 'b'"));
        write("a.TOML", &SOUND.replace("field = \"tthc\"", "field = \"x\""));
        write("c.toml", &SOUND.replace("2025-09", "2025-10"));
        let report = check_paths([folder.path(), &folder.path().join("c.toml")]);
        let said: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
        assert_eq!(report.files, 3);
        assert_eq!(said.len(), 3, "{said:#?}");
        for (line, start) in said.iter().zip(["a.TOML:5:9: ", "b.toml:26:7: ", "b.toml:27:7: "]) {
            assert!(line.starts_with(&folder.path().join(start).display().to_string()), "{line}");
        }
        assert!(report.has_errors());
        assert!(!check_paths([folder.path().join("c.toml")]).has_errors());
    }

    #[test]
    fn paths_that_hold_no_checklist_are_plain_sentences() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("khong-co.toml");
        let report = check_paths([folder.path(), &missing]);
        assert_eq!(report.files, 0);
        let [empty, gone] = report.problems.as_slice() else { panic!("{report:?}") };
        assert!(is_message(&empty.message, "checklist.file.no_toml") && empty.position.is_none());
        assert!(is_message(&gone.message, "checklist.file.missing"));
        assert_eq!(gone.to_string(), format!("{}: {}", missing.display(), gone.message));
    }

    #[test]
    fn a_file_over_the_limit_is_refused_without_being_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, vec![b'#'; super::super::MAX_BYTES + 10]).unwrap();
        let report = check_paths([&path]);
        assert!(is_message(&report.problems[0].message, "checklist.file.too_large"));
    }

    #[test]
    fn the_shipped_checklists_are_sound() {
        assert!(!check_library(None).has_errors());
        assert!(!check_library(Some(Path::new("khong-co"))).has_errors());
    }
}
