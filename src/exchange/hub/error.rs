//! What can go wrong at a meeting place, each with a sentence of its own.

use std::path::PathBuf;

use rust_i18n::t;
use thiserror::Error;

use super::place::Broken;
use crate::system::explain;

/// What was being done at the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Listing.
    List,
    /// Fetching.
    Get,
    /// Putting.
    Put,
}

impl Doing {
    fn words(self) -> String {
        let key = match self {
            Self::List => "list",
            Self::Get => "get",
            Self::Put => "put",
        };
        t!(format!("exchange_hub.doing.{key}")).into_owned()
    }
}

/// Why something could not be done at a meeting place. What was done before it stays done; the next `sync` goes on
/// from there.
#[derive(Debug, Error)]
pub enum PlaceError {
    /// The folder is not there.
    #[error("{}", t!("exchange_hub.no_folder", path = .0.display()))]
    NoFolder(PathBuf),
    /// The system refused something in the folder.
    #[error("{}", t!("exchange_hub.folder", doing = .doing.words(), path = .path.display(), why = explain(.source)))]
    Folder {
        /// What was being done.
        doing: Doing,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// This laptop's own disk refused the copy.
    #[error("{}", t!("exchange_hub.own_disk", why = explain(.0)))]
    OwnDisk(#[source] std::io::Error),
    /// Listed or expected, but not to be had (yet).
    #[error("{}", t!("exchange_hub.not_there", name = .0))]
    NotThere(String),
    /// Larger than any object of ours.
    #[error("{}", t!("exchange_hub.too_large", name = .0))]
    TooLarge(String),
    /// The place takes no file of this size.
    #[error("{}", t!("exchange_hub.refused_size", name = .0))]
    RefusedSize(String),
    /// No room is left.
    #[error("{}", t!("exchange_hub.full", place = .0))]
    Full(String),
    /// What was put there reads back differently.
    #[error("{}", t!("exchange_hub.unverified", name = .0))]
    Unverified(String),
    /// No access key was given.
    #[error("{}", t!("exchange_hub.no_key"))]
    NoKey,
    /// The place does not know the access key.
    #[error("{}", t!("exchange_hub.unknown_key", place = .0))]
    UnknownKey(String),
    /// The secret does not fit the access key.
    #[error("{}", t!("exchange_hub.wrong_secret", place = .0))]
    WrongSecret(String),
    /// A temporary key is over.
    #[error("{}", t!("exchange_hub.expired_key", place = .0))]
    ExpiredKey(String),
    /// The key is good, but may not do this.
    #[error("{}", t!("exchange_hub.no_right", doing = .doing.words(), place = .place))]
    NoRight {
        /// What was being done.
        doing: Doing,
        /// Where.
        place: String,
    },
    /// There is no such bucket.
    #[error("{}", t!("exchange_hub.no_bucket", bucket = .0))]
    NoBucket(String),
    /// The bucket lies in another region.
    #[error("{}", region_words(.0.as_deref()))]
    WrongRegion(Option<String>),
    /// This laptop's clock is too far off.
    #[error("{}", clock_words(*.0))]
    ClockOff(Option<i64>),
    /// The server has too much to do, or has broken down; it stayed so when tried again.
    #[error("{}", t!("exchange_hub.busy", place = .place, status = .status))]
    Busy {
        /// Where.
        place: String,
        /// The HTTP status.
        status: u16,
    },
    /// The server answers, but not like an S3 store: a login page of the network, another program.
    #[error("{}", t!("exchange_hub.not_s3", place = .place, status = .status))]
    NotS3 {
        /// Where.
        place: String,
        /// The HTTP status.
        status: u16,
    },
    /// An S3 error that no sentence here is for.
    #[error("{}", t!("exchange_hub.refused", place = .place, code = .code, status = .status))]
    Refused {
        /// Where.
        place: String,
        /// The server's own word.
        code: String,
        /// The HTTP status.
        status: u16,
    },
    /// The proxy wants a name and password.
    #[error("{}", t!("exchange_hub.proxy_login"))]
    ProxyLogin,
    /// The proxy does not let us through, or is not there.
    #[error("{}", t!("exchange_hub.proxy", why = .0))]
    Proxy(String),
    /// Nobody knows the server's name: no network, or a slip in the address.
    #[error("{}", t!("exchange_hub.unknown_host", host = .0))]
    UnknownHost(String),
    /// Nothing takes the connection.
    #[error("{}", t!("exchange_hub.unreachable", host = .0))]
    Unreachable(String),
    /// No answer in time.
    #[error("{}", t!("exchange_hub.timeout", host = .0))]
    Timeout(String),
    /// The encrypted connection cannot be trusted.
    #[error("{}", t!("exchange_hub.tls", host = .host, why = .why))]
    Tls {
        /// Which server.
        host: String,
        /// What the library said.
        why: String,
    },
    /// The connection broke off.
    #[error("{}", t!("exchange_hub.broken", host = .host, why = .why))]
    Broken {
        /// Which server.
        host: String,
        /// What the system or library said.
        why: String,
    },
    /// The user stopped it.
    #[error("{}", t!("exchange_hub.stopped"))]
    Stopped,
}

fn region_words(region: Option<&str>) -> String {
    match region {
        Some(region) => t!("exchange_hub.region", region = region).into_owned(),
        None => t!("exchange_hub.region_unknown").into_owned(),
    }
}

fn clock_words(ahead: Option<i64>) -> String {
    match ahead {
        Some(minutes) if minutes > 0 => t!("exchange_hub.clock_fast", minutes = minutes).into_owned(),
        Some(minutes) => t!("exchange_hub.clock_slow", minutes = minutes.unsigned_abs()).into_owned(),
        None => t!("exchange_hub.clock").into_owned(),
    }
}

impl PlaceError {
    /// Whether the same might go well in a moment.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Unreachable(_) | Self::Timeout(_) | Self::Broken { .. })
    }

    /// What copying between the place's folder and this laptop failed with.
    pub(super) fn of_copy(broken: Broken, name: &str, reading: impl FnOnce(std::io::Error) -> Self) -> Self {
        match broken {
            Broken::Reading(error) => reading(error),
            Broken::Writing(error) => Self::OwnDisk(error),
            Broken::TooLarge => Self::TooLarge(name.to_owned()),
            Broken::Stopped => Self::Stopped,
        }
    }
}
