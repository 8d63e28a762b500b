//! Bringing laptops together: packs written and taken in, devices, merges taken back.

mod devices;
mod media;
mod merges;
mod merging;
mod names;
mod sending;

use std::path::PathBuf;
use std::sync::Arc;

use super::office::{Office, refused};
use super::request::{Outcome, World};
use crate::exchange::ExchangeError;
use crate::exchange::identity::{DeviceCard, IdentityError};
use crate::exchange::pack::PackError;
use crate::inspection::{InspectionError, RoundId};
use crate::journal::{DeviceId, JournalError, MergeId, MergeMode};
use crate::tui::job::Progress;
use crate::tui::screen::{EffectKind, Failure};

pub use devices::{DeviceLine, DeviceList};
pub use media::Sticks;
pub use merges::MergeLine;
pub use merging::{FileLook, Lock, MergeFiles, MergeLook, PlaceLine, RoundHere, StoredPack, StoredPacks, StoredWhy};
pub use sending::{MayOrder, Reader, SendOrder, SendPlan, SentPack};

/// What is asked about other laptops.
#[derive(Debug, Clone)]
pub enum ExchangeRequest {
    /// This laptop and those it knows → [`ExchangeOutcome::Devices`].
    Devices,
    /// A person compared the six words: accepts the device → [`ExchangeOutcome::Accepted`].
    Accept(Box<DeviceCard>),
    /// The device was lost → [`ExchangeOutcome::Devices`].
    Revoke(DeviceId),
    /// Names this laptop → [`ExchangeOutcome::Devices`].
    NameThis(String),
    /// What can be sent of a round, to whom and where → [`ExchangeOutcome::Plan`].
    Plan(RoundId),
    /// Writes a pack (a job) → [`ExchangeOutcome::Sent`] or [`ExchangeOutcome::Exists`].
    Send(Box<SendOrder>),
    /// Packs that wait and damaged ones → [`ExchangeOutcome::Stored`].
    Stored,
    /// Removes the copy of such a pack → [`ExchangeOutcome::Stored`].
    Discard(PathBuf),
    /// What packs would bring (a job) → [`ExchangeOutcome::Looked`].
    Look(Box<MergeFiles>),
    /// Takes them in (a job) → [`ExchangeOutcome::Merged`].
    Merge(Box<MergeFiles>),
    /// Something was written to these rounds behind the screens' back: reads them anew → [`ExchangeOutcome::Refreshed`].
    Refresh(Vec<RoundId>),
    /// All merges of this laptop → [`ExchangeOutcome::Merges`].
    Merges,
    /// Takes a merge back → [`ExchangeOutcome::Unmerged`].
    Unmerge(MergeId),
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum ExchangeOutcome {
    /// This laptop and those it knows.
    Devices(Arc<DeviceList>),
    /// A device was accepted; these packs of it were waiting.
    Accepted {
        /// Which.
        device: DeviceId,
        /// What it is called.
        name: String,
        /// Copies in the home.
        waiting: Vec<PathBuf>,
    },
    /// What can be sent.
    Plan(Arc<SendPlan>),
    /// A pack was written and read back.
    Sent(Arc<SentPack>),
    /// It was not: there is such a file already.
    Exists(PathBuf),
    /// Packs that wait and damaged ones.
    Stored(Arc<StoredPacks>),
    /// What packs would bring.
    Looked(Arc<MergeLook>),
    /// What they brought.
    Merged(Arc<MergeLook>),
    /// These rounds may be others than they were: whoever shows them reads them again.
    Refreshed(Vec<RoundId>),
    /// All merges, the newest first.
    Merges(Arc<Vec<MergeLine>>),
    /// A merge was taken back.
    Unmerged {
        /// Which.
        id: MergeId,
        /// How many revisions were set aside.
        revisions: usize,
        /// Of these rounds.
        rounds: Vec<RoundId>,
    },
}

pub(super) type Ran = Result<Outcome, Failure>;

impl ExchangeRequest {
    /// Whether it changes the store. Jobs change it on a connection of their own and are never tried again unasked.
    pub(super) fn kind(&self) -> EffectKind {
        match self {
            Self::Accept(_) | Self::Revoke(_) | Self::NameThis(_) | Self::Unmerge(_) => EffectKind::Write,
            Self::Devices
            | Self::Plan(_)
            | Self::Send(_)
            | Self::Stored
            | Self::Discard(_)
            | Self::Look(_)
            | Self::Merge(_)
            | Self::Refresh(_)
            | Self::Merges => EffectKind::Read,
        }
    }
}

impl Office {
    /// Does it here and now, while the screen waits.
    pub(super) fn exchange(&mut self, request: &ExchangeRequest) -> Ran {
        let outcome = match request {
            ExchangeRequest::Devices => self.devices()?,
            ExchangeRequest::Accept(card) => self.accept(card)?,
            ExchangeRequest::Revoke(id) => self.revoke(id)?,
            ExchangeRequest::NameThis(name) => {
                self.store_mut().name_this_device(name).map_err(identity)?;
                self.devices()?
            }
            ExchangeRequest::Plan(round) => self.plan_send(round)?,
            ExchangeRequest::Send(order) => self.send(order, &mut |_| std::ops::ControlFlow::Continue(()))?,
            ExchangeRequest::Stored => self.stored(),
            ExchangeRequest::Discard(file) => self.discard(file)?,
            ExchangeRequest::Look(files) => self.merge(files, MergeMode::Trial, &mut |_| Ok(()))?,
            ExchangeRequest::Merge(files) => self.merge(files, MergeMode::Keep, &mut |_| Ok(()))?,
            ExchangeRequest::Refresh(rounds) => {
                for round in rounds {
                    self.forget(round);
                }
                ExchangeOutcome::Refreshed(rounds.clone())
            }
            ExchangeRequest::Merges => self.merges()?,
            ExchangeRequest::Unmerge(id) => self.unmerge(*id)?,
        };
        Ok(Outcome::Exchange(outcome))
    }

    /// Does it as a job, with its progress told.
    pub(super) fn exchange_job(&mut self, request: &ExchangeRequest, progress: &Progress<World>) -> Ran {
        let mut hear = |done| {
            progress.report(done);
            progress.check()
        };
        let outcome = match request {
            ExchangeRequest::Send(order) => self.send(order, &mut |reading| {
                let done = crate::tui::job::Done { done: reading.done, total: reading.total };
                if hear(done).is_ok() { std::ops::ControlFlow::Continue(()) } else { std::ops::ControlFlow::Break(()) }
            })?,
            ExchangeRequest::Look(files) => self.merge(files, MergeMode::Trial, &mut hear)?,
            ExchangeRequest::Merge(files) => self.merge(files, MergeMode::Keep, &mut hear)?,
            request => return self.exchange(request),
        };
        Ok(Outcome::Exchange(outcome))
    }
}

/// Nothing of this is tried again unasked, but for a journal that could not be written.
pub(super) fn exchanging(error: ExchangeError) -> Failure {
    match error {
        ExchangeError::Journal(JournalError::Cancelled)
        | ExchangeError::Inspection(InspectionError::Journal(JournalError::Cancelled))
        | ExchangeError::Pack(PackError::Cancelled) => Failure::Cancelled,
        other => Failure::Refused(other.to_string()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
pub(super) fn identity(error: IdentityError) -> Failure {
    Failure::Refused(error.to_string())
}

/// As [`refused`], for the journal's own errors.
pub(super) fn unread(error: JournalError) -> Failure {
    refused(InspectionError::from(error))
}
