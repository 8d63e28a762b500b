//! Putting a paper on the disk, whole or not at all.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::PaperError;
use super::error::Step;

/// Writes `bytes` to `path` so that the file there is at every moment either the old one or the new one: a
/// new file in the same folder, flushed to the disk, then renamed.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), PaperError> {
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
    file.persist(path).map_err(|failed| PaperError::from_io(failed.error, Step::Replace, path, folder))?;
    // Makes the rename itself durable; systems that cannot flush a folder (Windows) refuse, which loses nothing.
    if let Ok(opened) = File::open(folder) {
        drop(opened.sync_all());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use super::*;

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
