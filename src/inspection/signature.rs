//! That the minutes of a unit were signed: from then on what was found there takes no change without a reason, and
//! what changes all the same is listed.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::entry::PLACE;
use super::error::InspectionError;
use super::keys::{self, ItemKey, UNIT_KINDS};
use super::model::{RoundId, UnitId};
use super::record::{ASKED, Recorder, line};
use super::store::Store;
use crate::hexadecimal;
use crate::journal::{
    Author, Chain, Change, DeviceId, FieldName, Head, Horizon, Reached, RecordKey, Revision, RevisionId, Written,
};

/// Name of the one field of a signature's record.
const SIGNED: &str = "signed";

/// The SHA-256 of something that was signed, as lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(hexadecimal::write(&Sha256::digest(bytes)))
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is written down when a unit is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureContent {
    /// Of what stood recorded at the unit: the ids of the heads of its records.
    pub records: Fingerprint,
    /// Of the minutes, as text.
    pub minutes: Fingerprint,
    /// How much of the round this laptop knew.
    pub known: Horizon,
    /// Why it was signed although something was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// That a unit is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// When, by the clock of that laptop.
    pub when: DateTime<FixedOffset>,
    /// Who recorded it.
    pub member: Option<String>,
    /// What was written down.
    pub content: SignatureContent,
}

/// A change of what was found at a unit after it was signed, or one that the signing laptop did not know.
#[derive(Debug, Clone, PartialEq)]
pub struct LaterChange {
    /// The revision.
    pub revision: RevisionId,
    /// Record that changed.
    pub record: RecordKey,
    /// Item it is about; none for the visit and who was there.
    pub item: Option<ItemKey>,
    /// Field that changed.
    pub field: FieldName,
    /// What stood there: one value, several where they differed, none where nothing did.
    pub before: Vec<Value>,
    /// What stands there from then on; null where it was taken away.
    pub after: Value,
    /// Who.
    pub member: Option<String>,
    /// On which laptop.
    pub device: DeviceId,
    /// When, by the clock of that laptop.
    pub made_at: DateTime<FixedOffset>,
    /// Why.
    pub reason: Option<String>,
}

/// Leave to change what was found at a signed unit, for undo and redo, which do not name a unit themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// At which unit.
    pub unit: UnitId,
    /// Why.
    pub reason: String,
}

impl Store {
    /// The signature of a unit, if it is signed. Where two laptops signed, the first counts.
    pub fn signature(&self, round: &RoundId, unit: &UnitId) -> Result<Option<Signature>, InspectionError> {
        let heads = self.journal.heads_of(&keys::signature(round, unit)?)?;
        let read = |head: &Head| {
            let content = SignatureContent::deserialize(&head.value).ok()?;
            Some(Signature { when: head.made_at, member: head.member.clone(), content })
        };
        Ok(heads.iter().filter_map(read).min_by_key(|signature| signature.when))
    }

    /// The SHA-256 over what stands recorded at a unit: the same on every laptop that holds the same.
    pub fn fingerprint(&self, round: &RoundId, unit: &UnitId) -> Result<Fingerprint, InspectionError> {
        let heads = self.unit_heads(round, unit)?;
        let lines: Vec<String> =
            heads.iter().map(|head| format!("{}\n{}\n{}\n", head.record, head.field, head.revision)).collect();
        Ok(Fingerprint::of(lines.concat().as_bytes()))
    }

    /// Records that the unit is signed. What may be signed is decided by [`crate::conclusion::sign`]; here it is kept.
    pub(crate) fn record_signature(
        &mut self,
        recorder: &Recorder,
        minutes: &Fingerprint,
    ) -> Result<Written, InspectionError> {
        let chain = Chain::Round(recorder.round.to_string());
        let record = keys::signature(&recorder.round, &recorder.unit)?;
        loop {
            let seen = self.journal.data_version()?;
            let content = SignatureContent {
                records: self.fingerprint(&recorder.round, &recorder.unit)?,
                minutes: minutes.clone(),
                known: self.journal.horizon(&chain)?,
                reason: recorder.reason.clone(),
            };
            let lines = [line(record.clone(), SIGNED, json!(content))?];
            if let Some(written) = self.journal.write_unless_moved(seen, &chain, &recorder.author(), &lines)? {
                return Ok(written);
            }
        }
    }

    /// Takes the signature of a unit back. The recorder must give a reason.
    pub fn withdraw_signature(&mut self, recorder: &Recorder) -> Result<Written, InspectionError> {
        if !has_reason(recorder.reason.as_deref()) {
            return Err(InspectionError::ReasonMissing);
        }
        let record = keys::signature(&recorder.round, &recorder.unit)?;
        let lines = [line(record, SIGNED, Value::Null)?];
        Ok(self.journal.write(&Chain::Round(recorder.round.to_string()), &recorder.author(), &lines)?)
    }

    /// What changed at a signed unit since, and what the signing laptop did not know; oldest first. Costs what stands
    /// recorded at the unit, and the history of what changed.
    pub fn later_changes(
        &self,
        round: &RoundId,
        unit: &UnitId,
        signature: &Signature,
    ) -> Result<Vec<LaterChange>, InspectionError> {
        self.changes_beyond(round, unit, &signature.content.known)
    }

    /// What changed at a unit beyond what was `known`; oldest first.
    pub(super) fn changes_beyond(
        &self,
        round: &RoundId,
        unit: &UnitId,
        known: &Horizon,
    ) -> Result<Vec<LaterChange>, InspectionError> {
        let is_later = |device: &DeviceId, sequence| known.reaches(device, sequence) == Reached::No;
        let mut records: Vec<RecordKey> = Vec::new();
        for head in self.unit_heads(round, unit)? {
            if is_later(&head.device, head.sequence) && records.last() != Some(&head.record) {
                records.push(head.record);
            }
        }
        let mut changes = Vec::new();
        for record in records {
            let history = self.journal.history(&record)?;
            let later = history.iter().filter(|revision| is_later(&revision.device, revision.sequence));
            changes.extend(later.filter(|revision| !is_technical(revision, &history)).map(|of| change(of, &history)));
        }
        changes.sort_by_key(|change| change.made_at);
        Ok(changes)
    }

    /// The heads of everything recorded at a unit, ordered by record and field.
    pub(crate) fn unit_heads(&self, round: &RoundId, unit: &UnitId) -> Result<Vec<Head>, InspectionError> {
        let mut heads = Vec::new();
        for kind in UNIT_KINDS {
            match kind {
                // The one kind whose record has nothing behind the unit.
                "visit" => heads.extend(self.journal.heads_of(&keys::visit(round, unit)?)?),
                _ => heads.extend(self.journal.heads_under(&format!("{kind}/{round}/{unit}/"))?),
            }
        }
        Ok(heads)
    }

    /// Writes what was found at a unit: the one way for everything that a signature locks.
    pub(super) fn write(&mut self, recorder: &Recorder, lines: &[Change]) -> Result<Written, InspectionError> {
        let chain = Chain::Round(recorder.round.to_string());
        let author = recorder.author();
        loop {
            let seen = self.journal.data_version()?;
            if let Some(written) = self.write_unless_moved(seen, &chain, &author, lines)? {
                return Ok(written);
            }
        }
    }

    /// As [`Self::write`], where no other program wrote since the journal was `seen`.
    pub(super) fn write_unless_moved(
        &mut self,
        seen: i64,
        chain: &Chain,
        author: &Author,
        lines: &[Change],
    ) -> Result<Option<Written>, InspectionError> {
        if !has_reason(author.reason.as_deref())
            && let Some((record, signature)) = self.signed_among(lines.iter().map(|line| &line.record))?
            && self.would_change(lines)?
        {
            return Err(self.refused(&record, &signature)?);
        }
        Ok(self.journal.write_unless_moved(seen, chain, author, lines)?)
    }

    /// Refuses to take back, or do again, what a signature locks.
    pub(super) fn refuse_reversal(
        &self,
        records: &[RecordKey],
        amendment: Option<&Amendment>,
    ) -> Result<(), InspectionError> {
        if records.iter().any(|record| record.kind() == "signature") {
            return Err(InspectionError::SignatureNotUndone);
        }
        if records.iter().any(|record| ["notice", "correction"].contains(&record.kind())) {
            return Err(InspectionError::IssueNotUndone);
        }
        for record in records.iter().filter(|record| record.kind() == "round") {
            let history = self.journal.history(record)?;
            // Taking back what added the round would leave answers without a round.
            if history.windows(2).all(|pair| pair[0].action == pair[1].action) {
                return Err(InspectionError::RoundNotUndone);
            }
        }
        let leave = |record: &&RecordKey| amendment.map(|of| &of.unit) == keys::unit_of(record).as_ref();
        match self.signed_among(records.iter().filter(|record| !leave(record)))? {
            Some((record, signature)) => Err(self.refused(&record, &signature)?),
            None => Ok(()),
        }
    }

    /// Refuses what would lose sight of a signed unit.
    pub(super) fn refuse_signed(&self, round: &RoundId, unit: &UnitId) -> Result<(), InspectionError> {
        match self.signature(round, unit)? {
            Some(signature) => Err(self.refused(&keys::signature(round, unit)?, &signature)?),
            None => Ok(()),
        }
    }

    /// Refuses what would be refused once it is written, before long work is done for it.
    pub(super) fn refuse_without_reason(&self, recorder: &Recorder) -> Result<(), InspectionError> {
        if has_reason(recorder.reason.as_deref()) {
            Ok(())
        } else {
            self.refuse_signed(&recorder.round, &recorder.unit)
        }
    }

    /// The first record that belongs to a signed unit.
    fn signed_among<'a>(
        &self,
        records: impl Iterator<Item = &'a RecordKey>,
    ) -> Result<Option<(RecordKey, Signature)>, InspectionError> {
        let mut asked: Vec<(RoundId, UnitId)> = Vec::new();
        for record in records {
            let Some(place) = round_of(record).zip(keys::unit_of(record)) else { continue };
            if asked.contains(&place) {
                continue;
            }
            if let Some(signature) = self.signature(&place.0, &place.1)? {
                return Ok(Some((record.clone(), signature)));
            }
            asked.push(place);
        }
        Ok(None)
    }

    /// Whether any of `lines` says something else than what stands.
    fn would_change(&self, lines: &[Change]) -> Result<bool, InspectionError> {
        for line in lines {
            let mut heads = self.journal.heads_of(&line.record)?;
            heads.retain(|head| head.field == line.field);
            let stands = !heads.is_empty() && heads.iter().all(|head| head.value == line.value);
            let nothing_to_remove = heads.is_empty() && line.value.is_null();
            if !stands && !nothing_to_remove {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn refused(&self, record: &RecordKey, signature: &Signature) -> Result<InspectionError, InspectionError> {
        let id = keys::unit_of(record).map(|unit| unit.to_string()).unwrap_or_default();
        let round = round_of(record);
        let round = round.map(|round| self.round(round.as_str())).transpose()?;
        let unit = round.and_then(|round| round.units.into_iter().find(|unit| unit.id.as_str() == id));
        Ok(InspectionError::Signed { unit: unit.map_or(id, |unit| unit.name), when: signature.when })
    }
}

/// What says nothing to people: under which words an answer was made, unless that is all that was said of it; where a row
/// stands among others.
fn is_technical(revision: &Revision, history: &[Revision]) -> bool {
    match revision.field.as_str() {
        ASKED => !is_taken_over(revision, history),
        PLACE => revision.record.kind() == "row",
        _ => false,
    }
}

/// Whether `revision` says of an answer that stood that it holds under other words: nothing else was recorded of it in the
/// same act.
pub fn is_taken_over(revision: &Revision, history: &[Revision]) -> bool {
    let together = |other: &Revision| other.action == revision.action && other.record == revision.record;
    let alone = history.iter().filter(|other| together(other)).count() == 1;
    let before = |other: &&Revision| revision.parents.contains(&other.id) && !other.value.is_null();
    let stood = history.iter().any(|other| before(&other));
    revision.field.as_str() == ASKED && !revision.value.is_null() && stood && alone
}

fn has_reason(reason: Option<&str>) -> bool {
    reason.is_some_and(|reason| !reason.trim().is_empty())
}

fn round_of(record: &RecordKey) -> Option<RoundId> {
    record.as_str().split('/').nth(1).and_then(|round| RoundId::new(round).ok())
}

fn change(revision: &Revision, history: &[Revision]) -> LaterChange {
    let mut before: Vec<Value> = Vec::new();
    for parent in history.iter().filter(|other| revision.parents.contains(&other.id)) {
        if !before.contains(&parent.value) {
            before.push(parent.value.clone());
        }
    }
    before.retain(|value| !value.is_null());
    LaterChange {
        revision: revision.id,
        record: revision.record.clone(),
        item: keys::item_of(&revision.record),
        field: revision.field.clone(),
        before,
        after: revision.value.clone(),
        member: revision.member.clone(),
        device: revision.device.clone(),
        made_at: revision.made_at,
        reason: revision.reason.clone(),
    }
}
