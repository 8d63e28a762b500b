//! Putting a paper on the disk, whole or not at all.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::PaperError;
use super::error::Step;

/// Writes `bytes` to `path` so that the file there is at every moment either the old one or the new one: a
/// new file in the same folder, flushed to the disk, then renamed.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), PaperError> {
    write(path, bytes, |file| file.persist(path).map_err(|failed| failed.error))
}

/// `put` brings the filled file to its place; where it cannot, what is there stays as it is.
fn write(path: &Path, bytes: &[u8], put: impl FnOnce(NamedTempFile) -> io::Result<File>) -> Result<(), PaperError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if path.is_dir() {
        return Err(PaperError::IsFolder(path.to_owned()));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".part");
    // A temporary file is private by default; a paper is shared like any other document.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let filled = builder.tempfile_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file)
    });
    let file = filled.map_err(|error| PaperError::from_io(error, Step::Fill, path, folder))?;
    put(file).map_err(|error| PaperError::from_io(error, Step::Replace, path, folder))?;
    // Makes the rename itself durable; systems that cannot flush a folder (Windows) refuse, which loses nothing.
    if let Ok(opened) = File::open(folder) {
        drop(opened.sync_all());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_that_another_program_holds_is_named_and_stays_whole() {
        rust_i18n::set_locale("vi");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("phụ lục.xlsx");
        fs::write(&path, b"one").unwrap();
        // As Windows refuses where Excel has it open.
        let held = write(&path, b"two", |_| Err(io::ErrorKind::PermissionDenied.into())).unwrap_err();
        assert!(matches!(held, PaperError::Locked(_)), "{held}");
        assert!(held.to_string().contains("phụ lục.xlsx"), "{held}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half-written is left");
    }

    #[test]
    #[cfg(windows)]
    fn a_file_that_is_really_held_is_named_and_stays_whole() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, b"one").unwrap();
        let holder = fs::OpenOptions::new().read(true).share_mode(0).open(&path).unwrap();
        assert!(matches!(write_atomically(&path, b"two").unwrap_err(), PaperError::Locked(_)));
        drop(holder);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn replaces_a_file_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("thông báo.txt");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn names_a_missing_folder_and_a_folder_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        let missing = write_atomically(&folder.path().join("none/a.txt"), b"").unwrap_err();
        assert!(matches!(missing, PaperError::NoFolder(_)), "{missing}");
        let below_file = folder.path().join("file");
        fs::write(&below_file, "").unwrap();
        let below_file = write_atomically(&below_file.join("a.txt"), b"").unwrap_err();
        assert!(matches!(below_file, PaperError::NoFolder(_)), "{below_file}");
        let taken = write_atomically(folder.path(), b"").unwrap_err();
        assert!(matches!(taken, PaperError::IsFolder(_)), "{taken}");
    }

    #[test]
    fn what_the_system_reports_becomes_what_to_do() {
        let (path, folder) = (Path::new("a.docx"), Path::new("."));
        let named = |kind: io::ErrorKind, step| PaperError::from_io(kind.into(), step, path, folder);
        assert!(matches!(named(io::ErrorKind::StorageFull, Step::Fill), PaperError::Full(_)));
        assert!(matches!(named(io::ErrorKind::PermissionDenied, Step::Fill), PaperError::ReadOnly(_)));
        assert!(matches!(named(io::ErrorKind::PermissionDenied, Step::Replace), PaperError::Locked(_)));
        assert!(matches!(named(io::ErrorKind::ReadOnlyFilesystem, Step::Fill), PaperError::ReadOnly(_)));
        assert!(matches!(named(io::ErrorKind::BrokenPipe, Step::Fill), PaperError::Other { .. }));
    }
}
