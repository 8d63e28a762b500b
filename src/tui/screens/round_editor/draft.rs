//! A round while it is being made: what is written of it already, complete or not.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_i18n::t;
use serde::{Deserialize, Serialize};

use crate::checklist::{ChecklistId, UnitKind};
use crate::identifier::propose;
use crate::inspection::{
    Assignment, DocumentReference, Letterhead, Member, MemberId, Mode, Period, Role, Round, RoundId, SelfReport, Unit,
    UnitId, check_round,
};

/// A round being made or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct RoundDraft {
    /// As far as it goes; may lack what [`check_round`] wants.
    pub round: Round,
    /// Documents of which number or date is still missing.
    pub halves: Vec<HalfDocument>,
    /// Whether the id was typed, or follows the title.
    id_origin: IdOrigin,
    /// Ids of the units and members that are in the journal: they stay as they are.
    #[serde(skip)]
    kept: Kept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum IdOrigin {
    Title,
    Typed,
}

/// What the journal has of the round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Kept {
    round: Option<RoundId>,
    units: BTreeSet<UnitId>,
    members: BTreeSet<MemberId>,
}

/// A cited document that is not complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HalfDocument {
    pub of: DocumentOf,
    pub number: String,
    pub date: Option<NaiveDate>,
    pub issuer: String,
}

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum DocumentOf {
    Plan,
    Decision,
    /// Own report of the unit at this place.
    SelfReport(usize),
}

impl DocumentOf {
    pub fn name(self) -> String {
        match self {
            Self::Plan => t!("screen_round_editor.plan"),
            Self::Decision => t!("screen_round_editor.decision"),
            Self::SelfReport(_) => t!("screen_round_editor.self_report"),
        }
        .into_owned()
    }
}

impl RoundDraft {
    /// Nothing yet. `today` decides the inspected period as for a file that names none.
    #[expect(clippy::expect_used, reason = "the fallback is an identifier")]
    pub fn empty(today: NaiveDate) -> Self {
        let round = Round {
            id: RoundId::new(FALLBACK_ROUND).expect("an identifier"),
            title: String::new(),
            mode: Mode::default(),
            period: Period::year_of(today),
            plan: None,
            decision: None,
            checklists: Vec::new(),
            recovery: None,
            targets: std::collections::BTreeMap::new(),
            letterhead: Letterhead::default(),
            members: Vec::new(),
            units: Vec::new(),
            assignments: Vec::new(),
        };
        Self { round, halves: Vec::new(), id_origin: IdOrigin::Title, kept: Kept::default() }
    }

    /// A round that is in the journal.
    pub fn of(round: &Round) -> Self {
        let mut draft =
            Self { round: round.clone(), halves: Vec::new(), id_origin: IdOrigin::Typed, kept: Kept::default() };
        draft.keep(round);
        draft
    }

    /// `round` is what the journal has now.
    pub fn keep(&mut self, round: &Round) {
        self.kept = Kept {
            round: Some(round.id.clone()),
            units: round.units.iter().map(|unit| unit.id.clone()).collect(),
            members: round.members.iter().map(|member| member.id.clone()).collect(),
        };
    }

    /// Takes over what was being written when the program last ended; the journal's part is `self`'s.
    pub fn restore(&mut self, text: &str) -> Result<(), serde_json::Error> {
        let restored: Self = serde_json::from_str(text)?;
        *self = Self { kept: self.kept.clone(), ..restored };
        Ok(())
    }

    /// The draft as kept beside the journal; read by [`Self::restore`].
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Whether the journal has the round.
    pub fn is_kept(&self) -> bool {
        self.kept.round.is_some()
    }

    pub fn is_unit_kept(&self, unit: &UnitId) -> bool {
        self.kept.units.contains(unit)
    }

    pub fn is_member_kept(&self, member: &MemberId) -> bool {
        self.kept.members.contains(member)
    }

    /// What is missing or wrong, in words; nothing where the round can be saved.
    pub fn fault(&self) -> Option<String> {
        if self.round.title.trim().is_empty() {
            return Some(t!("screen_round_editor.no_title").into_owned());
        }
        if self.round.checklists.is_empty() {
            return Some(t!("screen_round_editor.no_checklists").into_owned());
        }
        check_round(&self.round).err()
    }

    /// Sets the title; a new round's id follows it. `taken` are the ids of other rounds.
    pub fn set_title(&mut self, title: String, taken: &[RoundId]) {
        if !self.is_kept() && self.id_origin == IdOrigin::Title {
            let id = propose(&title, FALLBACK_ROUND, |id| taken.iter().any(|round| round.as_str() == id));
            if let Ok(id) = RoundId::new(id) {
                self.round.id = id;
            }
        }
        self.round.title = title;
    }

    /// Sets the id as typed.
    pub fn set_id(&mut self, text: &str, taken: &[RoundId]) -> Result<(), String> {
        let id = RoundId::new(text).map_err(|error| error.to_string())?;
        if taken.contains(&id) {
            return Err(t!("screen_round_editor.round_exists", id = id).into_owned());
        }
        self.round.id = id;
        self.id_origin = IdOrigin::Typed;
        Ok(())
    }

    /// Adds a member called `name`.
    pub fn add_member(&mut self, name: String) -> Result<(), String> {
        let taken = |id: &str| self.round.member(id).is_some();
        let id = MemberId::new(propose(&name, "tv", taken)).map_err(|error| error.to_string())?;
        self.round.members.push(Member { id, name, post: None, agency: None, role: Role::Member });
        Ok(())
    }

    /// Adds a unit called `name`; kind and superior are those of the unit before it until said otherwise.
    pub fn add_unit(&mut self, name: String) -> Result<(), String> {
        let last = self.round.units.last();
        let kind = last.map_or(UnitKind::Xa, |unit| unit.kind);
        let under = last.and_then(|unit| unit.under.clone());
        self.put_unit(&name.clone(), name, kind, under)
    }

    /// Adds a unit, with an id made of `proposal` and unlike every other.
    pub fn put_unit(
        &mut self,
        proposal: &str,
        name: String,
        kind: UnitKind,
        under: Option<String>,
    ) -> Result<(), String> {
        let taken = |id: &str| self.round.units.iter().any(|unit| unit.id.as_str() == id);
        let id = UnitId::new(propose(proposal, "dv", taken)).map_err(|error| error.to_string())?;
        self.round.units.push(Unit { id, name, kind, under, visit: None, self_report: None, head: None });
        Ok(())
    }

    /// Takes the unit at `place` out, with what was assigned there.
    pub fn remove_unit(&mut self, place: usize) -> UnitId {
        let unit = self.round.units.remove(place);
        self.round.assignments.retain_mut(|assignment| {
            let everywhere = assignment.units.is_empty();
            assignment.units.retain(|id| *id != unit.id);
            everywhere || !assignment.units.is_empty()
        });
        self.halves.retain(|half| half.of != DocumentOf::SelfReport(place));
        for half in &mut self.halves {
            if let DocumentOf::SelfReport(at) = &mut half.of
                && *at > place
            {
                *at -= 1;
            }
        }
        unit.id
    }

    /// Takes the member at `place` out, with what was assigned to them.
    pub fn remove_member(&mut self, place: usize) -> MemberId {
        let member = self.round.members.remove(place);
        self.round.assignments.retain(|assignment| assignment.member != member.id);
        member.id
    }

    /// Adds or drops a checklist, with what was assigned of it.
    pub fn toggle_checklist(&mut self, id: &ChecklistId) {
        if !self.round.checklists.contains(id) {
            self.round.checklists.push(id.clone());
            return;
        }
        self.round.checklists.retain(|chosen| chosen != id);
        self.round.assignments.retain_mut(|assignment| {
            let everything = assignment.checklists.is_empty();
            assignment.checklists.retain(|chosen| chosen != id);
            everything || !assignment.checklists.is_empty()
        });
    }

    /// Assigns `member` everything, to be narrowed; gives the place of the assignment.
    pub fn assign(&mut self, member: MemberId) -> usize {
        self.round.assignments.push(Assignment { member, units: Vec::new(), checklists: Vec::new() });
        self.round.assignments.len() - 1
    }

    /// What is written of a document so far.
    pub fn document(&self, of: DocumentOf) -> HalfDocument {
        if let Some(half) = self.halves.iter().find(|half| half.of == of) {
            return half.clone();
        }
        let whole = |document: &DocumentReference| HalfDocument {
            of,
            number: document.number.clone(),
            date: Some(document.date),
            issuer: document.issuer.clone().unwrap_or_default(),
        };
        let found = match of {
            DocumentOf::Plan => self.round.plan.as_ref().map(whole),
            DocumentOf::Decision => self.round.decision.as_ref().map(whole),
            DocumentOf::SelfReport(unit) => {
                let report = self.round.units.get(unit).and_then(|unit| unit.self_report.as_ref());
                report.map(|report| HalfDocument {
                    of,
                    number: report.number.clone(),
                    date: Some(report.date),
                    issuer: String::new(),
                })
            }
        };
        found.unwrap_or(HalfDocument { of, number: String::new(), date: None, issuer: String::new() })
    }

    /// Writes a document: into the round where it is complete or empty, else beside it until it is.
    pub fn set_document(&mut self, half: HalfDocument) {
        self.halves.retain(|known| known.of != half.of);
        let whole = match (half.number.is_empty(), half.date) {
            (true, None) if half.issuer.is_empty() => None,
            (false, Some(date)) => Some((half.number.clone(), date)),
            _ => {
                self.halves.push(half);
                return;
            }
        };
        let issuer = (!half.issuer.is_empty()).then_some(half.issuer);
        let cited = whole.clone().map(|(number, date)| DocumentReference { number, date, issuer });
        match half.of {
            DocumentOf::Plan => self.round.plan = cited,
            DocumentOf::Decision => self.round.decision = cited,
            DocumentOf::SelfReport(unit) => {
                if let Some(unit) = self.round.units.get_mut(unit) {
                    unit.self_report = whole.map(|(number, date)| SelfReport { number, date });
                }
            }
        }
    }
}

/// Id of a round whose title has no letter.
const FALLBACK_ROUND: &str = "dot";
