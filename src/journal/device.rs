//! This laptop's identity: a secret in `<home>/device.key`, outside database and backups, from which both its keys come:
//! the Ed25519 key that signs and the age X25519 key that reads. Deriving the second from the first leaves nothing to
//! keep apart or to lose: a key file made before packs were sealed has its reading key already.
//!
//! A copied home must start a new device, else two laptops would number one chain. So the key file also names the
//! folder and the machine it was made for.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use bech32::{ToBase32, Variant};
use ed25519_dalek::{Signer, SigningKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::device_keys::DeviceKeys;
use super::error::JournalError;
use super::names::DeviceId;
use crate::hexadecimal;

/// What the secret is hashed behind to become the reading key.
const READING_SECRET: &[u8] = b"kiemtra device v1: reading secret ";

/// The device that revisions written here carry.
#[derive(Clone)]
pub(super) struct Device {
    pub(super) id: DeviceId,
    signing: SigningKey,
    reading: age::x25519::Identity,
}

#[derive(Serialize, Deserialize, PartialEq, Eq, Clone)]
struct Place {
    home: String,
    machine: String,
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    /// Ed25519 secret key (RFC 8032, 5.1.5), hexadecimal.
    secret: String,
    #[serde(flatten)]
    place: Place,
}

/// Where the key lies.
pub(super) fn key_file(home: &Path) -> PathBuf {
    home.join("device.key")
}

impl Device {
    /// The device of `home`; a new one where there is none, or where the key was made for another folder or machine.
    pub(super) fn load_or_create(home: &Path) -> Result<Self, JournalError> {
        match load(home)? {
            Some(device) => Ok(device),
            None => Self::create(home),
        }
    }

    /// As [`Self::load_or_create`] for a home where nothing is written: a device not found is invented and not kept.
    pub(super) fn load_or_invent(home: &Path) -> Result<Self, JournalError> {
        match load(home)? {
            Some(device) => Ok(device),
            None => Self::of(&new_secret()?),
        }
    }

    /// The device of `home`, where it has one.
    pub(super) fn load(home: &Path) -> Result<Option<Self>, JournalError> {
        load(home)
    }

    /// A new device for `home`, in place of any other.
    pub(super) fn create(home: &Path) -> Result<Self, JournalError> {
        let path = key_file(home);
        let secret = new_secret()?;
        let place = place_of(home)?;
        let text = serde_json::to_string(&KeyFile { secret: hexadecimal::write(&secret), place: place.clone() })
            .map_err(|error| JournalError::home(&path)(error.into()))?;
        // Temporary files are made readable by their owner alone (0600 on Unix); the rename keeps that.
        let mut file = NamedTempFile::new_in(home).map_err(JournalError::home(home))?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all());
        written.map_err(JournalError::home(&path))?;
        // Two first starts at once: both read back whichever key came first. A key of another place is replaced.
        match (file.persist_noclobber(&path), load(home)?) {
            (_, Some(device)) => return Ok(device),
            (Err(refused), None) => {
                refused.file.persist(&path).map_err(|error| JournalError::home(&path)(error.error))?;
            }
            (Ok(_), None) => {}
        }
        Self::of(&secret)
    }

    /// The device with this secret.
    pub(super) fn of(secret: &[u8; 32]) -> Result<Self, JournalError> {
        let signing = SigningKey::from_bytes(secret);
        let id = DeviceId::of_public_key(signing.verifying_key().as_bytes());
        Ok(Self { id, signing, reading: reading_identity(secret).ok_or(JournalError::NoReadingKey)? })
    }

    /// The public keys.
    pub(super) fn keys(&self) -> DeviceKeys {
        DeviceKeys::of(&self.signing, &self.reading)
    }

    /// Ed25519 over `message`; callers begin it with words that say what it is.
    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// What opens packs sealed for this device.
    pub(super) fn reading(&self) -> &age::x25519::Identity {
        &self.reading
    }
}

impl PartialEq for Device {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Names the device and hides its secrets.
impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Device({})", self.id)
    }
}

/// The X25519 secret (RFC 7748 takes any 32 bytes) in the one form the age library reads. `None` never happens.
fn reading_identity(secret: &[u8; 32]) -> Option<age::x25519::Identity> {
    let scalar = Sha256::new().chain_update(READING_SECRET).chain_update(secret).finalize();
    bech32::encode("age-secret-key-", scalar.to_base32(), Variant::Bech32).ok()?.parse().ok()
}

/// Forgets the key, so that the next opening starts a new device.
pub(super) fn forget(home: &Path) -> Result<(), JournalError> {
    let path = key_file(home);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(JournalError::home(&path)(error)),
        _ => Ok(()),
    }
}

/// The device whose key lies in `home`; `None` where it is missing, unreadable as a key, or from elsewhere.
fn load(home: &Path) -> Result<Option<Device>, JournalError> {
    let path = key_file(home);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => return Ok(None),
        Err(error) => return Err(JournalError::home(&path)(error)),
    };
    let Ok(key) = serde_json::from_str::<KeyFile>(&text) else { return Ok(None) };
    let Some(secret) = hexadecimal::read(&key.secret).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) else {
        return Ok(None);
    };
    if key.place == place_of(home)? { Device::of(&secret).map(Some) } else { Ok(None) }
}

fn new_secret() -> Result<[u8; 32], JournalError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    Ok(secret)
}

fn place_of(home: &Path) -> Result<Place, JournalError> {
    let canonical = std::fs::canonicalize(home).map_err(JournalError::home(home))?;
    Ok(Place { home: canonical.to_string_lossy().into_owned(), machine: machine() })
}

/// A name of this machine; empty where the system tells none, which then never starts a new device.
#[cfg(not(windows))]
fn machine() -> String {
    let read = |path| std::fs::read_to_string(path).ok().map(|text| text.trim().to_owned());
    ["/etc/machine-id", "/etc/hostname"].into_iter().filter_map(read).find(|text| !text.is_empty()).unwrap_or_default()
}

/// A name of this machine; empty where the system tells none, which then never starts a new device.
#[cfg(windows)]
fn machine() -> String {
    let output = std::process::Command::new("hostname").stdin(std::process::Stdio::null()).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_device_stays_until_its_home_is_copied_or_its_key_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let first = Device::load_or_create(home.path()).unwrap();
        assert_eq!(Device::load_or_create(home.path()).unwrap(), first);

        let copy = tempfile::tempdir().unwrap();
        std::fs::copy(key_file(home.path()), key_file(copy.path())).unwrap();
        let other = Device::load_or_create(copy.path()).unwrap();
        assert_ne!(other, first);
        assert_eq!(Device::load_or_create(copy.path()).unwrap(), other);

        forget(home.path()).unwrap();
        forget(home.path()).unwrap();
        assert_ne!(Device::load_or_create(home.path()).unwrap(), first);
    }

    #[test]
    fn both_keys_come_from_the_secret_so_older_key_files_need_nothing_new() {
        let home = tempfile::tempdir().unwrap();
        Device::create(home.path()).unwrap();
        let mut key: KeyFile = serde_json::from_str(&std::fs::read_to_string(key_file(home.path())).unwrap()).unwrap();
        key.secret = "07".repeat(32);
        std::fs::write(key_file(home.path()), serde_json::to_string(&key).unwrap()).unwrap();
        let device = Device::load_or_create(home.path()).unwrap();
        assert_eq!(device, Device::of(&[7; 32]).unwrap());
        assert_eq!(device.keys().device(), device.id);
        // Fixed: another derivation would lock every laptop out of packs sealed for it.
        assert_eq!(device.keys().read(), "age1r978un5c765sn2zcc56m7qzx37t8h2aruxcyhsfd3qd27kregs7qv5mcch");
        assert_eq!(device.reading().to_public().to_string(), device.keys().read());
    }

    #[test]
    fn secrets_are_never_shown() {
        let secret = [7; 32];
        let device = Device::of(&secret).unwrap();
        let shown = format!("{device:?} {:?}", device.keys());
        assert_eq!(shown, format!("Device({}) DeviceKeys({0}, {})", device.id, device.keys().read()));
        let json = serde_json::to_string(&device.keys()).unwrap();
        assert!(!json.contains(&hexadecimal::write(&secret)) && !json.to_uppercase().contains("SECRET"));
    }

    #[test]
    fn another_machine_or_a_damaged_key_starts_a_new_device() {
        let home = tempfile::tempdir().unwrap();
        let first = Device::load_or_create(home.path()).unwrap();
        let path = key_file(home.path());
        let mut key: KeyFile = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        key.place.machine.push_str("-clone");
        std::fs::write(&path, serde_json::to_string(&key).unwrap()).unwrap();
        let second = Device::load_or_create(home.path()).unwrap();
        assert_ne!(second, first);

        std::fs::write(&path, b"\xff\x00").unwrap();
        assert_ne!(Device::load_or_create(home.path()).unwrap(), second);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        Device::load_or_create(home.path()).unwrap();
        let mode = std::fs::metadata(key_file(home.path())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
