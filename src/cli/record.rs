//! `kiemtra record`

use std::io::Read;
use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::error::{CommandError, Exit};
use super::session::Session;
use crate::inspection::{FileError, InspectionError, RecordedFile, Store, TextFile, read_answers};

/// Name of standard input among the files.
const STANDARD_INPUT: &str = "-";

/// Records the files in order: each whole or not at all. The first that is refused ends it; those before stay.
pub fn run(session: &mut Session, files: &[PathBuf]) -> Result<Exit, CommandError> {
    let mut store = session.open()?;
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let mut lines = Vec::new();
    let mut outcome = Ok(Exit::Done);
    for (position, file) in files.iter().enumerate() {
        let name = &names[position];
        match record(&mut store, file) {
            Ok(RecordedFile { written, attached, names_alone }) => {
                let (new, unchanged) = (written.revisions.len(), written.unchanged);
                lines.push(t!("cli.record.done", file = name, new = new, unchanged = unchanged));
                if !attached.is_empty() {
                    lines.push(t!("cli.record.attached", file = name, count = attached.len()));
                }
                if !names_alone.is_empty() {
                    lines.push(t!("cli.record.names_alone", file = name, names = names_alone.join(", ")));
                }
            }
            Err(error) => {
                let (recorded, left) = (names[..position].to_vec(), names[position + 1..].to_vec());
                let error = Box::new(error);
                outcome = Err(CommandError::NotRecorded { file: name.clone(), error, recorded, left });
                break;
            }
        }
    }
    session.back_up();
    // Said last: an output that breaks must not keep files from being recorded.
    for line in lines {
        session.output.line(line)?;
    }
    outcome
}

/// Files that evidence names are looked for beside the file of answers, or in the present folder for standard input.
fn record(store: &mut Store, path: &Path) -> Result<RecordedFile, InspectionError> {
    let file = read(path)?;
    let answers = read_answers(&file)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    store.record_file_in(&file, &answers, folder)
}

fn read(file: &Path) -> Result<TextFile, FileError> {
    if file.as_os_str() != STANDARD_INPUT {
        return TextFile::read(file);
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| FileError::Unreadable {
        file: STANDARD_INPUT.to_owned(),
        why: crate::system::explain(&error),
    })?;
    TextFile::from_bytes(STANDARD_INPUT, &bytes)
}
