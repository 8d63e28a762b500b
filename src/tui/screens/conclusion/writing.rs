//! The text being written: of a passage, of several that are joined, or of one's own.

use std::time::Instant;

use crate::checklist::Field;
use crate::conclusion::draft::{Beside, DraftAct};
use crate::inspection::{Part, PassageId};
use crate::tui::draft::DraftTimer;
use crate::tui::screen::{Effect, Event, Pending};
use crate::tui::widgets::text_area::TextArea;
use crate::tui::widgets::text_field::Taken;
use crate::tui::work::{DraftSheet, Request, World};

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// The words of a passage.
    Passage(PassageId),
    /// One text for several.
    Joined(Vec<PassageId>),
    /// A passage of one's own.
    Own {
        /// In which part.
        part: Part,
        /// Under which field, where the part has fields.
        field: Option<Field>,
        /// Behind which passage.
        behind: Option<PassageId>,
    },
}

impl Target {
    /// End of the key under which the text is kept while it is typed.
    fn draft(&self) -> String {
        match self {
            Self::Passage(id) => id.to_string(),
            Self::Joined(ids) => format!("join+{}", ids.iter().map(PassageId::to_string).collect::<Vec<_>>().join("+")),
            Self::Own { behind: Some(id), .. } => format!("own+{id}"),
            Self::Own { part, behind: None, .. } => format!("own+{}", part.as_str()),
        }
    }

    /// What a text that was being typed belongs to; where that is gone, a passage of one's own, so that no word is lost.
    fn of_draft(sheet: &DraftSheet, key: &str) -> Self {
        let known = |id: &str| id.parse::<PassageId>().ok().filter(|id| sheet.place_of(id).is_some());
        if let Some(id) = known(key) {
            return Self::Passage(id);
        }
        if let Some(ids) = key.strip_prefix("join+") {
            let ids: Option<Vec<PassageId>> = ids.split('+').map(known).collect();
            if let Some(ids) = ids {
                return Self::Joined(ids);
            }
        }
        let behind = key.strip_prefix("own+").and_then(known);
        if let Some(passage) = behind.as_ref().and_then(|id| sheet.passage(id)) {
            return Self::Own { part: passage.id.part, field: passage.field, behind };
        }
        let part = key.strip_prefix("own+").and_then(Part::from_name);
        let part = part.or_else(|| key.parse::<PassageId>().ok().map(|id| id.part)).unwrap_or(Part::Shortcomings);
        Self::Own { part, field: sheet.first_field(part), behind: None }
    }
}

/// A text and what it is for.
#[derive(Debug, Clone)]
pub(super) struct Writing {
    pub(super) target: Target,
    pub(super) area: TextArea,
    /// As it was when the writing began.
    begun: String,
    timer: DraftTimer,
    key: String,
    /// Whether something is kept under the key.
    kept: Kept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Yes,
    No,
}

impl Writing {
    /// Begins with `text`, or with what was being typed when the program last ended.
    pub(super) fn begin(sheet: &DraftSheet, target: Target, text: &str) -> Self {
        let key = format!("{}{}", sheet.draft_prefix(), target.draft());
        let kept = sheet.unfinished.iter().find(|draft| draft.key == key);
        let area = TextArea::new(kept.map_or(text, |draft| &draft.text));
        let is_kept = if kept.is_some() { Kept::Yes } else { Kept::No };
        Self { target, area, begun: text.to_owned(), timer: DraftTimer::default(), key, kept: is_kept }
    }

    /// Goes on with a text that was being typed, the first of them.
    pub(super) fn restored(sheet: &DraftSheet) -> Option<Self> {
        let draft = sheet.unfinished.first()?;
        let end = draft.key.strip_prefix(&sheet.draft_prefix())?;
        let target = Target::of_draft(sheet, end);
        let begun = match &target {
            Target::Passage(id) => sheet.passage(id).map(|passage| passage.text.clone()).unwrap_or_default(),
            Target::Joined(_) | Target::Own { .. } => String::new(),
        };
        let (area, timer) = (TextArea::new(&draft.text), DraftTimer::default());
        Some(Self { target, area, begun, timer, key: draft.key.clone(), kept: Kept::Yes })
    }

    /// The text, without spaces around.
    pub(super) fn text(&self) -> &str {
        self.area.text().trim()
    }

    /// Whether there is nothing to record.
    pub(super) fn is_unchanged(&self) -> bool {
        let joins = matches!(self.target, Target::Joined(_));
        self.text().is_empty() || (!joins && self.text() == self.begun.trim())
    }

    /// Typing.
    pub(super) fn take(&mut self, event: &Event<'_, World>, at: Instant) -> Taken {
        let taken = self.area.take(event);
        if taken.changed() {
            self.timer.touch(at);
        }
        taken
    }

    pub(super) fn due(&self) -> Option<Instant> {
        self.timer.due()
    }

    pub(super) fn pending(&self) -> Pending {
        self.timer.pending()
    }

    /// Keeps what was typed since it was kept last.
    pub(super) fn keep(&mut self) -> Option<Effect<World>> {
        if self.timer.pending() == Pending::Nothing {
            return None;
        }
        self.timer.clear();
        self.kept = Kept::Yes;
        Some(Effect::Run(Request::SaveDraft { key: self.key.clone(), text: self.area.text().to_owned() }))
    }

    /// Forgets what was kept: the text is given up.
    pub(super) fn forget(&mut self) -> Option<Effect<World>> {
        self.timer.clear();
        (self.kept == Kept::Yes).then(|| Effect::Run(Request::ClearDraft(self.key.clone())))
    }

    /// The key of what was kept, to be forgotten with the recording.
    pub(super) fn kept(&self) -> Option<String> {
        (self.kept == Kept::Yes).then(|| self.key.clone())
    }

    /// What is to be recorded.
    pub(super) fn act(&self) -> DraftAct {
        let text = self.text().to_owned();
        match self.target.clone() {
            Target::Passage(id) => DraftAct::Edit { id, text },
            Target::Joined(ids) => DraftAct::Join { ids, text },
            Target::Own { part, field, behind } => {
                DraftAct::Own { part, field, text, beside: behind.map(Beside::After) }
            }
        }
    }

    /// What splits the passage at the cursor; nothing where one side would be empty.
    pub(super) fn split(&self) -> Option<Vec<DraftAct>> {
        let Target::Passage(id) = &self.target else { return None };
        let (before, behind) = self.area.text().split_at(self.area.cursor());
        let (before, behind) = (one_line(before), one_line(behind));
        if before.is_empty() || behind.is_empty() {
            return None;
        }
        let text = format!("{before} {behind}");
        let split = DraftAct::Split { id: id.clone(), at: before.len() };
        // The place is one of the text as it was recorded.
        let edit = (text != one_line(&self.begun)).then(|| DraftAct::Edit { id: id.clone(), text });
        Some(edit.into_iter().chain([split]).collect())
    }

    /// Another field for a passage of one's own.
    pub(super) fn next_field(&mut self) {
        if let Target::Own { field: Some(field), behind, .. } = &mut self.target {
            let place = Field::ALL.iter().position(|known| known == field).unwrap_or(0);
            *field = Field::ALL[(place + 1) % Field::ALL.len()];
            *behind = None;
        }
    }
}

/// A text as it is recorded: on one line, single spaces between the words.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
