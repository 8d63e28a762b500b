//! A unit being worked at: its answers and what they come to, kept current answer by answer.

use std::sync::Arc;

use super::closing::Earlier;
use super::conflict::Differences;
use super::order::UnitOrder;
use super::request::{Outcome, Request, Touched, TouchedAnswer};
use crate::assessment::{ChecklistAssessment, ItemState, OpenRound, Problem, UnitAssessment};
use crate::checklist::{Checklist, Item};
use crate::inspection::{
    Answer, FieldChange, ItemKey, Member, Question, Recorder, SetChange, Signature, Unit, UnitAnswers,
};
use crate::journal::Draft;

/// A unit being worked at. Cheap enough to clone for a screen on top of another.
#[derive(Debug, Clone)]
pub struct UnitWork {
    /// The round.
    pub open: Arc<OpenRound>,
    /// The unit.
    pub unit: Unit,
    /// Who records.
    pub member: Member,
    /// What is recorded.
    pub answers: UnitAnswers,
    /// What it comes to.
    pub judged: UnitAssessment,
    /// Every problem, in the order of the checklists.
    pub problems: Vec<Problem>,
    /// Texts that were being typed and are not recorded yet.
    pub drafts: Vec<Draft>,
    /// Its items in the order they are asked.
    pub order: Arc<UnitOrder>,
    /// That it is signed: changes want a reason.
    pub signature: Option<Signature>,
    /// Why it is changed although it is signed.
    pub amending: Option<String>,
    /// What earlier rounds found; empty until it was read.
    pub earlier: Arc<Earlier>,
    /// Questions about its answers.
    pub questions: Arc<Vec<Question>>,
    /// Where people said different things, with everything needed to decide.
    pub differences: Arc<Differences>,
}

impl UnitWork {
    /// Judges `answers`.
    pub fn new(open: Arc<OpenRound>, unit: Unit, member: Member, answers: UnitAnswers, drafts: Vec<Draft>) -> Self {
        let judged = open.assess(&unit, &answers);
        let problems = judged.problems(&open.round, &unit, &answers);
        let order = Arc::new(UnitOrder::new(&judged));
        let (signature, amending, earlier) = (None, None, Arc::default());
        let (questions, differences) = (Arc::default(), Arc::default());
        Self {
            open,
            unit,
            member,
            answers,
            judged,
            problems,
            drafts,
            order,
            signature,
            amending,
            earlier,
            questions,
            differences,
        }
    }

    /// Takes in what was changed at this unit; says whether anything here was.
    pub fn take(&mut self, outcome: &Outcome) -> Taken {
        let (round, touched) = match outcome {
            Outcome::Closing(outcome) => return self.take_closing(outcome),
            Outcome::Questions(outcome) => return self.take_questions(outcome),
            Outcome::Conflict(outcome) => return self.take_differences(outcome),
            Outcome::Drafted { key, draft } => return self.take_draft(key, draft.as_ref()),
            // Read anew, after a merge for instance; what earlier rounds found does not change by that.
            Outcome::Unit(work) if work.unit.id == self.unit.id && work.open.round.id == self.open.round.id => {
                *self = Self { earlier: self.earlier.clone(), ..work.as_ref().clone() };
                return Taken::Something;
            }
            Outcome::Changed { round, touched, cleared, .. } => {
                self.drafts.retain(|draft| Some(&draft.key) != cleared.as_ref());
                (round, touched)
            }
            _ => return Taken::Nothing,
        };
        if *round != self.open.round.id {
            return Taken::Nothing;
        }
        let mut taken = Taken::Nothing;
        for Touched { unit, key, answer } in touched {
            if *unit == self.unit.id {
                match answer {
                    TouchedAnswer::Whole(answer) => {
                        self.answers.replace(key, answer.as_deref().cloned());
                        self.judged.update(key, &self.answers);
                    }
                    TouchedAnswer::Entries(entries) => {
                        for entry in entries {
                            let moved = self.answers.put(key, entry.clone());
                            self.judged.follow_row(key, moved, &self.answers);
                        }
                        self.judged.update_followed(key, &self.answers);
                    }
                }
                taken = Taken::Something;
            }
        }
        if taken == Taken::Something {
            self.problems = self.judged.problems(&self.open.round, &self.unit, &self.answers);
        }
        taken
    }

    fn take_draft(&mut self, key: &str, draft: Option<&Draft>) -> Taken {
        if !key.starts_with(&Self::draft_prefix(&self.open, &self.unit)) {
            return Taken::Nothing;
        }
        self.drafts.retain(|kept| kept.key != key);
        self.drafts.extend(draft.cloned());
        Taken::Something
    }

    /// Who records, for [`Request::Record`](super::Request::Record).
    pub fn recorder(&self) -> Recorder {
        Recorder {
            round: self.open.round.id.clone(),
            unit: self.unit.id.clone(),
            member: self.member.id.to_string(),
            reason: self.amending.clone(),
        }
    }

    /// The request that records `changes` of the answer at `key`; `None` where the unit is not asked such an item.
    pub fn record(&self, key: &ItemKey, changes: Vec<FieldChange>, clears_draft: Option<String>) -> Option<Request> {
        let checklist = self.checklist(key)?.checklist().clone();
        let item = Box::new(self.item(key)?.clone());
        Some(Request::Record { recorder: self.recorder(), checklist, item, changes, clears_draft })
    }

    /// The request that records rows, forms or evidence of the answer at `key`; `None` where the unit is not asked
    /// such an item.
    pub fn record_sets(&self, key: &ItemKey, changes: Vec<SetChange>) -> Option<Request> {
        let checklist = self.checklist(key)?.checklist().clone();
        let item = Box::new(self.item(key)?.clone());
        Some(Request::RecordSets { recorder: self.recorder(), checklist, item, changes })
    }

    /// Key of an item.
    pub fn key(checklist: &Checklist, item: &Item) -> ItemKey {
        ItemKey { checklist: checklist.id.clone(), item: item.id.clone() }
    }

    /// The answer to an item.
    pub fn answer(&self, key: &ItemKey) -> Option<&Answer> {
        self.answers.at(key)
    }

    /// The checklist an item belongs to, judged.
    pub fn checklist(&self, key: &ItemKey) -> Option<&ChecklistAssessment> {
        self.judged.checklist(&key.checklist)
    }

    /// The item at `key`.
    pub fn item(&self, key: &ItemKey) -> Option<&Item> {
        self.checklist(key)?.checklist().item(key.item.as_str())
    }

    /// What the item at `key` came to.
    pub fn state(&self, key: &ItemKey) -> Option<&ItemState> {
        self.checklist(key)?.state(key.item.as_str())
    }

    /// Where the draft of `field` of an item is kept: `draft/<round>/<unit>/<checklist>/<item>/<field>`.
    pub fn draft_key(&self, key: &ItemKey, field: &str) -> String {
        format!("{}{}/{}/{field}", Self::draft_prefix(&self.open, &self.unit), key.checklist, key.item)
    }

    /// Text of `field` that was being typed and is not recorded yet.
    pub fn draft(&self, key: &ItemKey, field: &str) -> Option<&str> {
        let wanted = self.draft_key(key, field);
        self.drafts.iter().find(|draft| draft.key == wanted).map(|draft| draft.text.as_str())
    }

    pub(super) fn draft_prefix(open: &OpenRound, unit: &Unit) -> String {
        format!("draft/{}/{}/", open.round.id, unit.id)
    }
}

/// Whether an outcome changed anything here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It did.
    Something,
    /// It did not.
    Nothing,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::inspection::{EntryId, FormContent, RowPlace};
    use crate::tui::screen::Executor;
    use crate::tui::screens::test_home::{TestHome, key, open_unit, round_id};
    use crate::tui::work::Office;

    const ITEMS: &str = r#"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số"
[[section.item]]
id = "ho-so"
kind = "register"
ask = "Hồ sơ"
at_least = 3
when = "tong > 0"
points = 2
pass_from = 0.5
columns = [
  { id = "ma", title = "Mã", kind = "text", required = true },
  { id = "hen", title = "Hẹn", kind = "date" },
  { id = "tra", title = "Trả", kind = "date" },
]
row_ok = "working_days(hen, tra) <= 0"
[[section.item]]
id = "dung"
kind = "rate"
ask = "Tỷ lệ đúng"
formula = "ho_so.ok / tong"
pass_from = 0.5
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Phiếu"
questions = [{ id = "thai-do", ask = "Thái độ", scale = "level-5" }]
[[rule]]
id = "khong-qua"
check = "ho_so.rows <= tong"
message = "{{ ho_so.rows }} > {{ tong }}"
severity = "error"
"#;

    #[derive(Debug, Clone)]
    enum Edit {
        Add(u8),
        Insert(u8, u8),
        Set(u8, u8, u8),
        Remove(u8),
        AddForm(u8),
        RemoveForm(u8),
        Total(u8),
        Undo,
        Redo,
    }

    fn edits() -> impl Strategy<Value = Vec<(Edit, bool)>> {
        let edit = prop_oneof![
            4 => any::<u8>().prop_map(Edit::Add),
            3 => any::<(u8, u8)>().prop_map(|(at, day)| Edit::Insert(at, day)),
            4 => any::<(u8, u8, u8)>().prop_map(|(row, column, day)| Edit::Set(row, column, day)),
            2 => any::<u8>().prop_map(Edit::Remove),
            1 => any::<u8>().prop_map(Edit::AddForm),
            1 => any::<u8>().prop_map(Edit::RemoveForm),
            1 => (0u8..4).prop_map(Edit::Total),
            3 => Just(Edit::Undo),
            1 => Just(Edit::Redo),
        ];
        prop::collection::vec((edit, any::<bool>()), 1..25)
    }

    fn day(number: u8) -> Value {
        json!(format!("2025-03-{:02}", 1 + number % 9))
    }

    fn request(work: &UnitWork, edit: &Edit) -> Option<Request> {
        let rows = work.answer(&key("ho-so")).map_or(&[][..], |answer| answer.rows.as_slice());
        let row = |at: u8| -> Option<EntryId> {
            rows.get(usize::from(at).checked_rem(rows.len())?).map(|row| row.id.clone())
        };
        let change = match *edit {
            Edit::Add(number) => SetChange::AddRow([("ma".to_owned(), json!(format!("H{number}")))].into()),
            Edit::Insert(at, number) => {
                let at = usize::from(at) % (rows.len() + 1);
                let place = RowPlace::between(at.checked_sub(1).and_then(|before| rows.get(before)), rows.get(at));
                SetChange::InsertRow { place, cells: [("tra".to_owned(), day(number))].into() }
            }
            Edit::Set(at, column, number) => {
                let value = if number.is_multiple_of(5) { Value::Null } else { day(number) };
                let column = ["ma", "hen", "tra"][usize::from(column) % 3].to_owned();
                SetChange::SetCell { row: row(at)?, column, value }
            }
            Edit::Remove(at) => SetChange::RemoveRow(row(at)?),
            Edit::AddForm(number) => {
                let form = FormContent { answers: vec![u32::from(number % 6)], ..FormContent::default() };
                return work.record_sets(&key("phieu"), vec![SetChange::AddForm(form)]);
            }
            Edit::RemoveForm(at) => {
                let forms = &work.answer(&key("phieu"))?.forms;
                let form = forms.get(usize::from(at).checked_rem(forms.len())?)?;
                return work.record_sets(&key("phieu"), vec![SetChange::RemoveForm(form.id.clone())]);
            }
            Edit::Total(number) => {
                return work.record(&key("tong"), vec![FieldChange::Number(Some(f64::from(number)))], None);
            }
            Edit::Undo => return Some(Request::Undo(round_id())),
            Edit::Redo => return Some(Request::Redo(round_id())),
        };
        work.record_sets(&key("ho-so"), vec![change])
    }

    fn same_work(kept: &UnitWork, anew: &UnitWork) -> Result<(), TestCaseError> {
        prop_assert_eq!(&kept.answers, &anew.answers);
        let states = |work: &UnitWork| -> Vec<ItemState> {
            work.judged.checklists().iter().flat_map(|judged| judged.items().map(|(_, state)| state.clone())).collect()
        };
        prop_assert_eq!(states(kept), states(anew));
        prop_assert_eq!(&kept.problems, &anew.problems);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn taking_in_what_changed_comes_to_the_same_as_reading_all(edits in edits()) {
            let home = TestHome::with_items(ITEMS);
            home.record("[answer.\"thu/tong\"]\nnumber = 2");
            let mut office: Office = home.office();
            let mut work = open_unit(&mut office);
            // Undoing goes no further back than this test did anything: before that the round was made.
            let mut done = 0_usize;
            for (edit, other) in edits {
                if matches!(edit, Edit::Undo) && done == 0 {
                    continue;
                }
                let Some(mut request) = request(&work, &edit) else { continue };
                if let Request::RecordSets { recorder, .. } = &mut request && other {
                    // Somebody the round does not know: outside the assignment.
                    "tv-2".clone_into(&mut recorder.member);
                }
                if let Ok(outcome) = office.execute(&request) {
                    work.take(&outcome);
                    done = if matches!(edit, Edit::Undo) { done - 1 } else { done + 1 };
                }
            }
            same_work(&work, &open_unit(&mut home.office()))?;
        }
    }
}
