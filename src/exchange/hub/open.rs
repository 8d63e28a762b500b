//! From an address to a place.

use std::path::Path;

use super::address::Address;
use super::error::PlaceError;
use super::folder::FolderPlace;
use super::place::Place;
use super::s3::{AccessKey, Network, S3Place};

/// The place at `address`. A bucket's key is `key`, else the one kept in `home`.
pub fn open(
    address: Address,
    home: &Path,
    key: Option<AccessKey>,
    network: Network,
) -> Result<Box<dyn Place>, PlaceError> {
    match address {
        Address::Folder(root) => Ok(Box::new(FolderPlace::open(&root)?)),
        Address::Bucket(address) => {
            let kept = || AccessKey::read(&AccessKey::file(home, &address.title())).ok();
            let key = key.or_else(kept).ok_or(PlaceError::NoKey)?;
            Ok(Box::new(S3Place::new(address, key, network)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_wants_a_key_and_finds_the_kept_one() {
        let home = tempfile::tempdir().unwrap();
        let open = |key| {
            let address = Address::parse("https://kho.vn/cchc").unwrap();
            super::open(address, home.path(), key, Network::direct()).map(|place| place.title())
        };
        assert!(matches!(open(None), Err(PlaceError::NoKey)));
        let key = AccessKey::new("id", "secret", None).unwrap();
        assert_eq!(open(Some(key.clone())).unwrap(), "https://kho.vn/cchc/");
        key.keep(home.path(), "https://kho.vn/cchc/").unwrap();
        assert!(open(None).is_ok());
    }
}
