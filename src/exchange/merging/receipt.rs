//! The small file a laptop leaves beside a pack it took in: `<pack>.<device>.receipt`. It carries back what that laptop
//! holds now, so that the sender's "chưa gửi" goes down without a pack in return.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::exchange::ExchangeError;
use crate::exchange::identity::Signed;
use crate::exchange::pack::{PackError, write_file};
use crate::hexadecimal::Hex;
use crate::inspection::{RoundId, Store};
use crate::journal::{AttachmentHash, AttachmentState, Chain, DeviceId, Holdings, verify};

/// How its name ends.
const ENDING: &str = "receipt";

/// Most bytes of a receipt.
const MOST: u64 = 4 << 20;

const DOMAIN: &[u8] = b"kiemtra receipt 1\n";

/// What a laptop says to hold of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The round.
    pub round: String,
    /// Which laptop.
    pub holder: DeviceId,
    /// What it holds of every device's chain.
    pub holdings: Holdings,
    /// The attached files it holds.
    #[serde(default)]
    pub attachments: Vec<AttachmentHash>,
}

/// A receipt with its holder's signature, as it lies in the file.
#[derive(Serialize, Deserialize)]
struct Signed64 {
    /// The receipt's exact JSON.
    receipt: String,
    /// Ed25519 over it, 128 hexadecimal digits.
    signature: Hex<64>,
}

impl Store {
    /// What this laptop holds of a round, as others may know it.
    pub fn receipt(&self, round: &RoundId) -> Result<Receipt, ExchangeError> {
        let journal = self.journal();
        let here = journal.attachments();
        let named = journal.attachments_named(round.as_str())?;
        let held = named.into_iter().filter(|(hash, size)| here.state(hash, Some(*size)) == AttachmentState::Present);
        Ok(Receipt {
            round: round.to_string(),
            holder: journal.device().clone(),
            holdings: journal.holdings(&Chain::Round(round.to_string()))?,
            attachments: held.map(|(hash, _)| hash).collect(),
        })
    }

    /// Leaves a receipt beside `pack`. A write-protected stick takes none, which is no error.
    pub(super) fn leave_receipt(&self, round: &RoundId, pack: &Path) -> Option<PathBuf> {
        let receipt = serde_json::to_string(&self.receipt(round).ok()?).ok()?;
        let signature = self.journal().sign(&[DOMAIN, receipt.as_bytes()].concat());
        let signature = Hex(signature);
        let mut name = pack.file_name()?.to_os_string();
        name.push(format!(".{}.{ENDING}", self.journal().device()));
        let target = pack.with_file_name(name);
        let text = serde_json::to_string(&Signed64 { receipt, signature }).ok()?;
        let mut fill = |output: &mut dyn Write| output.write_all(text.as_bytes()).map_err(PackError::Output);
        write_file(&target, &mut fill, &mut |_| ControlFlow::Continue(())).ok()?;
        Some(target)
    }

    /// Takes in a receipt of a known device; `None` where it is none, or of a device nobody knows here.
    pub fn take_receipt(&mut self, file: &Path) -> Result<Option<DeviceId>, ExchangeError> {
        let Some(receipt) = self.read_receipt(file)? else { return Ok(None) };
        let chain = Chain::Round(receipt.round.clone());
        self.journal_mut().receipt_put(&chain, &receipt.holder, &receipt.holdings)?;
        self.journal_mut().attachment_receipt_put(&receipt.holder, &receipt.attachments)?;
        Ok(Some(receipt.holder))
    }

    fn read_receipt(&self, file: &Path) -> Result<Option<Receipt>, ExchangeError> {
        if std::fs::metadata(file).map_or(u64::MAX, |meta| meta.len()) > MOST {
            return Ok(None);
        }
        let Ok(text) = std::fs::read_to_string(file) else { return Ok(None) };
        let Ok(signed) = serde_json::from_str::<Signed64>(&text) else { return Ok(None) };
        let Ok(receipt) = serde_json::from_str::<Receipt>(&signed.receipt) else { return Ok(None) };
        let Some(device) = self.known_device(&receipt.holder)?.filter(super::KnownDevice::is_known) else {
            return Ok(None);
        };
        let message = [DOMAIN, signed.receipt.as_bytes()].concat();
        Ok((verify(&device.keys, &message, &signed.signature.0) == Signed::Valid).then_some(receipt))
    }
}

/// Whether a file's name says it is a receipt.
pub(super) fn is_receipt(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == ENDING)
}

/// The receipts that lie in the folder of `pack`: other laptops left them when they took packs from there.
pub fn receipts_beside(pack: &Path) -> Vec<PathBuf> {
    let folder = pack.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_receipt(path)).collect();
    found.sort();
    found
}
