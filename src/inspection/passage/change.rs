//! Recording what people change in the draft of a notice.

use serde_json::{Value, json};

use super::edits::{Deadline, Omission, Wording};
use super::id::PassageId;
use super::place::PassagePlace;
use crate::inspection::error::InspectionError;
use crate::inspection::keys;
use crate::inspection::record::{Recorder, line};
use crate::inspection::store::Store;
use crate::journal::{Author, Chain, Written};

/// Field: a person's wording.
pub(super) const TEXT: &str = "text";
/// Field: that it is left out, or kept.
pub(super) const LEFT_OUT: &str = "left-out";
/// Field: where it was moved.
pub(super) const PLACE: &str = "place";
/// Field: the passage it is said together with.
pub(super) const JOINED: &str = "joined";
/// Field: its deadline.
pub(super) const DEADLINE: &str = "deadline";

/// What becomes of a field of a passage; `None` takes back what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassageChange {
    /// Its words.
    Text(PassageId, Option<Wording>),
    /// Whether it is printed.
    LeftOut(PassageId, Option<Omission>),
    /// Where it stands.
    Place(PassageId, Option<PassagePlace>),
    /// The passage in whose words it is said.
    Joined(PassageId, Option<PassageId>),
    /// Its deadline.
    Deadline(PassageId, Option<Deadline>),
}

impl PassageChange {
    /// Which passage.
    pub fn id(&self) -> &PassageId {
        match self {
            Self::Text(id, _)
            | Self::LeftOut(id, _)
            | Self::Place(id, _)
            | Self::Joined(id, _)
            | Self::Deadline(id, _) => id,
        }
    }

    fn field(&self) -> &'static str {
        match self {
            Self::Text(..) => TEXT,
            Self::LeftOut(..) => LEFT_OUT,
            Self::Place(..) => PLACE,
            Self::Joined(..) => JOINED,
            Self::Deadline(..) => DEADLINE,
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Text(_, wording) => json!(wording),
            Self::LeftOut(_, omission) => json!(omission),
            Self::Place(_, place) => json!(place),
            Self::Joined(_, into) => json!(into),
            Self::Deadline(_, deadline) => json!(deadline),
        }
    }
}

impl Store {
    /// Records changes of the draft of a unit's notice, as one action that undo takes back. What is changed is decided by
    /// `conclusion::draft`; here it is kept. A signature does not lock it: a conclusion is drawn after signing. Durable when this
    /// returns; refused where opinions about one of the fields differ.
    pub fn record_passages(
        &mut self,
        recorder: &Recorder,
        changes: &[PassageChange],
    ) -> Result<Written, InspectionError> {
        let mut lines = Vec::with_capacity(changes.len());
        for change in changes {
            let record = keys::passage(&recorder.round, &recorder.unit, change.id())?;
            lines.push(line(record, change.field(), change.value())?);
        }
        // Why something is left out is part of what is recorded; a reason to amend a signed unit says nothing here.
        let author = Author { member: Some(recorder.member.clone()), reason: None };
        Ok(self.journal.write(&Chain::Round(recorder.round.to_string()), &author, &lines)?)
    }
}
