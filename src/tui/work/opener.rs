//! Handing a file to the program that shows it.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::Builder;

/// Endings of files that a system runs rather than shows: never handed over.
const PROGRAMS: [&str; 29] = [
    "app",
    "appimage",
    "application",
    "bat",
    "chm",
    "cmd",
    "com",
    "command",
    "cpl",
    "desktop",
    "exe",
    "hta",
    "jar",
    "js",
    "jse",
    "lnk",
    "msc",
    "msi",
    "msp",
    "pif",
    "ps1",
    "reg",
    "scr",
    "sh",
    "url",
    "vb",
    "vbe",
    "vbs",
    "wsf",
];

/// What shows attached files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Opener {
    /// What the system opens such files with.
    #[default]
    System,
    /// One program for all files, called with the path.
    Program(PathBuf),
}

impl Opener {
    /// Hands `file` over and does not wait.
    pub fn open(&self, file: &Path) -> io::Result<()> {
        let program = match self {
            Self::System => return open::that_detached(file),
            Self::Program(program) => program,
        };
        let mut command = Command::new(program);
        // The terminal is the screen's.
        command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        // Somebody has to take in its end, or Unix keeps its entry for as long as this program runs.
        Builder::new().name("opener".to_owned()).spawn(move || child.wait())?;
        Ok(())
    }
}

/// Whether a system would run a file of this name.
pub(super) fn is_program(name: &str) -> bool {
    let ending = Path::new(name.trim_end_matches(['.', ' '])).extension().and_then(OsStr::to_str).unwrap_or_default();
    PROGRAMS.iter().any(|program| ending.eq_ignore_ascii_case(program))
}

/// `name` as every system takes it as a file's name: no folder, no sign with a meaning, not too long.
pub(super) fn plain_name(name: &str) -> String {
    let kept = name.chars().map(|sign| match sign {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        sign if sign.is_control() => '_',
        sign => sign,
    });
    let name: String = kept.collect();
    let name = name.trim_matches(['.', ' ']);
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 8 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let stem: String = stem.chars().take(60).collect();
    if stem.is_empty() { format!("tep{ending}") } else { format!("{stem}{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_ending_however_written() {
        for name in ["a.exe", "A.ExE", "báo cáo.pdf.lnk", "x.bat. ", "s.SH", "u.url"] {
            assert!(is_program(name), "{name}");
        }
        for name in ["a.pdf", "a.docx", "exe", "ảnh.jpg", "a.exe.txt", ""] {
            assert!(!is_program(name), "{name}");
        }
    }

    #[test]
    fn names_from_elsewhere_never_become_paths() {
        assert_eq!(plain_name("../../bảng.jpg"), "_.._bảng.jpg");
        assert_eq!(plain_name(r"C:\Ảnh\bảng.jpg"), "C__Ảnh_bảng.jpg");
        assert_eq!(plain_name(" .. "), "tep");
        assert_eq!(plain_name(".jpg"), "jpg");
        let long = plain_name(&format!("{}.docx", "dài ".repeat(100)));
        assert!(long.chars().count() < 70 && long.contains("dài .docx"), "{long}");
    }
}
