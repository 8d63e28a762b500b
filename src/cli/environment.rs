//! The one place that reads environment variables.

use std::ffi::OsString;

use crate::exchange::hub::AccessKey;

/// What the environment says; an empty variable counts as not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `KIEMTRA_HOME`: the data folder.
    pub home: Option<OsString>,
    /// `KIEMTRA_LANG`: `vi` or `en`.
    pub language: Option<String>,
    /// `KIEMTRA_MEMBER`: who acts.
    pub member: Option<String>,
    /// `KIEMTRA_NOW`: a fixed time (RFC 3339) in place of the system's, for tests and repeatable papers.
    pub now: Option<String>,
    /// `KIEMTRA_OPENER`: the program that shows attached files, in place of the system's.
    pub opener: Option<OsString>,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`: the key to a bucket.
    pub access_key: Option<AccessKey>,
    /// `NO_COLOR` (no-color.org): set to anything.
    pub no_color: Option<OsString>,
    /// The system's language: the first that is set of `LC_ALL`, `LC_MESSAGES`, `LANG`.
    pub system_language: Option<String>,
}

impl Environment {
    /// Reads the environment of this process.
    pub fn read() -> Self {
        let text = |name| variable(name).map(|value| value.to_string_lossy().into_owned());
        Self {
            home: variable("KIEMTRA_HOME"),
            language: text("KIEMTRA_LANG"),
            member: text("KIEMTRA_MEMBER"),
            now: text("KIEMTRA_NOW"),
            opener: variable("KIEMTRA_OPENER"),
            access_key: text("AWS_ACCESS_KEY_ID").and_then(|id| {
                AccessKey::new(&id, &text("AWS_SECRET_ACCESS_KEY")?, text("AWS_SESSION_TOKEN").as_deref())
            }),
            no_color: variable("NO_COLOR"),
            system_language: ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(text),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the command line is where settings come from")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
