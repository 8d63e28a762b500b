//! Where a meeting place is: a folder, or a bucket's address as people hand it on.

use std::path::PathBuf;

use rust_i18n::t;
use rusty_s3::{Bucket, UrlStyle};
use thiserror::Error;
use url::Url;

/// Where a meeting place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A folder.
    Folder(PathBuf),
    /// A bucket of an S3-compatible store.
    Bucket(BucketAddress),
}

/// A bucket, and where in it we meet. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketAddress {
    pub(super) bucket: Bucket,
    /// Empty, or ends with `/`; all keys begin with it.
    pub(super) folder: String,
}

/// Why an address leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// No address can be read from it.
    #[error("{}", t!("exchange_hub.address.unreadable", address = .0))]
    Unreadable(String),
    /// It begins with something other than `s3://`, `https://`, `http://`.
    #[error("{}", t!("exchange_hub.address.scheme", scheme = .0))]
    Scheme(String),
    /// A name or password stands in it; not repeated here.
    #[error("{}", t!("exchange_hub.address.key_inside"))]
    KeyInside,
    /// It names no bucket.
    #[error("{}", t!("exchange_hub.address.no_bucket"))]
    NoBucket,
    /// Something after `?` that is none of `endpoint`, `region`, `style`.
    #[error("{}", t!("exchange_hub.address.option", name = .0))]
    Option(String),
}

/// AWS' region where none is named; the others take any.
const REGION: &str = "us-east-1";

impl Address {
    /// Reads `s3://bucket/folder?endpoint=https://…&region=…&style=path|virtual`, `https://server/bucket/folder?region=…`,
    /// or a folder's path. Without `endpoint` the bucket is one of AWS. `style` is how the bucket's name goes into the
    /// request: before the server's name (`virtual`, AWS' own way) or behind it (`path`, all others).
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        // One letter is a drive of Windows: `D:/kho`.
        let Some((scheme, rest)) = text.split_once("://").filter(|(scheme, _)| scheme.len() > 1) else {
            return if text.is_empty() {
                Err(AddressError::Unreadable(text.to_owned()))
            } else {
                Ok(Self::Folder(PathBuf::from(text)))
            };
        };
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "s3" | "http" | "https") {
            return Err(AddressError::Scheme(scheme));
        }
        // Asked before anything else, so that no message repeats a secret.
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') || rest.to_ascii_lowercase().contains("secret") {
            return Err(AddressError::KeyInside);
        }
        let url = Url::parse(text).map_err(|_| AddressError::Unreadable(text.to_owned()))?;
        let options = Options::read(&url)?;
        let mut path = url.path().trim_matches('/').split('/').filter(|part| !part.is_empty());
        let named = if scheme == "s3" { authority.to_owned() } else { path.next().unwrap_or_default().to_owned() };
        if named.is_empty() {
            return Err(AddressError::NoBucket);
        }
        let region = options.region.unwrap_or_else(|| REGION.to_owned());
        let (endpoint, style) = match (scheme.as_str(), options.endpoint) {
            ("s3", Some(endpoint)) => (endpoint, UrlStyle::Path),
            ("s3", None) => (format!("https://s3.{region}.amazonaws.com"), UrlStyle::VirtualHost),
            _ => (url.origin().ascii_serialization(), UrlStyle::Path),
        };
        let unreadable = || AddressError::Unreadable(text.to_owned());
        let endpoint = Url::parse(&endpoint).map_err(|_| unreadable())?;
        if !endpoint.username().is_empty() || endpoint.password().is_some() {
            return Err(AddressError::KeyInside);
        }
        let bucket = Bucket::new(endpoint, options.style.unwrap_or(style), named, region).map_err(|_| unreadable())?;
        let folder = path.fold(String::new(), |folder, part| folder + part + "/");
        Ok(Self::Bucket(BucketAddress { bucket, folder }))
    }
}

impl BucketAddress {
    /// The server's name, with its port where that is not the usual one.
    pub fn host(&self) -> String {
        let url = self.bucket.base_url();
        let host = url.host_str().unwrap_or_default();
        url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// The bucket's name.
    pub fn bucket(&self) -> &str {
        self.bucket.name()
    }

    /// What people and the local memory call it.
    pub fn title(&self) -> String {
        format!("{}{}", self.bucket.base_url(), self.folder)
    }
}

#[derive(Default)]
struct Options {
    endpoint: Option<String>,
    region: Option<String>,
    style: Option<UrlStyle>,
}

impl Options {
    fn read(url: &Url) -> Result<Self, AddressError> {
        let mut options = Self::default();
        for (name, value) in url.query_pairs() {
            match (&*name, &*value) {
                ("endpoint", value) => options.endpoint = Some(value.to_owned()),
                ("region", value) => options.region = Some(value.to_owned()),
                ("style", "path") => options.style = Some(UrlStyle::Path),
                ("style", "virtual") => options.style = Some(UrlStyle::VirtualHost),
                (name, _) => return Err(AddressError::Option(name.to_owned())),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> String {
        match Address::parse(text).unwrap() {
            Address::Bucket(address) => format!("{} {}", address.title(), address.bucket.region()),
            Address::Folder(path) => format!("folder {}", path.display()),
        }
    }

    #[test]
    fn folders_and_both_ways_to_write_a_bucket_are_read() {
        assert_eq!(title(r"D:\kho chung"), r"folder D:\kho chung");
        assert_eq!(title("D:/kho"), "folder D:/kho");
        assert_eq!(title(r"\\may-chu\cchc"), r"folder \\may-chu\cchc");
        assert_eq!(title("/mnt/usb"), "folder /mnt/usb");
        assert_eq!(title("s3://cchc"), "https://cchc.s3.us-east-1.amazonaws.com/ us-east-1");
        assert_eq!(
            title("s3://cchc/doan-1/?region=ap-southeast-1"),
            "https://cchc.s3.ap-southeast-1.amazonaws.com/doan-1/ ap-southeast-1"
        );
        let own = "s3://cchc/doan-1?endpoint=http://10.0.0.5:9000&region=garage";
        assert_eq!(title(own), "http://10.0.0.5:9000/cchc/doan-1/ garage");
        assert_eq!(title("https://kho.tinh.gov.vn/cchc/a/b"), "https://kho.tinh.gov.vn/cchc/a/b/ us-east-1");
        assert_eq!(title("s3://cchc?endpoint=https://oss.vn&style=virtual"), "https://cchc.oss.vn/ us-east-1");
    }

    #[test]
    fn what_leads_nowhere_is_told_without_repeating_a_secret() {
        rust_i18n::set_locale("vi");
        let error = |text: &str| Address::parse(text).unwrap_err();
        assert_eq!(error("  "), AddressError::Unreadable(String::new()));
        assert_eq!(error("ftp://kho"), AddressError::Scheme("ftp".to_owned()));
        assert_eq!(error("https://kho.tinh.gov.vn/"), AddressError::NoBucket);
        assert_eq!(error("s3://cchc?vung=1"), AddressError::Option("vung".to_owned()));
        for secret in
            ["https://AKIA:hush@kho.vn/cchc", "s3://cchc?endpoint=https://a:hush@kho.vn", "s3://a?secret=hush"]
        {
            assert_eq!(error(secret), AddressError::KeyInside);
            assert!(!error(secret).to_string().contains("hush"));
        }
    }
}
