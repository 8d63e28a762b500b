//! Encrypting a payload and opening it again: age, to devices or with a passphrase.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::{fmt, iter};

use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};

use super::error::{Damage, Excess, PackError};
use super::look::With;

/// Most readers: each takes two lines and 98 bytes of the beginning.
const MAX_READERS: usize = 300;
/// Most bytes of an age file's beginning, where its readers are listed.
const MAX_BEGINNING: usize = 32 * 1024;
/// Most lines of it: the first, the readers', those of a joker that age may put between, the last. Parsing costs lines
/// times bytes.
const MAX_LINES: usize = 2 * MAX_READERS + 20;
/// Work of a passphrase, as a power of two: 64 MiB and a quarter of a second. Six generated words are 54 bits or more.
const WORK: u8 = if cfg!(test) { 2 } else { 16 };
/// Most work taken on when reading, 256 MiB: what `age -p` itself asks for. A hostile file could ask for hours.
const MAX_WORK: u8 = 18;

/// Who can read a pack.
#[derive(Debug, Clone)]
pub enum Sealing {
    /// Everybody: signed only.
    Plain,
    /// These devices, and the office's recovery key where the round names one. age recipients, `age1…`.
    Devices {
        /// The devices' reading keys.
        readers: Vec<String>,
        /// The office's recovery key.
        recovery: Option<String>,
    },
    /// Whoever knows the passphrase; age allows no device beside it.
    Passphrase(SecretString),
}

/// What a laptop can open packs with.
#[derive(Clone, Default)]
pub struct Unlock {
    /// Reading keys; usually the device's own.
    pub identities: Vec<x25519::Identity>,
    /// The passphrase somebody typed.
    pub passphrase: Option<SecretString>,
}

impl fmt::Debug for Unlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unlock({} keys, passphrase: {})", self.identities.len(), self.passphrase.is_some())
    }
}

/// The way of the payload's bytes into the file.
pub(super) enum Sealed<W: Write> {
    Plain(W),
    Age(Box<StreamWriter<W>>),
}

impl<W: Write> Sealed<W> {
    /// Writes the beginning of the file.
    pub(super) fn begin(output: W, sealing: &Sealing) -> Result<Self, PackError> {
        let encryptor = match sealing {
            Sealing::Plain => return Ok(Self::Plain(output)),
            Sealing::Passphrase(passphrase) => {
                let mut recipient = scrypt::Recipient::new(passphrase.clone());
                recipient.set_work_factor(WORK);
                Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient))
            }
            Sealing::Devices { readers, recovery } => {
                let mut recipients: Vec<x25519::Recipient> = Vec::new();
                for text in readers.iter().chain(recovery) {
                    let recipient = text.parse().map_err(|_| PackError::BadReader(text.clone()))?;
                    if !recipients.contains(&recipient) {
                        recipients.push(recipient);
                    }
                }
                if recipients.len() > MAX_READERS {
                    return Err(PackError::TooManyReaders { most: MAX_READERS });
                }
                Encryptor::with_recipients(recipients.iter().map(|recipient| recipient as &dyn age::Recipient))
            }
        };
        // The only way left to fail is an empty list.
        let encryptor = encryptor.map_err(|_| PackError::ForNobody)?;
        Ok(Self::Age(Box::new(encryptor.wrap_output(output).map_err(PackError::Output)?)))
    }

    /// Writes the end of the file.
    pub(super) fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(output) => Ok(output),
            Self::Age(output) => output.finish(),
        }
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(output) => output.write(bytes),
            Self::Age(output) => output.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(output) => output.flush(),
            Self::Age(output) => output.flush(),
        }
    }
}

/// Why the beginning of an age file cannot be used.
fn refusal(error: &DecryptError, with: With) -> PackError {
    match (error, with) {
        (DecryptError::NoMatchingKeys, With::Devices) => PackError::NotForThisDevice,
        (DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed, With::Passphrase) => {
            PackError::WrongPassphrase
        }
        (DecryptError::ExcessiveWork { .. }, _) => PackError::TooLarge(Excess::PassphraseWork),
        (DecryptError::Io(_), _) => PackError::Damaged(Damage::Cut),
        _ => PackError::Damaged(Damage::Altered),
    }
}

/// Reads the list of readers, bounded. `file` stands at its beginning.
fn decryptor(mut file: File) -> Result<Result<Decryptor<BufReader<File>>, PackError>, io::Error> {
    let mut beginning = Vec::new();
    Read::by_ref(&mut file).take(MAX_BEGINNING as u64).read_to_end(&mut beginning)?;
    let end = beginning.windows(5).position(|window| window == b"\n--- ");
    let lines = beginning[..end.unwrap_or(beginning.len())].split(|byte| *byte == b'\n').count();
    if end.is_some() && lines > MAX_LINES {
        return Ok(Err(PackError::TooLarge(Excess::Readers)));
    }
    if end.is_none() {
        let is_all = beginning.len() < MAX_BEGINNING;
        let error = if is_all { PackError::Damaged(Damage::Cut) } else { PackError::TooLarge(Excess::Readers) };
        return Ok(Err(error));
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(Decryptor::new_buffered(BufReader::new(file)).map_err(|error| refusal(&error, With::Devices)))
}

/// Whom a file is sealed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// For us among others, for everybody, or it is no sealed file: opening it tells.
    Us,
    /// For other devices alone.
    Others,
}

/// Looks at the beginning of a file alone, where its readers are listed.
pub fn reach(path: &Path, unlock: &Unlock) -> io::Result<Reach> {
    let others = matches!(unseal(File::open(path)?, unlock)?, Err(PackError::NotForThisDevice));
    Ok(if others { Reach::Others } else { Reach::Us })
}

/// What an age file is encrypted with, as its beginning says.
pub(super) fn sealed_with(file: File) -> Result<Result<With, PackError>, io::Error> {
    Ok(decryptor(file)?.map(|decryptor| if decryptor.is_scrypt() { With::Passphrase } else { With::Devices }))
}

/// Opens an age file; what is read from the result is authentic up to there, and whole only when its end is reached.
pub(super) fn unseal(
    file: File,
    unlock: &Unlock,
) -> Result<Result<StreamReader<BufReader<File>>, PackError>, io::Error> {
    let decryptor = match decryptor(file)? {
        Ok(decryptor) => decryptor,
        Err(error) => return Ok(Err(error)),
    };
    if decryptor.is_scrypt() {
        let Some(passphrase) = &unlock.passphrase else { return Ok(Err(PackError::NeedsPassphrase)) };
        let mut identity = scrypt::Identity::new(passphrase.clone());
        identity.set_max_work_factor(MAX_WORK);
        let opened = decryptor.decrypt(iter::once(&identity as &dyn age::Identity));
        return Ok(opened.map_err(|error| refusal(&error, With::Passphrase)));
    }
    let opened = decryptor.decrypt(unlock.identities.iter().map(|identity| identity as &dyn age::Identity));
    Ok(opened.map_err(|error| refusal(&error, With::Devices)))
}
