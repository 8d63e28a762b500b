//! Writing a pack: what can be sent, to whom, where to.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{ExchangeOutcome, exchanging, identity, unread};
use crate::exchange::identity::{KnownDevice, Passphrase, passphrase};
use crate::exchange::merging::receipts_beside;
use crate::exchange::pack::{EXTENSION, Progress, Purpose};
use crate::exchange::packing::{PackOrder, Packed};
use crate::inspection::{Member, MemberId, Role, Round, RoundId};
use crate::journal::Chain;
use crate::tui::screen::Failure;
use crate::tui::work::office::{Office, refused, saving};
use crate::tui::work::request::Existing;
use crate::vietnamese::fold::fold;

/// What can be sent of a round, to whom and where.
#[derive(Debug, Clone)]
pub struct SendPlan {
    /// The round.
    pub round: Arc<Round>,
    /// Who works here, if somebody said so.
    pub member: Option<Member>,
    /// Whether he gives the order.
    pub may_order: MayOrder,
    /// The devices that could read it.
    pub readers: Vec<Reader>,
    /// Folders to write to, sticks first.
    pub folders: Vec<PathBuf>,
    /// The proposed name of the file.
    pub name: String,
    /// A passphrase made for it.
    pub passphrase: Passphrase,
    /// How many records no other laptop is known to hold.
    pub unsent: u64,
}

/// Whether somebody gives work orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayOrder {
    /// The lead and his deputy do, and whoever is alone with a round nobody has taken up yet.
    Yes,
    /// Others do not.
    No,
}

/// A device that could read the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// What the machine is called.
    pub machine: String,
    /// Who works on it.
    pub member: Option<String>,
}

/// A pack to write.
#[derive(Debug, Clone)]
pub struct SendOrder {
    /// Of which round.
    pub round: RoundId,
    /// What, for whom.
    pub pack: PackOrder,
    /// Where to: as typed.
    pub path: PathBuf,
    /// The name to use where a folder was typed.
    pub name: String,
    /// Who says with it that he has finished.
    pub finish: Option<MemberId>,
    /// What becomes of a file that is there already.
    pub existing: Existing,
}

/// A pack that was written.
#[derive(Debug, Clone)]
pub struct SentPack {
    /// Where.
    pub path: PathBuf,
    /// What it was for.
    pub purpose: Purpose,
    /// What is in it.
    pub packed: Packed,
    /// The passphrase to tell, where it has one.
    pub passphrase: Option<Passphrase>,
}

impl Office {
    pub(super) fn plan_send(&mut self, id: &RoundId) -> Result<ExchangeOutcome, Failure> {
        let open = self.opened(id)?;
        let member = self.acting(&open);
        let round = Arc::new(open.round.clone());
        let known = self.met_devices()?;
        let readers = known.iter().filter(|device| device.is_known()).map(|device| {
            let member = device.member.as_deref();
            let member = member.map(|id| round.member(id).map_or(id, |member| member.name.as_str()).to_owned());
            Reader { machine: device.name.clone(), member }
        });
        let may_order = match member.as_ref().map(|member| member.role) {
            None | Some(Role::Lead | Role::Deputy) => MayOrder::Yes,
            Some(Role::Secretary | Role::Member) => MayOrder::No,
        };
        let this = self.store.this_device().map_err(identity)?;
        let now = self.store.journal().clock().now();
        let name = format!("{}-{}-{}.{EXTENSION}", round.id, plain(&this.name), now.format("%Y%m%d-%H%M"));
        let passphrase = passphrase().map_err(unread)?;
        let unsent = self.store.journal().unsent(&Chain::Round(round.id.to_string())).map_err(unread)?;
        let (readers, folders) = (readers.collect(), self.send_folders());
        let plan = SendPlan { round, member, may_order, readers, folders, name, passphrase, unsent };
        Ok(ExchangeOutcome::Plan(Arc::new(plan)))
    }

    pub(super) fn send(
        &mut self,
        order: &SendOrder,
        hear: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<ExchangeOutcome, Failure> {
        let path = target(&self.papers.join(&order.path), &order.name);
        if order.existing == Existing::Keep && path.is_file() {
            return Ok(ExchangeOutcome::Exists(path));
        }
        let round = self.store.round(order.round.as_str()).map_err(refused)?;
        // Receipts that others left there say what need not go along again.
        for receipt in receipts_beside(&path) {
            let _ = self.store.take_receipt(&receipt);
        }
        if let Some(member) = &order.finish {
            self.store.finish(&round.id, member).map_err(saving)?;
        }
        let packed = self.store.pack(&round, &order.pack, &path, &mut |progress| hear(progress)).map_err(exchanging)?;
        let passphrase = match &order.pack.readers {
            crate::exchange::packing::Readers::Passphrase(passphrase) => Some(passphrase.clone()),
            _ => None,
        };
        Ok(ExchangeOutcome::Sent(Arc::new(SentPack { path, purpose: order.pack.purpose, packed, passphrase })))
    }

    /// The devices this laptop has met.
    pub(super) fn met_devices(&self) -> Result<Vec<KnownDevice>, Failure> {
        self.store.known_devices().map_err(identity)
    }
}

/// Where a pack is written when this was typed: into a folder under the proposed name, and never over a file of
/// another kind.
fn target(typed: &Path, name: &str) -> PathBuf {
    if typed.is_dir() {
        return typed.join(name);
    }
    if super::media::is_pack(typed) {
        return typed.to_owned();
    }
    let mut longer = typed.file_name().unwrap_or_default().to_os_string();
    longer.push(".");
    longer.push(EXTENSION);
    typed.with_file_name(longer)
}

/// Letters, digits and hyphens that every file system takes.
fn plain(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    if joined.is_empty() { "may".to_owned() } else { joined.chars().take(30).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_machines_become_names_of_files() {
        assert_eq!(plain("Máy chị Hòa (2)"), "may-chi-hoa-2");
        assert_eq!(plain("???"), "may");
    }

    #[test]
    fn a_pack_never_takes_the_place_of_another_file() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(target(folder.path(), "a.ktra"), folder.path().join("a.ktra"));
        assert_eq!(target(Path::new("/x/ảnh.jpg"), "a.ktra"), Path::new("/x/ảnh.jpg.ktra"));
        assert_eq!(target(Path::new("/x/b.KTRA"), "a.ktra"), Path::new("/x/b.KTRA"));
    }
}
