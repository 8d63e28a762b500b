//! What an S3 server, a proxy or the network in between said, turned into a reason a person can act on.

use chrono::{DateTime, FixedOffset};

use super::super::error::{Doing, PlaceError};
use super::super::name::ObjectName;

/// A clock off by more is worth naming where the server says "denied" and no more. AWS refuses at 15 minutes.
const CLOCK_SLACK_MINUTES: i64 = 10;

/// An answer that is no success.
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    /// The first part of the body.
    pub(super) body: &'a str,
    /// The header `Date`.
    pub(super) date: Option<&'a str>,
    /// The header `x-amz-bucket-region`.
    pub(super) region: Option<&'a str>,
}

/// What was asked, of whom.
pub(super) struct Question<'a> {
    pub(super) doing: Doing,
    pub(super) name: Option<&'a ObjectName>,
    pub(super) place: &'a str,
    pub(super) bucket: &'a str,
    pub(super) host: &'a str,
    /// Whether a proxy stands in between.
    pub(super) way: Way,
}

/// How the server is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Direct,
    Proxy,
}

impl Question<'_> {
    /// The reason behind an answer; codes as in "Error responses" of the Amazon S3 API reference, and those of `MinIO`,
    /// Ceph and Garage where they differ.
    pub(super) fn refused(&self, answer: &Answer<'_>, now: DateTime<FixedOffset>) -> PlaceError {
        let place = || self.place.to_owned();
        let name = || self.name.map(ToString::to_string).unwrap_or_default();
        let ahead = answer.date.and_then(|date| minutes_ahead(date, now));
        let code = element(answer.body, "Code").unwrap_or_default();
        match (code, answer.status) {
            (_, 407) => PlaceError::ProxyLogin,
            ("InvalidAccessKeyId" | "InvalidAccessKey", _) => PlaceError::UnknownKey(place()),
            ("SignatureDoesNotMatch", _) => PlaceError::WrongSecret(place()),
            ("ExpiredToken" | "InvalidToken" | "TokenRefreshRequired", _) => PlaceError::ExpiredKey(place()),
            ("RequestTimeTooSkewed" | "RequestExpired" | "ExpiredPresignRequest" | "RequestNotReadyYet", _) => {
                PlaceError::ClockOff(ahead)
            }
            ("AccessDenied", _) if ahead.is_some_and(|ahead| ahead.abs() > CLOCK_SLACK_MINUTES) => {
                PlaceError::ClockOff(ahead)
            }
            ("NoSuchBucket" | "InvalidBucketName", _) => PlaceError::NoBucket(self.bucket.to_owned()),
            (
                "PermanentRedirect"
                | "TemporaryRedirect"
                | "AuthorizationHeaderMalformed"
                | "AuthorizationQueryParametersError"
                | "IllegalLocationConstraintException",
                _,
            ) => PlaceError::WrongRegion(region(answer)),
            ("QuotaExceeded" | "XMinioStorageFull" | "XMinioAdminBucketQuotaExceeded" | "InsufficientStorage", _)
            | (_, 507) => PlaceError::Full(place()),
            ("EntityTooLarge", _) | (_, 413) => PlaceError::RefusedSize(name()),
            ("AccessDenied" | "AllAccessDisabled" | "Forbidden", _) => {
                PlaceError::NoRight { doing: self.doing, place: place() }
            }
            ("NoSuchKey", _) | (_, 404) if self.doing == Doing::Get => PlaceError::NotThere(name()),
            (_, 511) => PlaceError::NotS3 { place: place(), status: answer.status },
            ("SlowDown" | "RequestTimeout" | "OperationAborted", status) | (_, status @ (408 | 429 | 500..=599)) => {
                PlaceError::Busy { place: place(), status }
            }
            ("", status) => PlaceError::NotS3 { place: place(), status },
            (code, status) => PlaceError::Refused { place: place(), code: code.to_owned(), status },
        }
    }

    /// The reason behind an exchange that came to no answer.
    pub(super) fn failed(&self, error: ureq::Error) -> PlaceError {
        let host = || self.host.to_owned();
        let broken = |why: String| PlaceError::Broken { host: host(), why };
        match error {
            ureq::Error::ConnectProxyFailed(why) if why.contains("407") => PlaceError::ProxyLogin,
            ureq::Error::ConnectProxyFailed(why) => PlaceError::Proxy(why),
            ureq::Error::InvalidProxyUrl => PlaceError::Proxy("HTTPS_PROXY".to_owned()),
            error if is_unknown_host(&error) => match self.way {
                Way::Direct => PlaceError::UnknownHost(host()),
                Way::Proxy => PlaceError::Proxy("DNS".to_owned()),
            },
            ureq::Error::Timeout(_) => PlaceError::Timeout(host()),
            ureq::Error::ConnectionFailed => PlaceError::Unreachable(host()),
            ureq::Error::Tls(why) => PlaceError::Tls { host: host(), why: why.to_owned() },
            ureq::Error::Rustls(why) => PlaceError::Tls { host: host(), why: why.to_string() },
            ureq::Error::Io(error) => match error.kind() {
                std::io::ErrorKind::ConnectionRefused
                | std::io::ErrorKind::HostUnreachable
                | std::io::ErrorKind::NetworkUnreachable
                | std::io::ErrorKind::AddrNotAvailable => match self.way {
                    Way::Direct => PlaceError::Unreachable(host()),
                    Way::Proxy => PlaceError::Proxy(error.to_string()),
                },
                std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => PlaceError::Timeout(host()),
                // rustls hands its verdict on a certificate through std::io.
                std::io::ErrorKind::InvalidData => PlaceError::Tls { host: host(), why: error.to_string() },
                _ => broken(error.to_string()),
            },
            // No HTTP at all on that port.
            ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => {
                PlaceError::NotS3 { place: self.place.to_owned(), status: 0 }
            }
            other => broken(other.to_string()),
        }
    }
}

/// Whether a name could not be looked up. The standard library has no kind for it, only words (Unix) or numbers of
/// Windows: `WSAHOST_NOT_FOUND`, `WSATRY_AGAIN`, `WSANO_RECOVERY`, `WSANO_DATA`.
fn is_unknown_host(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::HostNotFound => true,
        ureq::Error::Io(error) => {
            error.raw_os_error().is_some_and(|code| cfg!(windows) && (11_001..=11_004).contains(&code))
                || error.to_string().starts_with("failed to lookup address")
        }
        _ => false,
    }
}

/// The text of the first element of this name. Errors are a few flat elements; a parser would add nothing.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let rest = xml.split_once(&format!("<{name}>"))?.1;
    rest.split_once("</").map(|(text, _)| text.trim())
}

fn region(answer: &Answer<'_>) -> Option<String> {
    // "…; the region 'us-east-1' is wrong; expecting 'eu-west-1'"
    let expected = || answer.body.split_once("expecting '")?.1.split_once('\'').map(|(region, _)| region);
    let found = answer.region.or_else(|| element(answer.body, "Region")).or_else(expected);
    found.filter(|region| !region.is_empty()).map(str::to_owned)
}

/// How many minutes `now` is ahead of the server's `Date` (RFC 9110, 6.6.1); negative where it is behind.
fn minutes_ahead(date: &str, now: DateTime<FixedOffset>) -> Option<i64> {
    Some((now - DateTime::parse_from_rfc2822(date).ok()?).num_minutes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(doing: Doing) -> Question<'static> {
        Question { doing, name: None, place: "kho", bucket: "cchc", host: "kho.vn", way: Way::Direct }
    }

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn refused(doing: Doing, status: u16, code: &str) -> PlaceError {
        let body =
            if code.is_empty() { "<html>hi</html>".to_owned() } else { format!("<Error><Code>{code}</Code></Error>") };
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        let answer = Answer { status, body: &body, date, region: None };
        question(doing).refused(&answer, at("1994-11-06T08:50:00Z"))
    }

    #[test]
    fn each_refusal_has_a_sentence_of_its_own() {
        rust_i18n::set_locale("vi");
        let all = [
            refused(Doing::List, 403, "InvalidAccessKeyId"),
            refused(Doing::List, 403, "SignatureDoesNotMatch"),
            refused(Doing::List, 400, "ExpiredToken"),
            refused(Doing::List, 403, "RequestTimeTooSkewed"),
            refused(Doing::List, 403, "AccessDenied"),
            refused(Doing::Put, 403, "AccessDenied"),
            refused(Doing::List, 404, "NoSuchBucket"),
            refused(Doing::Get, 404, "NoSuchKey"),
            refused(Doing::List, 301, "PermanentRedirect"),
            refused(Doing::Put, 507, ""),
            refused(Doing::Put, 413, ""),
            refused(Doing::Put, 503, "SlowDown"),
            refused(Doing::List, 200, ""),
            refused(Doing::List, 407, ""),
            refused(Doing::List, 418, "Teapot"),
            question(Doing::List).failed(ureq::Error::HostNotFound),
            question(Doing::List).failed(ureq::Error::InvalidProxyUrl),
            question(Doing::List).failed(ureq::Error::Io(std::io::ErrorKind::ConnectionRefused.into())),
            question(Doing::List).failed(ureq::Error::Io(std::io::ErrorKind::ConnectionReset.into())),
            question(Doing::List).failed(ureq::Error::Timeout(ureq::Timeout::Connect)),
            question(Doing::List).failed(ureq::Error::Tls("bad certificate")),
            question(Doing::List).failed(ureq::Error::ConnectProxyFailed("502".to_owned())),
        ];
        let mut said: Vec<String> = all.iter().map(ToString::to_string).collect();
        for sentence in &said {
            assert!(!sentence.contains("exchange_hub.") && !sentence.contains("%{"), "{sentence}");
        }
        said.sort();
        said.dedup();
        assert_eq!(said.len(), all.len());
    }

    #[test]
    fn a_wrong_clock_is_recognised_where_the_server_only_denies() {
        let body = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
        let answer = Answer { status: 403, body, date: Some("Sun, 06 Nov 1994 08:49:37 GMT"), region: None };
        let question = question(Doing::List);
        let slow = question.refused(&answer, at("1994-11-06T12:49:37+07:00"));
        assert!(matches!(slow, PlaceError::ClockOff(Some(-180))), "{slow:?}");
        let right = question.refused(&answer, at("1994-11-06T15:51:00+07:00"));
        assert!(matches!(right, PlaceError::NoRight { .. }), "{right:?}");
    }

    #[test]
    fn the_right_region_is_read_from_wherever_the_server_tells_it() {
        let told = |body: &str, header| region(&Answer { status: 400, body, date: None, region: header });
        assert_eq!(told("", Some("eu-west-1")).as_deref(), Some("eu-west-1"));
        assert_eq!(told("<Region>ap-southeast-1</Region>", None).as_deref(), Some("ap-southeast-1"));
        assert_eq!(told("is wrong; expecting 'garage'", None).as_deref(), Some("garage"));
        assert_eq!(told("", None), None);
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        assert!(refused(Doing::Put, 500, "InternalError").is_passing());
        assert!(refused(Doing::Put, 429, "").is_passing());
        assert!(!refused(Doing::Put, 403, "AccessDenied").is_passing());
        assert!(!refused(Doing::Put, 507, "").is_passing());
    }
}
