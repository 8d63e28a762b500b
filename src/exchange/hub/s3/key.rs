//! The key to a bucket. It comes from the environment or a file, is never part of an address, a message or a log.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use rust_i18n::t;
use rusty_s3::Credentials;
use thiserror::Error;

use super::super::memory::FOLDER;
use crate::system::explain;

/// The key to a bucket.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessKey(pub(super) Credentials);

/// Hides everything: ids, too, are nobody's business in a log.
impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessKey(…)")
    }
}

/// Why a key file is of no use.
#[derive(Debug, Error)]
pub enum KeyError {
    /// It cannot be read.
    #[error("{}", t!("exchange_hub.key.unreadable", path = .path.display(), why = explain(.source)))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It lacks the id or the secret.
    #[error("{}", t!("exchange_hub.key.incomplete", path = .0.display()))]
    Incomplete(PathBuf),
    /// It cannot be kept in the home.
    #[error("{}", t!("exchange_hub.key.unwritten", path = .path.display(), why = explain(.source)))]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl AccessKey {
    /// The key of these parts; `None` where the id or the secret is empty.
    pub fn new(id: &str, secret: &str, token: Option<&str>) -> Option<Self> {
        let (id, secret) = (id.trim(), secret.trim());
        if id.is_empty() || secret.is_empty() {
            return None;
        }
        Some(Self(match token.map(str::trim).filter(|token| !token.is_empty()) {
            Some(token) => Credentials::new_with_token(id, secret, token),
            None => Credentials::new(id, secret),
        }))
    }

    /// Where the key that was kept for the place of this title lies in `home`: each place has its own.
    pub fn file(home: &Path, title: &str) -> PathBuf {
        home.join(FOLDER).join(format!("{}.key", super::super::name::ObjectHash::of(title.as_bytes()).as_str()))
    }

    /// Reads a key file: lines `aws_access_key_id = …`, `aws_secret_access_key = …` and perhaps
    /// `aws_session_token = …`, as in the AWS tools' `credentials` file (its first profile counts); or the two-line
    /// table that consoles offer for download.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let unreadable = |source| KeyError::Unreadable { path: path.to_owned(), source };
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Self::parse(&text).ok_or_else(|| KeyError::Incomplete(path.to_owned()))
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text.lines();
        if let (Some(heading), Some(row)) = (lines.next(), lines.next())
            && heading.to_ascii_lowercase().contains("access key id,")
        {
            let (id, secret) = row.split_once(',')?;
            return Self::new(id.trim_matches('"'), secret.trim().trim_matches('"'), None);
        }
        let value = |wanted: &str| {
            let pairs = text.lines().filter_map(|line| line.split_once('='));
            let mut named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
            named.next().map(|(_, value)| value.trim().trim_matches('"'))
        };
        Self::new(value("aws_access_key_id")?, value("aws_secret_access_key")?, value("aws_session_token"))
    }

    /// Keeps the key in the home, readable by its owner alone (0600; on Windows by the rights of the user's folder).
    pub fn keep(&self, home: &Path, title: &str) -> Result<PathBuf, KeyError> {
        let path = Self::file(home, title);
        let folder = path.parent().unwrap_or(home);
        let mut text = format!("aws_access_key_id = {}\naws_secret_access_key = {}\n", self.0.key(), self.0.secret());
        if let Some(token) = self.0.token() {
            text.push_str("aws_session_token = ");
            text.push_str(token);
            text.push('\n');
        }
        // A temporary file is made 0600; the rename keeps that.
        let written = std::fs::create_dir_all(folder).and_then(|()| {
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|refused| refused.error)
        });
        written.map_err(|source| KeyError::Unwritten { path: path.clone(), source })?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_files_of_the_usual_shapes_are_read() {
        let key = AccessKey::new("AKIA1", "hush/+=", None).unwrap();
        for text in [
            "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = hush/+=\n",
            "AWS_ACCESS_KEY_ID=AKIA1\r\nAWS_SECRET_ACCESS_KEY=\"hush/+=\"\r\n",
            "\u{feff}Access key ID,Secret access key\nAKIA1,hush/+=\n",
        ] {
            assert_eq!(AccessKey::parse(text).as_ref(), Some(&key), "{text}");
        }
        assert_eq!(AccessKey::parse("aws_access_key_id = AKIA1\n"), None);
        assert_eq!(AccessKey::parse(""), None);
    }

    #[test]
    fn a_kept_key_is_read_again_and_shown_nowhere() {
        let home = tempfile::tempdir().unwrap();
        let key = AccessKey::new("AKIA1", "hush", Some("token")).unwrap();
        let path = key.keep(home.path(), "cchc").unwrap();
        assert_eq!(AccessKey::read(&path).unwrap(), key);
        assert_ne!(AccessKey::file(home.path(), "khac"), path);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let shown = format!("{key:?}");
        assert!(!shown.contains("hush") && !shown.contains("AKIA1") && !shown.contains("token"), "{shown}");
    }
}
