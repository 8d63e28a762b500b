//! "Tôi đã xong": a member says that he has recorded all he has to, and how far that goes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::error::InspectionError;
use super::keys;
use super::model::{MemberId, RoundId};
use super::store::Store;
use crate::journal::{Author, Chain, Change, FieldName, Horizon, Parents};

/// Field of the record `final/<round>/<member>`.
const FIELD: &str = "horizon";

impl Store {
    /// Records that `member` has finished with what is recorded up to now. Saying so again moves it to now.
    pub fn finish(&mut self, round: &RoundId, member: &MemberId) -> Result<(), InspectionError> {
        let chain = Chain::Round(round.to_string());
        let horizon = self.journal.horizon(&chain)?;
        let heads = self.journal.heads_of(&keys::finished(round, member)?)?;
        // Said last on this laptop and nothing written here since: it still says the same.
        let own = self.journal.device();
        let stands =
            matches!(heads.as_slice(), [head] if head.device == *own && horizon.last(own) == Some(head.sequence));
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

    /// Who has finished, and what was known on his laptop then. Of several words on several laptops, those that stand
    /// beside each other count together.
    pub fn finished(&self, round: &RoundId) -> Result<BTreeMap<MemberId, Vec<Horizon>>, InspectionError> {
        let mut finished: BTreeMap<MemberId, Vec<Horizon>> = BTreeMap::new();
        for head in self.journal.heads_under(&format!("final/{round}/"))? {
            let member = head.record.as_str().rsplit('/').next().and_then(|id| MemberId::new(id).ok());
            let horizon = serde_json::from_value::<Horizon>(head.value).ok();
            if let (Some(member), Some(mut horizon)) = (member, horizon) {
                // What he wrote up to saying so, this revision included.
                horizon.extend_to(&head.device, head.sequence);
                finished.entry(member).or_default().push(horizon);
            }
        }
        Ok(finished)
    }
}

/// The reason that settles two such words from two laptops.
const FINISHED: &str = "final";
