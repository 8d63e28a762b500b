//! Paths as people give them: typed, copied from a file manager, or dropped into the terminal.

use std::path::{Path, PathBuf};

use super::attach::as_it_lies;

/// What was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// Files by their paths; whether they are there shows when they are taken in.
    Files(Vec<PathBuf>),
    /// A name alone, of a file that is not here.
    NameAlone(String),
}

/// Reads what was named: paths as people type or paste them, relative ones seen from `folder`. A name without any
/// folder that is not there is a name alone.
pub fn named_files(text: &str, folder: Option<&Path>) -> Named {
    let paths = typed_paths(text);
    if let [path] = paths.as_slice()
        && path.is_relative()
    {
        let seen = as_it_lies(folder.unwrap_or(Path::new("")).join(path));
        let name = path.to_string_lossy();
        if seen.is_file() {
            return Named::Files(vec![seen]);
        } else if !name.contains(['/', '\\']) {
            return Named::NameAlone(name.into_owned());
        }
    }
    let from =
        |path: PathBuf| if path.is_relative() { folder.map_or(path.clone(), |folder| folder.join(path)) } else { path };
    Named::Files(paths.into_iter().map(|path| as_it_lies(from(path))).collect())
}

/// The paths in `text`: one a line; quoted as Windows' "Copy as path" and terminals do, several on a line then;
/// `file://` addresses; spaces behind a backslash as terminals on Linux drop them.
pub fn typed_paths(text: &str) -> Vec<PathBuf> {
    text.lines().flat_map(|line| of_line(line.trim())).map(PathBuf::from).collect()
}

/// Whether a pasted text is paths and nothing else.
pub fn are_paths(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let looks = |path: &String| {
        let mut signs = path.chars();
        let drive = matches!((signs.next(), signs.next(), signs.next()), (Some(letter), Some(':'), Some('\\' | '/')) if letter.is_ascii_alphabetic());
        drive || (path.starts_with('/') && path.len() > 1) || path.starts_with(r"\\")
    };
    lines.peek().is_some() && lines.all(|line| of_line(line).iter().all(looks))
}

fn of_line(line: &str) -> Vec<String> {
    if line.is_empty() {
        return Vec::new();
    }
    if let Some(quoted) = quoted(line) {
        return quoted.into_iter().map(|path| address(path).unwrap_or_else(|| path.to_owned())).collect();
    }
    if line.starts_with("file:") {
        return line.split_whitespace().map(|part| address(part).unwrap_or_else(|| part.to_owned())).collect();
    }
    vec![if line.starts_with('/') { unescaped(line) } else { line.to_owned() }]
}

/// The parts of a line that consists of quoted parts.
fn quoted(line: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(quote @ ('"' | '\'')) = rest.chars().next() {
        let (part, behind) = rest[1..].split_once(quote)?;
        parts.push(part);
        rest = behind.trim_start();
    }
    (rest.is_empty() && !parts.is_empty()).then_some(parts)
}

/// Backslashes that keep a shell from reading the sign behind them.
fn unescaped(path: &str) -> String {
    let mut plain = String::new();
    let mut signs = path.chars();
    while let Some(sign) = signs.next() {
        plain.push(if sign == '\\' { signs.next().unwrap_or(sign) } else { sign });
    }
    plain
}

/// The path of a `file:` address (RFC 8089): `file:///home/a%20b`, `file:///C:/a`, `file://server/share/a`.
fn address(text: &str) -> Option<String> {
    let rest = decoded(text.strip_prefix("file:")?)?;
    let Some(with_host) = rest.strip_prefix("//") else { return Some(rest) };
    let (host, path) = with_host.split_once('/')?;
    let bytes = path.as_bytes();
    let drive = bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    Some(match host {
        "" | "localhost" if drive => path.replace('/', "\\"),
        "" | "localhost" => format!("/{path}"),
        server => format!(r"\\{server}\{}", path.replace('/', "\\")),
    })
}

/// Percent-encoding undone (RFC 3986, 2.1); `None` where that is no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            plain.push(byte);
            at += 3;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        typed_paths(text).into_iter().map(|path| path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn paths_are_read_as_file_managers_and_terminals_give_them() {
        assert_eq!(paths("\"C:\\Ảnh đẹp\\bảng.jpg\""), [r"C:\Ảnh đẹp\bảng.jpg"]);
        assert_eq!(paths("\"C:\\a b.jpg\" \"D:\\c.jpg\""), [r"C:\a b.jpg", r"D:\c.jpg"]);
        assert_eq!(paths("'/home/lan/a b.jpg' '/home/lan/c.jpg' "), ["/home/lan/a b.jpg", "/home/lan/c.jpg"]);
        assert_eq!(paths("/home/lan/a\\ b\\(1\\).jpg"), ["/home/lan/a b(1).jpg"]);
        assert_eq!(paths("/a.jpg\n\n/b.jpg\n"), ["/a.jpg", "/b.jpg"]);
        assert_eq!(paths("file:///home/lan/b%E1%BA%A3ng%20m%E1%BB%9Bi.jpg"), ["/home/lan/bảng mới.jpg"]);
        assert_eq!(paths("file:///C:/Users/lan/a%20b.jpg"), [r"C:\Users\lan\a b.jpg"]);
        assert_eq!(paths("file://may-chu/chung/a.jpg"), [r"\\may-chu\chung\a.jpg"]);
        assert_eq!(paths("file:///a.jpg file:///b.jpg"), ["/a.jpg", "/b.jpg"]);
        assert_eq!(paths("bảng niêm yết.jpg"), ["bảng niêm yết.jpg"]);
        assert_eq!(paths("  \n"), [""; 0]);
    }

    #[test]
    fn a_pasted_sentence_is_no_path() {
        for text in ["/home/lan/a.jpg", "\"C:\\a b.jpg\"", "file:///a.jpg\n/b.jpg", r"\\may\chung\a.jpg"] {
            assert!(are_paths(text), "{text}");
        }
        for text in ["", "12/QĐ-UBND", "/", "Bảng niêm yết\n/a.jpg", "a: b", "file:khác"] {
            assert!(!are_paths(text), "{text}");
        }
    }

    #[test]
    fn a_bare_name_that_is_not_there_is_a_name_alone_and_a_path_is_a_path() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("bảng.jpg"), "x").unwrap();
        let here = Some(folder.path());
        assert_eq!(named_files("bảng.jpg", here), Named::Files(vec![folder.path().join("bảng.jpg")]));
        assert_eq!(named_files("khác.jpg", here), Named::NameAlone("khác.jpg".to_owned()));
        assert_eq!(named_files("con/khác.jpg", here), Named::Files(vec![folder.path().join("con/khác.jpg")]));
        assert!(matches!(named_files(r"C:\mất.jpg", here), Named::Files(paths) if paths.len() == 1));
        // Some systems store letters and marks apart.
        let apart: String = unicode_normalization::UnicodeNormalization::nfd("ảnh.png").collect();
        std::fs::write(folder.path().join(&apart), "x").unwrap();
        assert_eq!(named_files("ảnh.png", here), Named::Files(vec![folder.path().join(apart)]));
    }
}
