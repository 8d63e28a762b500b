//! "Tôi đã xong": a member says that he has recorded all he has to, and how far that goes.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use super::error::InspectionError;
use super::keys;
use super::model::{MemberId, RoundId};
use super::store::Store;
use crate::journal::{Author, Chain, Change, FieldName, Horizon, Parents};

/// Field of the record `final/<round>/<member>`.
const FIELD: &str = "horizon";

/// A member's word that he has finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// How far it goes: what was known on his laptop then.
    pub horizon: Horizon,
    /// When, by the clock of that laptop.
    pub said_at: DateTime<FixedOffset>,
}

impl Store {
    /// Records that `member` has finished with what is recorded up to now. Saying so again moves it to now.
    pub fn finish(&mut self, round: &RoundId, member: &MemberId) -> Result<(), InspectionError> {
        let chain = Chain::Round(round.to_string());
        let horizon = self.journal.horizon(&chain)?;
        let heads = self.journal.heads_of(&keys::finished(round, member)?)?;
        // Said last on this laptop and nothing written here since: it still says the same.
        let own = self.journal.device();
        let stands = matches!(heads.as_slice(), [head] if head.device == *own
            && horizon.last(own) == Some(head.sequence)
            && !head.value.is_null());
        if stands {
            return Ok(());
        }
        let change = Change {
            record: keys::finished(round, member)?,
            field: FieldName::new(FIELD)?,
            value: serde_json::to_value(&horizon).unwrap_or(Value::Null),
            parents: Parents::Looked(heads.into_iter().map(|head| head.revision).collect()),
        };
        let author = Author { member: Some(member.to_string()), reason: Some(FINISHED.to_owned()) };
        self.journal.write(&chain, &author, &[change])?;
        Ok(())
    }

    /// Takes back that `member` has finished; nothing is written where he had not said so.
    pub fn unfinish(&mut self, round: &RoundId, member: &MemberId) -> Result<(), InspectionError> {
        let record = keys::finished(round, member)?;
        let heads = self.journal.heads_of(&record)?;
        if heads.iter().all(|head| head.value.is_null()) {
            return Ok(());
        }
        let change = Change {
            record,
            field: FieldName::new(FIELD)?,
            value: Value::Null,
            parents: Parents::Looked(heads.into_iter().map(|head| head.revision).collect()),
        };
        let author = Author { member: Some(member.to_string()), reason: Some(FINISHED.to_owned()) };
        self.journal.write(&Chain::Round(round.to_string()), &author, &[change])?;
        Ok(())
    }

    /// Who has finished, and how far his word goes. Of several words on several laptops, those that stand beside each
    /// other count together.
    pub fn finished(&self, round: &RoundId) -> Result<BTreeMap<MemberId, Vec<Finished>>, InspectionError> {
        let mut finished: BTreeMap<MemberId, Vec<Finished>> = BTreeMap::new();
        for head in self.journal.heads_under(&format!("final/{round}/"))? {
            let member = head.record.as_str().rsplit('/').next().and_then(|id| MemberId::new(id).ok());
            let horizon = serde_json::from_value::<Horizon>(head.value).ok();
            if let (Some(member), Some(mut horizon)) = (member, horizon) {
                // What he wrote up to saying so, this revision included.
                horizon.extend_to(&head.device, head.sequence);
                finished.entry(member).or_default().push(Finished { horizon, said_at: head.made_at });
            }
        }
        Ok(finished)
    }
}

/// The reason that settles two such words from two laptops.
const FINISHED: &str = "final";
