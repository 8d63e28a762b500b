//! The draft of a unit's notice, passage by passage, as the conclusion editor asks for it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use rust_i18n::t;

use super::issue::IssuedMark;
use super::office::{Office, failed, refused, saving};
use super::request::Outcome;
use crate::assessment::OpenRound;
use crate::checklist::Field;
use crate::conclusion::draft::{
    Contradiction, Draft, DraftAct, DraftError, FigureRole, Passage, PassageStanding, TracedFigure,
};
use crate::conclusion::{Conclusion, NoticeBasis};
use crate::exchange::conflict::{Words, device_names, find_at};
use crate::inspection::{AnswerVoice, ItemKey, Part, PassageId, Recorder, RoundId, UnitId};
use crate::journal::RecordKey;
use crate::paper::{Format, Status};
use crate::tui::screen::{EffectKind, Failure};
use crate::vietnamese::date::format_date_short;

/// What is asked about the draft of a notice.
#[derive(Debug, Clone)]
pub enum ConclusionRequest {
    /// Composes it as it stands now → [`ConclusionOutcome::Drafted`].
    Compose(RoundId, UnitId),
    /// Who recorded what of these items, and when → [`ConclusionOutcome::Voices`].
    Voices(RoundId, UnitId, Vec<ItemKey>),
    /// Changes it → [`ConclusionOutcome::Drafted`].
    Change {
        /// In which round.
        round: RoundId,
        /// Of which unit.
        unit: UnitId,
        /// What is done to it, one after the other.
        acts: Vec<DraftAct>,
        /// Draft that is no longer needed once this is saved.
        clears_draft: Option<String>,
    },
}

impl ConclusionRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Compose(..) | Self::Voices(..) => EffectKind::Read,
            Self::Change { .. } => EffectKind::Write,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum ConclusionOutcome {
    /// The draft as it stands now.
    Drafted(Arc<DraftSheet>),
    /// Who recorded what, and when.
    Voices(Arc<BTreeMap<ItemKey, Vec<AnswerVoice>>>),
}

/// The draft of a notice with everything the editor shows of it.
pub struct DraftSheet {
    /// Of which round.
    pub round: RoundId,
    /// Of which unit.
    pub unit: UnitId,
    /// The round.
    pub open: Arc<OpenRound>,
    /// The paper as plain text, laid out.
    pub text: String,
    /// The notice that is issued: it stays as it is, whatever becomes of the draft.
    pub issued: Option<IssuedMark>,
    /// Texts that were being typed when the program last ended.
    pub unfinished: Vec<crate::journal::Draft>,
    draft: Draft,
    /// Where laptops say different things of a passage: what each says, by the record.
    opinions: BTreeMap<RecordKey, Vec<PassageOpinion>>,
    /// What it was made from.
    concluded: Conclusion,
    /// Traced when they are first looked at: a draft may have hundreds of passages.
    figures: Vec<OnceLock<Vec<TracedFigure>>>,
    contradictions: Vec<Contradiction>,
}

/// What one of several people says of a contested passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageOpinion {
    /// About what of it: `câu chữ`, `thời hạn`.
    pub about: String,
    /// What is said, in words.
    pub said: String,
    /// Who on which laptop, when: `Thành viên 2 · máy dell-02, 19/10 09:42`; several where they agree.
    pub by: String,
}

impl fmt::Debug for DraftSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passages = self.passages().len();
        f.debug_struct("DraftSheet").field("unit", &self.unit).field("passages", &passages).finish_non_exhaustive()
    }
}

impl DraftSheet {
    /// Every passage in the order of the paper.
    pub fn passages(&self) -> &[Passage] {
        self.draft.passages()
    }

    /// One of them.
    pub fn passage(&self, id: &PassageId) -> Option<&Passage> {
        self.draft.get(id)
    }

    /// Where it stands among them.
    pub fn place_of(&self, id: &PassageId) -> Option<usize> {
        self.passages().iter().position(|passage| passage.id == *id)
    }

    /// The field under which a passage of one's own is put in a part that has none yet.
    pub fn first_field(&self, part: Part) -> Option<Field> {
        let mut fields: Vec<Field> = self.open.editions.iter().map(|edition| edition.checklist.field).collect();
        fields.sort_unstable();
        part.is_under_fields().then(|| fields.first().copied().unwrap_or(Field::ChiDao))
    }

    /// A field's title as the paper prints it.
    pub fn field_title(&self, field: Field) -> String {
        crate::conclusion::field_title(field, self.open.round.period)
    }

    /// Figures of a passage that the records do not bear out.
    pub fn contradictions_of(&self, id: &PassageId) -> impl Iterator<Item = &Contradiction> {
        self.contradictions.iter().filter(move |contradiction| contradiction.passage == *id)
    }

    /// Where the figures of a passage come from.
    pub fn figures_of(&self, id: &PassageId) -> &[TracedFigure] {
        let Some(figures) = self.place_of(id).and_then(|place| self.figures.get(place)) else { return &[] };
        figures.get_or_init(|| self.draft.figures(&self.concluded.inspected(), id))
    }

    /// A member's name; that of the program for what a device did by itself.
    pub fn member_name(&self, member: Option<&str>) -> String {
        let known = member.and_then(|id| self.open.round.member(id)).map(|member| member.name.clone());
        known.or_else(|| member.map(str::to_owned)).unwrap_or_else(|| t!("screen_history.program").into_owned())
    }

    /// Who edited a passage last: `Thành viên 1, 19/10 09:42`.
    pub fn edited_by(&self, passage: &Passage) -> Option<String> {
        let author = passage.edit.as_ref()?.authors.iter().max_by_key(|author| author.when)?;
        let who = self.member_name(author.member.as_deref());
        let when = format!("{} {}", format_date_short(author.when.date_naive()), author.when.format("%H:%M"));
        Some(t!("screen_conclusion.source_by", who = who, when = when).into_owned())
    }

    /// `1.1 = 155, 1.2 = 143`: items that the figures of a passage come from; those merely counted or said in a
    /// remark are left out.
    pub fn figure_line(&self, id: &PassageId) -> String {
        let mut said: Vec<String> = Vec::new();
        let origins = self.figures_of(id).iter().flat_map(|figure| &figure.origins);
        let is_figure = |role| !matches!(role, FigureRole::Judged | FigureRole::Remarked);
        for origin in origins.filter(|origin| is_figure(origin.role)) {
            let number = self.open.numbered_item(&origin.item).map(|(number, _)| number).unwrap_or_default();
            let text = format!("{number} = {}", origin.shown);
            if !said.contains(&text) {
                said.push(text);
            }
        }
        said.join(", ")
    }

    /// What people say of a contested passage, those who wrote first before the others.
    pub fn opinions_of(&self, id: &PassageId) -> &[PassageOpinion] {
        self.record_of(id).and_then(|record| self.opinions.get(&record)).map_or(&[], Vec::as_slice)
    }

    /// The record that holds what people made of a passage.
    pub fn record_of(&self, id: &PassageId) -> Option<RecordKey> {
        crate::inspection::passage_record(&self.round, &self.unit, id).ok()
    }

    /// Begin of the keys under which texts are kept while they are typed. They are no answers, so they do not count among
    /// a unit's drafts.
    pub fn draft_prefix(&self) -> String {
        draft_prefix(&self.round, &self.unit)
    }
}

fn draft_prefix(round: &RoundId, unit: &UnitId) -> String {
    format!("conclusion/{round}/{unit}/")
}

type Done = Result<Outcome, Failure>;

impl Office {
    /// Runs a request about the draft of a notice.
    pub(super) fn conclude(&mut self, request: &ConclusionRequest) -> Done {
        match request {
            ConclusionRequest::Compose(round, unit) => self.drafted(round, unit),
            ConclusionRequest::Voices(round, unit, items) => self.voices(round, unit, items),
            ConclusionRequest::Change { round, unit, acts, clears_draft } => {
                for act in acts {
                    self.change_draft(round, unit, act)?;
                }
                if let Some(draft) = clears_draft {
                    self.store.journal_mut().draft_clear(draft).map_err(failed)?;
                }
                self.drafted(round, unit)
            }
        }
    }

    /// The unit as it is recorded now.
    pub(super) fn concluded(&mut self, round: &RoundId, unit: &UnitId) -> Result<Conclusion, Failure> {
        let open = self.opened(round)?;
        Conclusion::for_notice(&self.store, open, unit.as_str()).map_err(refused)
    }

    fn voices(&self, round: &RoundId, unit: &UnitId, items: &[ItemKey]) -> Done {
        let mut voices = BTreeMap::new();
        for key in items {
            voices.insert(key.clone(), self.store.voices(round, unit, key).map_err(refused)?);
        }
        Ok(Outcome::Conclusion(ConclusionOutcome::Voices(Arc::new(voices))))
    }

    fn basis(&self) -> NoticeBasis {
        let now = self.store.journal().clock().now().to_utc();
        NoticeBasis { number: None, date: None, status: Status::Draft, now }
    }

    fn change_draft(&mut self, round: &RoundId, unit: &UnitId, act: &DraftAct) -> Result<(), Failure> {
        let recorder = Recorder { round: round.clone(), unit: unit.clone(), member: self.member()?, reason: None };
        let concluded = self.concluded(round, unit)?;
        let draft = Draft::of(&concluded.inspected(), &self.basis());
        draft.record(&mut self.store, &recorder, act).map_err(not_done)?;
        Ok(())
    }

    /// What people say of the contested passages of a unit, in words.
    fn passage_opinions(
        &self,
        open: &OpenRound,
        unit: &UnitId,
    ) -> Result<BTreeMap<RecordKey, Vec<PassageOpinion>>, Failure> {
        let devices = device_names(&self.store).map_err(|error| Failure::Refused(error.to_string()))?;
        let words = Words::of(&open.round, &open.editions, &rust_i18n::locale()).with_devices(devices);
        let found = find_at(&self.store, &open.round, unit).map_err(refused)?;
        let mut all: BTreeMap<RecordKey, Vec<PassageOpinion>> = BTreeMap::new();
        for conflict in found.iter().filter(|conflict| conflict.record.kind() == "passage") {
            let said = conflict.opinions.iter().map(|opinion| {
                let voices = opinion.voices.iter().map(|voice| {
                    let (who, device) = (words.member(voice.member.as_deref()), words.device(&voice.device));
                    let when = voice.made_at.format("%H:%M");
                    format!("{who} · {device}, {} {when}", format_date_short(voice.made_at.date_naive()))
                });
                PassageOpinion {
                    about: words.passage_part(conflict.field.as_str()),
                    said: words.value(&conflict.record, conflict.field.as_str(), &opinion.value),
                    by: voices.collect::<Vec<_>>().join("; "),
                }
            });
            all.entry(conflict.record.clone()).or_default().extend(said);
        }
        Ok(all)
    }

    fn drafted(&mut self, round: &RoundId, unit: &UnitId) -> Done {
        let open = self.opened(round)?;
        let concluded = self.concluded(round, unit)?;
        let inspected = concluded.inspected();
        let draft = Draft::of(&inspected, &self.basis());
        let bytes = crate::paper::render(draft.document(), Format::Text);
        let bytes = bytes.map_err(|error| Failure::Refused(error.to_string()))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let figures = draft.passages().iter().map(|_| OnceLock::new()).collect();
        let contradictions = draft.contradictions(&inspected);
        let unfinished = self.store.journal().drafts(&draft_prefix(round, unit)).map_err(failed)?;
        let issued = self.issued_mark(round, unit)?;
        let contested = draft.passages().iter().any(|passage| passage.standing == PassageStanding::Contested);
        let opinions = if contested { self.passage_opinions(&open, unit)? } else { BTreeMap::new() };
        let (round, unit) = (round.clone(), unit.clone());
        let sheet = DraftSheet {
            round,
            unit,
            open,
            text,
            issued,
            unfinished,
            draft,
            opinions,
            concluded,
            figures,
            contradictions,
        };
        Ok(Outcome::Conclusion(ConclusionOutcome::Drafted(Arc::new(sheet))))
    }
}

/// Is it the act, or the disk?
fn not_done(error: DraftError) -> Failure {
    match error {
        DraftError::Inspection(error) => saving(error),
        other => Failure::Refused(other.to_string()),
    }
}
