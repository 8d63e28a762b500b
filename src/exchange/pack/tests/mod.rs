//! What the room's tests share: small packs, well made and badly made.

mod damaged;
mod delivered;
mod foreign;
mod hostile;
mod round_trip;
mod size;

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use age::x25519;
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

use super::*;
use crate::hexadecimal::Hex;
use crate::journal::{AttachmentHash, DeviceId, DeviceKeys, Holdings, RevisionId, Signed};

pub(super) fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// The public keys of the device that signs with `key`.
pub(super) fn keys_of(key: &SigningKey) -> DeviceKeys {
    let read = x25519::Identity::generate().to_public().to_string();
    let proof = key.sign(format!("kiemtra device v1: reading key {read}").as_bytes());
    let json = serde_json::json!({
        "sign": Hex(key.verifying_key().to_bytes()), "read": read, "proof": Hex(proof.to_bytes()),
    });
    serde_json::from_value(json).unwrap()
}

pub(super) fn passphrase(words: &str) -> SecretString {
    SecretString::from(words.to_owned())
}

pub(super) fn header() -> Header {
    let keys = keys_of(&key());
    Header {
        format: FORMAT,
        least_reader: FORMAT,
        program: "kiemtra 0.1.0".into(),
        id: PackId::random().unwrap(),
        round: "2022-dot-1".into(),
        title: "Kiểm tra cải cách hành chính đợt 1".into(),
        purpose: Purpose::Full,
        made_at: chrono::DateTime::parse_from_rfc3339("2025-01-20T09:30:00+07:00").unwrap(),
        sender: Sender {
            device: keys.device(), keys, name: "../../máy của Lan".into(), members: vec!["lan".into()]
        },
        finished: vec!["lan".into()],
        definition: Definition::default(),
        counts: Counts::default(),
        tips: Vec::new(),
        holdings: Holdings::default(),
        roster: Vec::new(),
        attachments: Vec::new(),
        receipts: std::collections::BTreeMap::new(),
        segment: None,
    }
}

/// What goes into a pack.
#[derive(Debug, Clone, Default)]
pub(super) struct Contents {
    pub(super) editions: Vec<String>,
    pub(super) revisions: Vec<Vec<u8>>,
    pub(super) attachments: Vec<Vec<u8>>,
}

/// Three revisions that name each other, an edition, an attachment of two blocks and an empty one.
pub(super) fn contents() -> Contents {
    let first = br#"{"record":"answer/r1/u/c/i1","value":"pass"}"#.to_vec();
    let id = RevisionId::of(&first);
    let second = format!("{{\"record\":\"answer/r1/u/c/i1\",\"value\":\"fail\",\"parents\":[\"{id}\"]}}").into_bytes();
    let third = format!("{{\"prev\":\"{}\",\"parents\":[\"{id}\"]}}", RevisionId::of(&second)).into_bytes();
    Contents {
        editions: vec!["id = \"niem-yet\"\n".into()],
        revisions: vec![first, second, third],
        attachments: vec![b"ban quet".repeat(40), Vec::new()],
    }
}

impl Contents {
    pub(super) fn editions(&self) -> Vec<EditionText> {
        let edition = |text: &String| EditionText {
            hash: Hex::sha256(text.as_bytes()),
            checklist: "niem-yet".into(),
            edition: "2022".into(),
            text: text.clone(),
        };
        self.editions.iter().map(edition).collect()
    }

    pub(super) fn header(&self) -> Header {
        let mut header = header();
        self.editions.iter().for_each(|text| header.counts.add_edition(text));
        self.revisions.iter().for_each(|stored| header.counts.add_revision(stored));
        for content in &self.attachments {
            let hash = AttachmentHash::new(&Hex::sha256(content).to_string()).unwrap();
            header.counts.add_attachment(content.len() as u64);
            // One that is only named stands before each that is included.
            let named = AttachmentHash::new(&"0".repeat(64)).unwrap();
            header.attachments.push(AttachmentEntry { hash: named, size: 5, included: false, held: false });
            header.attachments.push(AttachmentEntry { hash, size: content.len() as u64, included: true, held: true });
        }
        header
    }

    pub(super) fn write(&self, output: &mut dyn Write, sealing: &Sealing) -> Result<[u8; 32], PackError> {
        let header = self.header();
        let mut writer = PackWriter::begin(output, &header, sealing)?;
        for edition in self.editions() {
            writer.edition(&edition)?;
        }
        for stored in &self.revisions {
            writer.revision(stored)?;
        }
        let included = header.attachments.iter().filter(|entry| entry.included);
        for (entry, content) in included.zip(&self.attachments) {
            writer.attachment(entry, &mut content.as_slice())?;
        }
        Ok(writer.finish(|message| key().sign(message).to_bytes())?.digest)
    }

    pub(super) fn packed(&self, sealing: &Sealing) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes, sealing).unwrap();
        bytes
    }
}

/// A folder with room for packs and for working copies.
pub(super) struct Bench {
    pub(super) folder: tempfile::TempDir,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(super) fn scratch(&self) -> PathBuf {
        self.folder.path().join("scratch")
    }

    pub(super) fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("a.ktra");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(super) fn open(&self, bytes: &[u8], unlock: &Unlock) -> Result<CheckedPack, PackError> {
        let path = self.file(bytes);
        open(&path, &self.scratch(), unlock, &mut |_| Ok(()), &mut |_| ControlFlow::Continue(()))
    }

    /// What a refused pack leaves behind.
    pub(super) fn left_behind(&self) -> usize {
        std::fs::read_dir(self.scratch()).map_or(0, Iterator::count)
    }
}

/// Everything that comes out of a pack.
pub(super) fn unpacked(pack: &CheckedPack) -> Contents {
    let mut all = Contents::default();
    pack.each_edition(&mut |edition| {
        all.editions.push(edition.text.clone());
        ControlFlow::Continue(())
    })
    .unwrap();
    for revision in pack.revisions().unwrap() {
        let revision = revision.unwrap();
        assert_eq!(revision.id(), RevisionId::of(revision.bytes()));
        all.revisions.push(revision.bytes().to_vec());
    }
    pack.each_attachment(&mut |entry, content| {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes).unwrap();
        assert_eq!((Hex::sha256(&bytes).to_string().as_str(), bytes.len() as u64), (entry.hash.as_str(), entry.size));
        all.attachments.push(bytes);
        ControlFlow::Continue(())
    })
    .unwrap();
    all
}

impl PartialEq for Contents {
    fn eq(&self, other: &Self) -> bool {
        (&self.editions, &self.revisions, &self.attachments) == (&other.editions, &other.revisions, &other.attachments)
    }
}

/// A section as its bytes.
pub(super) fn section(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap();
    [&[kind][..], &length.to_le_bytes(), body].concat()
}

/// A payload around any stream, with a right hash.
pub(super) fn payload(stream: &[u8]) -> Vec<u8> {
    around(&zstd::encode_all(stream, 3).unwrap())
}

/// A payload around any bytes in place of the zstd frame, with a right hash.
pub(super) fn around(frame: &[u8]) -> Vec<u8> {
    let mut bytes = [&MAGIC[..], &LAYOUT.to_le_bytes(), frame].concat();
    let digest = Sha256::digest(&bytes);
    bytes.extend_from_slice(&digest);
    bytes
}

/// `sections` with a right signature after them.
pub(super) fn signed(sections: &[Vec<u8>]) -> Vec<u8> {
    let stream = sections.concat();
    let message = [SIGNATURE_DOMAIN, &Sha256::digest(&stream)].concat();
    [stream, section(b'S', &key().sign(&message).to_bytes())].concat()
}

/// The section of a header.
pub(super) fn header_section(header: &Header) -> Vec<u8> {
    section(b'H', &serde_json::to_vec(header).unwrap())
}

/// The three kinds of sealing, and what opens them.
pub(super) fn sealings() -> Vec<(Sealing, Unlock)> {
    let identity = x25519::Identity::generate();
    let other = x25519::Identity::generate();
    let devices = Sealing::Devices {
        readers: vec![other.to_public().to_string(), identity.to_public().to_string()],
        recovery: Some(x25519::Identity::generate().to_public().to_string()),
    };
    let words = passphrase("một hai ba bốn năm sáu");
    vec![
        (Sealing::Plain, Unlock::default()),
        (devices, Unlock { identities: vec![identity], passphrase: None }),
        (Sealing::Passphrase(words.clone()), Unlock { identities: Vec::new(), passphrase: Some(words) }),
    ]
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}
