//! Runs what the screens ask for against the store. Nothing is decided here: rooms are called and
//! what they say is handed back.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::exchange::Sticks;
use super::opener::Opener;
use super::overview::SharedOverviews;
use super::request::{Definition, Outcome, PaperChoice, Request, RoundLine, Signed, Touched, TouchedAnswer, World};
use super::reversal::Direction;
use super::table::{TableRequest, read_in_job};
use super::unit_work::UnitWork;
use super::unsent::Unsent;
use crate::assessment::{OpenRound, ProblemKind, Severity};
use crate::clipboard::{Clipboard, SystemClipboard};
use crate::conclusion::{Conclusion, MinutesBasis, NoticeBasis};
use crate::inspection::{
    Amendment, InspectionError, ItemKey, Member, Recorder, RoundId, RoundPart, Store, UnitId, find_unit, unit_list,
};
use crate::journal::{JournalError, RecordKey};
use crate::paper::{Document, Status};
use crate::search::RoundTexts;
use crate::tui::action::{Action, Offer};
use crate::tui::appearance::Appearance;
use crate::tui::preferences::Preferences;
use crate::tui::screen::{Effect, Executor, Failure, JobBody, Standing};

/// The store as the screens see it.
pub struct Office {
    pub(super) store: Store,
    pub(super) preferences: Arc<Preferences>,
    /// `--as`: acts wherever a round has this member.
    wanted: Option<String>,
    open: BTreeMap<RoundId, Arc<OpenRound>>,
    who: Option<Member>,
    /// Leave to change a signed unit, until a unit or a round is opened.
    pub(super) amendment: Option<(RoundId, Amendment)>,
    /// Where papers are written unless somebody says otherwise.
    pub(super) papers: PathBuf,
    pub(super) opener: Opener,
    /// Copies of attached files that were handed to other programs; gone when this program ends.
    pub(super) shown: Vec<tempfile::TempDir>,
    pub(super) clipboard: Box<dyn Clipboard>,
    /// Of the round searched last.
    pub(super) texts: Option<Arc<RoundTexts>>,
    /// What of the round opened last is on this laptop alone.
    pub(super) unsent: Unsent,
    /// Where packs are written to and come from.
    pub(super) sticks: Sticks,
    /// What was read of rounds as a whole.
    pub(super) overviews: SharedOverviews,
}

pub(super) type Done = Result<Outcome, Failure>;

impl Office {
    /// Works on `store`; `wanted` acts wherever a round has such a member.
    pub fn new(store: Store, wanted: Option<String>) -> Self {
        let papers = store.journal().home().to_owned();
        let preferences = Arc::new(Preferences::of_home(&papers));
        let (opener, shown) = (Opener::System, Vec::new());
        let clipboard = Box::new(SystemClipboard);
        Self {
            store,
            preferences,
            wanted,
            open: BTreeMap::new(),
            who: None,
            amendment: None,
            papers,
            opener,
            shown,
            clipboard,
            texts: None,
            unsent: Unsent::default(),
            sticks: Sticks::default(),
            overviews: SharedOverviews::default(),
        }
    }

    /// The same, writing papers into `folder` and not into the home, which users do not look into.
    #[must_use]
    pub fn with_papers(self, folder: PathBuf) -> Self {
        Self { papers: folder, ..self }
    }

    /// The same with another clipboard than the system's.
    #[must_use]
    pub fn with_clipboard(self, clipboard: Box<dyn Clipboard>) -> Self {
        Self { clipboard, ..self }
    }

    /// The same, showing attached files with `opener`.
    #[must_use]
    pub fn with_opener(self, opener: Opener) -> Self {
        Self { opener, ..self }
    }

    /// The same without counting what is on this laptop alone: pictures of screens that are about something else.
    #[cfg(test)]
    #[must_use]
    pub fn without_unsent(mut self) -> Self {
        self.unsent.is_hidden = true;
        self
    }

    /// The same, with these sticks and no others.
    #[must_use]
    pub fn with_sticks(self, sticks: Sticks) -> Self {
        Self { sticks, ..self }
    }

    /// The store, for whoever owns the screens.
    pub fn store(&self) -> &Store {
        &self.store
    }

    pub(super) fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    fn rounds(&self) -> Done {
        let lines = self.store.rounds().map_err(refused)?.into_iter().map(|summary| {
            let round = self.store.round(summary.id.as_str()).ok().map(Arc::new);
            RoundLine { units: round.as_ref().map_or(0, |round| round.units.len()), round, summary }
        });
        Ok(Outcome::Rounds(lines.collect()))
    }

    pub(super) fn opened(&mut self, id: &RoundId) -> Result<Arc<OpenRound>, Failure> {
        if let Some(open) = self.open.get(id) {
            return Ok(open.clone());
        }
        let open = Arc::new(OpenRound::open(&self.store, id.as_str()).map_err(refused)?);
        self.open.insert(id.clone(), open.clone());
        Ok(open)
    }

    pub(super) fn reopened(&mut self, id: &RoundId) -> Result<Arc<OpenRound>, Failure> {
        self.open.remove(id);
        self.opened(id)
    }

    /// Something else wrote to the round: it is read again when it is asked for next.
    pub(super) fn forget(&mut self, id: &RoundId) {
        self.open.remove(id);
        self.texts = None;
    }

    /// Who acts, where that is known without asking: "opening a round first asks who you are".
    pub(super) fn acting(&mut self, open: &OpenRound) -> Option<Member> {
        self.who = self.acting_in(open);
        self.who.clone()
    }

    /// The same of a round that need not be the one at work.
    pub(super) fn acting_in(&self, open: &OpenRound) -> Option<Member> {
        let wanted = self.wanted.as_deref().filter(|wanted| open.round.member(wanted).is_some());
        let chosen = self.store.has_chosen_acting(&open.round.id).ok()? == crate::inspection::Chosen::Yes;
        let alone = open.round.members.len() == 1;
        if wanted.is_some() || chosen || alone { self.store.acting(&open.round, wanted).ok() } else { None }
    }

    pub(super) fn round(&mut self, id: &RoundId) -> Done {
        self.amendment = None;
        let open = self.reopened(id)?;
        let acting = self.acting(&open);
        self.unsent.begin(&self.store, id);
        Ok(Outcome::Round { open, acting })
    }

    fn unit(&mut self, round: &RoundId, unit: &UnitId) -> Done {
        self.amendment = None;
        let open = self.opened(round)?;
        let unit = find_unit(&open.round, unit.as_str()).map_err(refused)?.clone();
        let Some(member) = self.acting(&open) else {
            let known = open.round.members.iter().map(|member| member.id.to_string()).collect();
            return Err(refused(InspectionError::NobodyActs { known }));
        };
        let answers = self.store.answers(&open.round.id, &unit.id).map_err(refused)?;
        let drafts = self.store.journal().drafts(&UnitWork::draft_prefix(&open, &unit)).map_err(failed)?;
        let signature = self.store.signature(&open.round.id, &unit.id).map_err(refused)?;
        let questions = Arc::new(self.store.questions_at(&open.round.id, &unit.id).map_err(refused)?);
        let differences = Arc::new(self.differences_at(round, &unit.id)?);
        let work = UnitWork::new(open, unit, member, answers, drafts);
        Ok(Outcome::Unit(Box::new(UnitWork { signature, questions, differences, ..work })))
    }

    fn summary(&mut self, round: &RoundId, unit: &UnitId) -> Done {
        let open = self.opened(round)?;
        let found = find_unit(&open.round, unit.as_str()).map_err(refused)?;
        let answers = self.store.answers(round, unit).map_err(refused)?;
        let judged = open.assess(found, &answers);
        let mut problems = judged.problems(&open.round, found, &answers);
        problems.retain(|problem| problem.kind != ProblemKind::Unanswered);
        let signature = self.store.signature(round, unit).map_err(refused)?;
        let later = signature.as_ref().map(|signature| self.store.later_changes(round, unit, signature));
        let later = later.transpose().map_err(refused)?.unwrap_or_default().len();
        let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        Ok(Outcome::Summary {
            round: round.clone(),
            unit: unit.clone(),
            totals: judged.totals(),
            errors: errors.len(),
            warnings: problems.len() - errors.len(),
            first_error: errors.first().map(|problem| problem.message.clone()),
            signed: signature.map(|signature| Signed { on: signature.when.date_naive(), later }),
            issued: self.issued_mark(round, unit)?,
            conclusion: self.conclusion_days(&open.round, found)?,
        })
    }

    pub(super) fn touched(&self, round: &RoundId, unit: &UnitId, key: &ItemKey) -> Result<Touched, Failure> {
        let mut answers = crate::inspection::UnitAnswers::default();
        self.store.reload(&mut answers, round, unit, key).map_err(refused)?;
        let answer = TouchedAnswer::Whole(answers.at(key).cloned().map(Box::new));
        Ok(Touched { unit: unit.clone(), key: key.clone(), answer })
    }

    pub(super) fn changed(&self, recorder: &Recorder, key: &ItemKey, cleared: Option<&String>) -> Done {
        let touched = vec![self.touched(&recorder.round, &recorder.unit, key)?];
        let (round, cleared) = (recorder.round.clone(), cleared.cloned());
        Ok(Outcome::Changed { round, touched, definition: Definition::Same, cleared, reversal: None })
    }

    /// Only the records of rows, forms or evidence that were written: a register may have thousands of others. The first of
    /// them also tell under which words they were made, which is the answer's own.
    fn changed_entries(&self, recorder: &Recorder, key: &ItemKey, records: &[RecordKey]) -> Done {
        if records.iter().any(|record| record.kind() == "answer") {
            return self.changed(recorder, key, None);
        }
        let touched = vec![self.touched_entries(&recorder.unit, key, records)?];
        let round = recorder.round.clone();
        Ok(Outcome::Changed { round, touched, definition: Definition::Same, cleared: None, reversal: None })
    }

    pub(super) fn touched_entries(
        &self,
        unit: &UnitId,
        key: &ItemKey,
        records: &[RecordKey],
    ) -> Result<Touched, Failure> {
        let entries = self.store.entry_states(records).map_err(refused)?;
        Ok(Touched { unit: unit.clone(), key: key.clone(), answer: TouchedAnswer::Entries(entries) })
    }

    pub(super) fn amendment_in(&self, round: &RoundId) -> Option<Amendment> {
        self.amendment.as_ref().filter(|(of, _)| of == round).map(|(_, amendment)| amendment.clone())
    }

    pub(super) fn member(&self) -> Result<String, Failure> {
        let nobody = || refused(InspectionError::NobodyActs { known: Vec::new() });
        self.who.as_ref().map(|member| member.id.to_string()).ok_or_else(nobody)
    }

    pub(super) fn paper(&mut self, round: &RoundId, unit: &UnitId, paper: PaperChoice) -> Result<Document, Failure> {
        let conclusion = Conclusion::of(&self.store, round.as_str(), unit.as_str()).map_err(refused)?;
        let inspected = conclusion.inspected();
        let now = self.store.journal().clock().now().to_utc();
        Ok(match paper {
            PaperChoice::Notice => {
                inspected.notice(&NoticeBasis { number: None, date: None, status: Status::Draft, now })
            }
            PaperChoice::Minutes => conclusion.minutes(&MinutesBasis { status: conclusion.minutes_status(), now }),
        })
    }

    /// `<unit>-thong-bao.docx`: letters that every system and every mail program takes.
    pub(super) fn proposal(&self, unit: &UnitId, paper: PaperChoice) -> PathBuf {
        let name = match paper {
            PaperChoice::Notice => "thong-bao",
            PaperChoice::Minutes => "bien-ban",
        };
        self.papers.join(format!("{unit}-{name}.docx"))
    }

    fn run(&mut self, request: &Request) -> Done {
        match request {
            Request::Evidence(request) => self.evidence(request),
            Request::ListRounds => {
                self.unsent.end();
                self.rounds()
            }
            Request::AddDemo => {
                crate::demo::load(&mut self.store).map_err(saving)?;
                self.rounds()
            }
            Request::OpenRound(id) => self.round(id),
            Request::ChooseActing(id, member) => {
                // Chosen on the screen: counts from now on, whatever the command line said.
                self.wanted = None;
                self.store.choose_acting(id, member).map_err(saving)?;
                self.round(id)
            }
            Request::SaveRound(round) => {
                let known = |member: &&Member| round.member(member.id.as_str()).is_some();
                let member = self.who.as_ref().filter(known).map(|member| member.id.to_string());
                let differences = self.store.save_round(round, member.as_deref()).map_err(saving)?;
                let open = self.reopened(&round.id)?;
                let acting = self.acting(&open);
                Ok(Outcome::RoundSaved { open, acting, differences })
            }
            Request::RemoveUnit(round, unit) => {
                let member = self.member().ok();
                self.store.remove_from_round(RoundPart::Unit(round, unit), member.as_deref()).map_err(saving)?;
                self.round(round)
            }
            Request::RemoveMember(round, id) => {
                let member = self.member().ok();
                self.store.remove_from_round(RoundPart::Member(round, id), member.as_deref()).map_err(saving)?;
                self.round(round)
            }
            Request::ListSources => {
                let folder = self.store.journal().home().join(crate::inspection::UNIT_FOLDER);
                let unit_lists = unit_list::with_folder(&folder).lists.into_values().collect();
                let rounds = self.store.rounds().map_err(refused)?.into_iter().map(|round| round.id).collect();
                let today = self.store.journal().clock().now().date_naive();
                let checklists = self.store.library().all().collect();
                let offices = self.store.offices().map_err(refused)?;
                Ok(Outcome::Sources { checklists, unit_lists, rounds, offices, today })
            }
            Request::Closing(request) => self.close(request),
            Request::Summarise(round, unit) => self.summary(round, unit),
            Request::OpenUnit(round, unit) => self.unit(round, unit),
            Request::Record { recorder, checklist, item, changes, clears_draft } => {
                self.store.record(recorder, checklist, item, changes).map_err(saving)?;
                if let Some(draft) = clears_draft {
                    self.store.journal_mut().draft_clear(draft).map_err(failed)?;
                }
                self.changed(recorder, &UnitWork::key(checklist, item), clears_draft.as_ref())
            }
            Request::RecordSets { recorder, checklist, item, changes } => {
                let recorded = self.store.record_sets(recorder, checklist, item, changes).map_err(saving)?;
                self.changed_entries(recorder, &UnitWork::key(checklist, item), &recorded.records)
            }
            Request::Undo(round) => self.reverse(round, Direction::Undo),
            Request::Redo(round) => self.reverse(round, Direction::Redo),
            Request::SaveDraft { key, text } => {
                self.store.journal_mut().draft_save(key, text).map_err(failed)?;
                let draft = self.store.journal().draft(key).map_err(failed)?;
                Ok(Outcome::Drafted { key: key.clone(), draft })
            }
            Request::ReadDraft(key) => {
                let draft = self.store.journal().draft(key).map_err(failed)?;
                Ok(Outcome::Drafted { key: key.clone(), draft })
            }
            Request::ClearDraft(key) => {
                self.store.journal_mut().draft_clear(key).map_err(failed)?;
                Ok(Outcome::Drafted { key: key.clone(), draft: None })
            }
            Request::History(round, unit, key) => {
                Ok(Outcome::History(key.clone(), self.store.history(round, unit, key).map_err(refused)?))
            }
            Request::Grid(request) => self.grid(request),
            Request::Clipboard(request) => self.clipboard(*request),
            Request::Phrases(request) => self.phrases(request),
            Request::Table(request) => self.table(request),
            Request::Settings(request) => self.settle(request),
            Request::JumpTo(key) => Ok(Outcome::Jump(key.clone())),
            Request::Compose(round, unit, paper) => self.composed(round, unit, *paper),
            Request::WritePaper { round, unit, paper, path, existing } => {
                self.write_paper((round, unit, *paper), path, *existing)
            }
            Request::Search(search) => self.search(search),
            Request::Questions(request) => self.question(request),
            Request::Editions(request) => self.editions(request),
            Request::Conflict(request) => self.differ(request),
            Request::Board(request) => self.board(request),
            Request::Steps(request) => self.steps(request),
            Request::Exchange(request) => self.exchange(request),
            Request::FollowUp(request) => self.follow_up(request),
            Request::Issue(request) => self.issue(request),
            Request::Conclusion(request) => self.conclude(request),
            Request::Overview(request) => self.overview(request),
            Request::Results(request) => self.results(request, &mut |_| std::ops::ControlFlow::Continue(())),
            Request::Templates(request) => self.templates(request),
        }
    }
}

impl Executor<World> for Office {
    fn execute(&mut self, request: &Request) -> Done {
        let done = self.run(request);
        self.unsent.follow(&self.store);
        done
    }

    fn prepare_job(&mut self, request: &Request) -> Result<JobBody<World>, Failure> {
        if let Request::Table(TableRequest::Read(path)) = request {
            let path = path.clone();
            return Ok(Box::new(move |progress| read_in_job(&path, progress)));
        }
        let home = self.store.journal().home().to_owned();
        let clock = self.store.journal().clock().clone();
        let wanted = self.wanted.clone();
        let request = request.clone();
        // A job has a connection of its own; the screen's stays free for what the user does meanwhile.
        let (papers, overviews) = (self.papers.clone(), self.overviews.clone());
        Ok(Box::new(move |progress| {
            let mut office = Self::new(Store::open(&home, clock).map_err(refused)?, wanted).with_papers(papers);
            office.overviews = overviews;
            match &request {
                Request::Evidence(request) => office.evidence_job(request, progress),
                Request::Exchange(request) => office.exchange_job(request, progress),
                Request::Overview(request) => office.overview_job(request, progress),
                Request::Results(request) => office.results_job(request, progress),
                request => office.execute(request),
            }
        }))
    }

    fn standing(&self) -> Standing {
        let who = self.who.as_ref().map(|member| member.name.clone());
        let input_method = self.appearance().typing.map(|method| method.name().to_owned());
        Standing { who, unsent: self.unsent.count(), input_method }
    }

    fn appearance(&self) -> Appearance {
        self.preferences.appearance()
    }

    fn offers(&self) -> Vec<Offer> {
        Self::settings_offers()
    }

    fn perform(&mut self, action: Action) -> Vec<Effect<World>> {
        self.perform_setting(action)
    }
}

/// A request that makes no sense: nothing to try again.
#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
pub(super) fn refused(error: InspectionError) -> Failure {
    Failure::Refused(error.to_string())
}

/// A write that did not succeed: is it the request, or the disk?
pub(super) fn saving(error: InspectionError) -> Failure {
    match error {
        InspectionError::Journal(error) => failed(error),
        other => refused(other),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
pub(super) fn failed(error: JournalError) -> Failure {
    let text = error.to_string();
    match error {
        JournalError::Busy
        | JournalError::DiskFull
        | JournalError::ReadOnly
        | JournalError::NotSaved { .. }
        | JournalError::Storage { .. } => Failure::NotSaved(text),
        _ => Failure::Refused(text),
    }
}
