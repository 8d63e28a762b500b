//! The public half of a device: with which key its signatures are checked, and for which key packs to it are sealed.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::names::DeviceId;
use crate::hexadecimal;

/// What the signing key signs to say which reading key is its own.
const READING_KEY: &[u8] = b"kiemtra device v1: reading key ";

/// Both public keys of a device. Whoever holds one knows that they belong together: the signing key has signed the
/// reading key, so that nobody who passes them on can put a reading key of his own in between.
///
/// As JSON `{"sign": 64 hexadecimal digits, "read": "age1…", "proof": 128 hexadecimal digits}`; reading checks them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct DeviceKeys {
    sign: [u8; 32],
    read: String,
    proof: [u8; 64],
}

/// Why keys from elsewhere are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeysError {
    /// One of them is no key.
    #[error("{}", rust_i18n::t!("journal.keys_malformed"))]
    Malformed,
    /// The signing key did not sign the reading key.
    #[error("{}", rust_i18n::t!("journal.keys_apart"))]
    Apart,
}

/// What checking a signature found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// The device signed exactly this.
    Valid,
    /// It did not.
    Invalid,
}

#[derive(Serialize, Deserialize)]
struct Written {
    sign: String,
    read: String,
    proof: String,
}

impl DeviceKeys {
    /// The public keys of the device with these secrets.
    pub(super) fn of(secret: &SigningKey, reading: &age::x25519::Identity) -> Self {
        let read = reading.to_public().to_string();
        let proof = secret.sign(&reading_key_message(&read)).to_bytes();
        Self { sign: secret.verifying_key().to_bytes(), read, proof }
    }

    /// The device they are of.
    pub fn device(&self) -> DeviceId {
        DeviceId::of_public_key(&self.sign)
    }

    /// Ed25519 public key (RFC 8032).
    pub fn sign(&self) -> &[u8; 32] {
        &self.sign
    }

    /// The recipient to encrypt for, `age1…` (age-encryption.org/v1, X25519).
    pub fn read(&self) -> &str {
        &self.read
    }
}

/// Whether the device of `keys` signed `message`. Strict (RFC 8032 with small-order keys refused): there is one answer
/// on every laptop.
pub fn verify(keys: &DeviceKeys, message: &[u8], signature: &[u8; 64]) -> Signed {
    let key = VerifyingKey::from_bytes(&keys.sign);
    match key.and_then(|key| key.verify_strict(message, &Signature::from_bytes(signature))) {
        Ok(()) => Signed::Valid,
        Err(_) => Signed::Invalid,
    }
}

fn reading_key_message(read: &str) -> Vec<u8> {
    [READING_KEY, read.as_bytes()].concat()
}

impl fmt::Debug for DeviceKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKeys({}, {})", self.device(), self.read)
    }
}

impl From<DeviceKeys> for Written {
    fn from(keys: DeviceKeys) -> Self {
        Self { sign: hexadecimal::write(&keys.sign), read: keys.read, proof: hexadecimal::write(&keys.proof) }
    }
}

impl TryFrom<Written> for DeviceKeys {
    type Error = KeysError;
    fn try_from(written: Written) -> Result<Self, KeysError> {
        let bytes = |text: &str| hexadecimal::read(text).ok_or(KeysError::Malformed);
        let sign: [u8; 32] = bytes(&written.sign)?.try_into().map_err(|_| KeysError::Malformed)?;
        let proof: [u8; 64] = bytes(&written.proof)?.try_into().map_err(|_| KeysError::Malformed)?;
        let read: age::x25519::Recipient = written.read.parse().map_err(|_| KeysError::Malformed)?;
        if VerifyingKey::from_bytes(&sign).is_err() || read.to_string() != written.read {
            return Err(KeysError::Malformed);
        }
        let keys = Self { sign, read: written.read, proof };
        match verify(&keys, &reading_key_message(&keys.read), &keys.proof) {
            Signed::Valid => Ok(keys),
            Signed::Invalid => Err(KeysError::Apart),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::device::Device;
    use super::*;

    fn keys(secret: u8) -> DeviceKeys {
        Device::of(&[secret; 32]).unwrap().keys()
    }

    fn read(value: Value) -> Result<DeviceKeys, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn keys_are_read_back_only_where_they_belong_together() {
        let (ours, others) = (json!(keys(7)), json!(keys(8)));
        assert_eq!(read(ours.clone()), Ok(keys(7)));
        let changed = |member: &str, value: &Value| {
            let mut changed = ours.clone();
            changed[member] = value.clone();
            read(changed).unwrap_err()
        };
        let apart = KeysError::Apart.to_string();
        for member in ["sign", "read", "proof"] {
            assert_eq!(changed(member, &others[member]), apart, "{member}");
        }
        let malformed = KeysError::Malformed.to_string();
        let capitals = json!(ours["read"].as_str().unwrap().to_uppercase());
        for (member, value) in
            [("sign", json!("ab")), ("read", json!("age1x")), ("read", capitals), ("proof", json!(""))]
        {
            assert_eq!(changed(member, &value), malformed, "{member} {value}");
        }
    }

    #[test]
    fn a_signature_holds_for_one_device_and_one_message() {
        let device = Device::of(&[7; 32]).unwrap();
        let signature = device.sign(b"abc");
        assert_eq!(verify(&device.keys(), b"abc", &signature), Signed::Valid);
        assert_eq!(verify(&device.keys(), b"abd", &signature), Signed::Invalid);
        assert_eq!(verify(&keys(8), b"abc", &signature), Signed::Invalid);
        let mut other = signature;
        other[3] ^= 1;
        assert_eq!(verify(&device.keys(), b"abc", &other), Signed::Invalid);
    }
}
