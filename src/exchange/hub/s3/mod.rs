//! An S3-compatible store as a meeting place, through three requests: `ListObjectsV2`, `GetObject`, `PutObject`.
//!
//! Requests are signed in their address (Signature Version 4, query parameters), which every store takes and which
//! leaves bodies unsigned: the hash in the object's name says more, and is checked by reading back. No conditional
//! put, no delete, no parts, no metadata: what some stores ignore silently is never asked of them.

mod key;
mod refusal;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Credentials, S3Action};
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, SendBody};

pub use key::{AccessKey, KeyError};
use refusal::{Answer, Question, Way};

use super::address::BucketAddress;
use super::error::{Doing, PlaceError};
use super::name::ObjectName;
use super::place::{Cursor, Entry, Moved, Page, Place, copy};
use crate::journal::Clock;

/// How long a signature stays good: a laptop whose clock is slow by less is served all the same.
const SIGNED_FOR: Duration = Duration::from_hours(1);
/// For name, connection, and each wait for the next bytes.
const PATIENCE: Duration = Duration::from_secs(30);
/// The slowest line that is waited for, in bytes a second: 200 MiB get an hour.
const SLOWEST: u64 = 60 * 1024;
/// Waits before trying again.
const PAUSES: [Duration; 3] = [Duration::from_millis(400), Duration::from_secs(2), Duration::from_secs(5)];
/// Largest listing page read, in bytes: a thousand keys take about 400 KiB.
const MAX_PAGE: u64 = 8 * 1024 * 1024;
/// As much of an error as is read.
const MAX_ERROR: u64 = 64 * 1024;
/// A body of at least this size asks first, so that a refusal comes before the photograph.
const ASK_FIRST: u64 = 1024 * 1024;

/// How to reach the network; made by the front end, which knows the environment.
#[derive(Debug, Clone, Default)]
pub struct Network {
    proxy: Option<ureq::Proxy>,
    pauses: Pauses,
}

/// Whether failures that may pass are waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pauses {
    /// Tried again after 0.4, 2 and 5 seconds.
    #[default]
    Patient,
    /// Told at once.
    None,
}

impl Network {
    /// Straight to the server.
    pub fn direct() -> Self {
        Self::default()
    }

    /// As the system says: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, on Windows the Internet settings.
    pub fn of_system() -> Self {
        Self { proxy: ureq::Proxy::try_from_env(), pauses: Pauses::default() }
    }

    /// Through this proxy.
    pub fn through(proxy: &str) -> Result<Self, PlaceError> {
        let proxy = ureq::Proxy::new(proxy).map_err(|error| PlaceError::Proxy(error.to_string()))?;
        Ok(Self { proxy: Some(proxy), pauses: Pauses::default() })
    }

    /// With other pauses.
    #[must_use]
    pub fn with(self, pauses: Pauses) -> Self {
        Self { pauses, ..self }
    }
}

/// A bucket as a meeting place.
#[derive(Debug)]
pub struct S3Place {
    address: BucketAddress,
    key: Credentials,
    agent: Agent,
    pauses: Pauses,
    way: Way,
}

impl S3Place {
    /// The bucket at `address`; asks the server nothing yet.
    pub fn new(address: BucketAddress, key: AccessKey, network: Network) -> Self {
        let url = address.bucket.base_url().as_str();
        let bypassed = |proxy: &ureq::Proxy| url.parse().is_ok_and(|uri| proxy.is_no_proxy(&uri));
        let way = match &network.proxy {
            Some(proxy) if !bypassed(proxy) => Way::Proxy,
            _ => Way::Direct,
        };
        // The system's own list of authorities: stores inside an office have certificates of the office.
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let agent = Agent::config_builder()
            .proxy(network.proxy)
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("kiemtra/", env!("CARGO_PKG_VERSION")))
            .timeout_resolve(Some(PATIENCE))
            .timeout_connect(Some(PATIENCE))
            .timeout_per_read(Some(PATIENCE))
            .timeout_per_write(Some(PATIENCE))
            .timeout_recv_response(Some(PATIENCE * 4))
            .build()
            .new_agent();
        Self { address, key: key.0, agent, pauses: network.pauses, way }
    }

    fn key_of(&self, name: &ObjectName) -> String {
        format!("{}{name}", self.address.folder)
    }

    /// Tries, and tries again what may pass.
    fn patiently<T>(
        &self,
        moved: &mut Moved<'_>,
        mut attempt: impl FnMut(&mut Moved<'_>) -> Result<T, PlaceError>,
    ) -> Result<T, PlaceError> {
        let pauses: &[Duration] = if self.pauses == Pauses::Patient { &PAUSES } else { &[] };
        for pause in pauses {
            match attempt(moved) {
                Err(error) if error.is_passing() => wait(*pause, moved)?,
                settled => return settled,
            }
        }
        attempt(moved)
    }

    /// The body of a good answer; the reason behind any other.
    fn answered(
        &self,
        outcome: Result<Response<Body>, ureq::Error>,
        doing: Doing,
        name: Option<&ObjectName>,
    ) -> Result<Body, PlaceError> {
        let title = self.title();
        let host = self.address.host();
        let bucket = self.address.bucket();
        let question = Question { doing, name, place: &title, bucket, host: &host, way: self.way };
        let response = outcome.map_err(|error| question.failed(error))?;
        let (parts, body) = response.into_parts();
        if parts.status.is_success() {
            return Ok(body);
        }
        let mut text = Vec::new();
        // An error that breaks off is judged by its status alone.
        let _ = body.into_with_config().limit(MAX_ERROR).reader().read_to_end(&mut text);
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let answer = Answer {
            status: parts.status.as_u16(),
            body: &String::from_utf8_lossy(&text),
            date: header("date"),
            region: header("x-amz-bucket-region"),
        };
        Err(question.refused(&answer, Clock::System.now()))
    }

    /// Why reading a body failed.
    fn reading(&self, error: std::io::Error, doing: Doing, name: Option<&ObjectName>) -> PlaceError {
        self.answered(Err(ureq::Error::from(error)), doing, name).err().unwrap_or(PlaceError::Stopped)
    }
}

/// Time for so many bytes over the slowest line that is waited for.
fn patience_for(bytes: u64) -> Duration {
    PATIENCE * 4 + Duration::from_secs(bytes / SLOWEST)
}

/// Waits, unless asked to stop.
#[expect(clippy::disallowed_methods, reason = "a job's own thread: nothing tells when a server has recovered")]
fn wait(pause: Duration, moved: &mut Moved<'_>) -> Result<(), PlaceError> {
    const SLICE: Duration = Duration::from_millis(100);
    let mut left = pause;
    while !left.is_zero() {
        if moved(0).is_break() {
            return Err(PlaceError::Stopped);
        }
        std::thread::sleep(left.min(SLICE));
        left = left.saturating_sub(SLICE);
    }
    Ok(())
}

/// A file on its way out, counted; asked before each piece whether to go on.
struct Outgoing<'a, 'b> {
    file: File,
    sent: u64,
    stopped: bool,
    moved: &'a mut Moved<'b>,
}

impl Read for Outgoing<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if (self.moved)(self.sent).is_break() {
            self.stopped = true;
            return Err(std::io::Error::other("stopped"));
        }
        let read = self.file.read(into)?;
        self.sent += read as u64;
        Ok(read)
    }
}

impl Place for S3Place {
    fn title(&self) -> String {
        self.address.title()
    }

    fn list(&self, prefix: &str, after: Option<&Cursor>) -> Result<Page, PlaceError> {
        let prefix = format!("{}{prefix}", self.address.folder);
        let mut unstopped = |_| std::ops::ControlFlow::Continue(());
        let text = self.patiently(&mut unstopped, |_| {
            let mut action = self.address.bucket.list_objects_v2(Some(&self.key));
            action.with_prefix(&prefix);
            if let Some(Cursor(token)) = after {
                action.with_continuation_token(token);
            }
            let request = self.agent.get(action.sign(SIGNED_FOR).as_str());
            let request = request.config().timeout_per_call(Some(patience_for(MAX_PAGE))).build();
            let body = self.answered(request.call(), Doing::List, None)?;
            let mut text = String::new();
            let read = body.into_with_config().limit(MAX_PAGE).reader().read_to_string(&mut text);
            match read {
                Ok(_) => Ok(text),
                Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Ok(String::new()),
                Err(error) => Err(self.reading(error, Doing::List, None)),
            }
        })?;
        let parsed =
            ListObjectsV2::parse_response(&text).map_err(|_| PlaceError::NotS3 { place: self.title(), status: 200 })?;
        let strip = |key: String| key.strip_prefix(&self.address.folder).map(str::to_owned);
        let entries = parsed
            .contents
            .into_iter()
            .filter_map(|found| Some(Entry { key: strip(found.key)?, size: found.size.unwrap_or_default() }));
        Ok(Page { entries: entries.collect(), next: parsed.next_continuation_token.map(Cursor) })
    }

    fn get(&self, name: &ObjectName, limit: u64, into: &mut File, moved: &mut Moved<'_>) -> Result<u64, PlaceError> {
        let key = self.key_of(name);
        self.patiently(moved, |moved| {
            let url = self.address.bucket.get_object(Some(&self.key), &key).sign(SIGNED_FOR);
            let request = self.agent.get(url.as_str()).config().timeout_per_call(Some(patience_for(limit))).build();
            let body = self.answered(request.call(), Doing::Get, Some(name))?;
            let promised = body.content_length();
            let mut body = body.into_with_config().limit(u64::MAX).reader();
            let copied = copy(&mut body, into, limit, moved);
            let (size, _) = copied.map_err(|broken| {
                PlaceError::of_copy(broken, &name.to_string(), |error| self.reading(error, Doing::Get, Some(name)))
            })?;
            if promised.is_some_and(|promised| promised != size) {
                let why = format!("{size} < {}", promised.unwrap_or_default());
                return Err(PlaceError::Broken { host: self.address.host(), why });
            }
            Ok(size)
        })
    }

    fn put(&self, name: &ObjectName, from: &Path, moved: &mut Moved<'_>) -> Result<(), PlaceError> {
        let key = self.key_of(name);
        self.patiently(moved, |moved| {
            let file = File::open(from).map_err(PlaceError::OwnDisk)?;
            let size = file.metadata().map_err(PlaceError::OwnDisk)?.len();
            let url = self.address.bucket.put_object(Some(&self.key), &key).sign(SIGNED_FOR);
            let mut request = self.agent.put(url.as_str()).header("content-length", size.to_string());
            if size >= ASK_FIRST {
                request = request.header("expect", "100-continue");
            }
            let request = request.config().timeout_per_call(Some(patience_for(size))).build();
            let mut body = Outgoing { file, sent: 0, stopped: false, moved };
            let outcome = request.send(SendBody::from_reader(&mut body));
            if body.stopped {
                return Err(PlaceError::Stopped);
            }
            let answer = self.answered(outcome, Doing::Put, Some(name))?;
            // Read to its end, so that the connection serves the next object.
            let _ = std::io::copy(&mut answer.into_with_config().limit(MAX_ERROR).reader(), &mut std::io::sink());
            Ok(())
        })
    }
}
