//! A piece of evidence being written.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::DRAFTS;
use crate::inspection::{EntryId, Evidence, EvidenceContent};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Event, Message};
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::{Accepts, Taken, TextField};
use crate::tui::width;
use crate::tui::work::World;
use crate::vietnamese::date::{format_date, parse_date};

/// The lines of the form, from above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Document,
    Date,
    About,
    File,
}

impl Entry {
    const ALL: [Self; 4] = [Self::Document, Self::Date, Self::About, Self::File];

    fn label(self) -> String {
        let key = match self {
            Self::Document => "screen_evidence.ask_document",
            Self::Date => "screen_evidence.ask_date",
            Self::About => "screen_evidence.ask_about",
            Self::File => "screen_evidence.ask_file",
        };
        t!(key).into_owned()
    }
}

/// A piece of evidence being written.
#[derive(Debug, Clone)]
pub struct EvidenceForm {
    /// The piece it stands for, if it is not a new one.
    replaces: Option<EntryId>,
    fields: [TextField; 4],
    at: usize,
    error: Option<String>,
}

impl EvidenceForm {
    /// Lines it takes: a heading and the fields.
    pub const HEIGHT: u16 = 5;

    /// A new piece.
    pub fn blank() -> Self {
        Self::filled(None, ["", "", "", ""])
    }

    /// A piece that is there.
    pub fn of(piece: &Evidence) -> Self {
        let EvidenceContent { file, document, date, about } = &piece.content;
        let date = date.map(format_date).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self::filled(Some(piece.id.clone()), [&text(document), &date, about, &text(file)])
    }

    /// The same, with what was left half written in it.
    pub fn with_draft(self, text: &str) -> Self {
        let mut lines = text.split('\n');
        Self::filled(self.replaces, std::array::from_fn(|_| lines.next().unwrap_or_default()))
    }

    fn filled(replaces: Option<EntryId>, texts: [&str; 4]) -> Self {
        let [document, date, about, file] = texts;
        let text = |text| TextField::new(text, Accepts::Text);
        let fields = [text(document), TextField::new(date, Accepts::Date), text(about), text(file)];
        Self { replaces, fields, at: 0, error: None }
    }

    /// The piece it stands for.
    pub fn replaced(&self) -> Option<&EntryId> {
        self.replaces.as_ref()
    }

    /// Name of its draft.
    pub fn draft_field(&self) -> String {
        format!("{DRAFTS}/{}", self.replaces.as_ref().map_or("new", |id| &id.0))
    }

    /// Its text as a draft.
    pub fn draft(&self) -> String {
        self.fields.each_ref().map(TextField::text).join("\n")
    }

    /// Whether the last line is being written.
    pub fn is_at_end(&self) -> bool {
        self.at + 1 == Entry::ALL.len()
    }

    /// Goes to the line below.
    pub fn next(&mut self) {
        self.at = (self.at + 1).min(Entry::ALL.len() - 1);
    }

    /// Goes to the line above.
    pub fn previous(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// Takes in typing.
    pub fn take(&mut self, event: &Event<'_, World>) -> Taken {
        let taken = self.fields[self.at].take(event);
        if taken.changed() {
            self.error = None;
        }
        taken
    }

    /// What was written; where something is wrong, it says so and goes there.
    pub fn content(&mut self) -> Option<EvidenceContent> {
        let [document, date, about, file] = self.fields.each_ref().map(|field| field.text().trim().to_owned());
        // Windows' "Copy as path" puts quotation marks around.
        let file = file.trim_matches('"').to_owned();
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let date = match some(date).map(|date| parse_date(&date)) {
            Some(Err(error)) => return self.wrong(Entry::Date, error.to_string()),
            Some(Ok(date)) => Some(date),
            None => None,
        };
        if document.is_empty() && file.is_empty() {
            return self.wrong(Entry::Document, t!("screen_evidence.nothing_named").into_owned());
        }
        Some(EvidenceContent { file: some(file), document: some(document), date, about })
    }

    fn wrong(&mut self, entry: Entry, why: String) -> Option<EvidenceContent> {
        self.at = Entry::ALL.iter().position(|known| *known == entry).unwrap_or(0);
        self.error = Some(why);
        None
    }

    /// What is wrong, or what the line takes.
    pub fn status(&self) -> Message {
        match (&self.error, Entry::ALL[self.at]) {
            (Some(error), _) => Message::error(error.clone()),
            (None, Entry::Document) => Message::info(t!("screen_evidence.about_document")),
            (None, Entry::Date) => Message::info(t!("screen_evidence.about_date")),
            (None, Entry::About) => Message::info(t!("screen_evidence.about_about")),
            (None, Entry::File) => Message::info(t!("screen_evidence.about_file")),
        }
    }

    /// Draws heading and fields.
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let title =
            if self.replaces.is_some() { t!("screen_evidence.change_title") } else { t!("screen_evidence.new_title") };
        canvas.rule_titled(area, 0, &title);
        let labels = Entry::ALL.map(Entry::label);
        let indent = labels.iter().map(|label| width::of(label)).max().unwrap_or(0) + 5;
        let indent = u16::try_from(indent).unwrap_or(0).min(area.width);
        for (row, (label, field)) in (1..area.height).zip(labels.iter().zip(&self.fields)) {
            let here = usize::from(row) == self.at + 1;
            let mark = if here { canvas.theme().marks().pointer } else { " " };
            canvas.text(area, row, if here { Role::Title } else { Role::Dim }, &format!(" {mark} {label}"));
            let place =
                Rect { x: area.x + indent, y: area.y + row, width: (area.width - indent).saturating_sub(1), height: 1 };
            if here {
                field.render(canvas, place);
            } else {
                canvas.text(place, 0, Role::Text, field.text());
            }
        }
    }
}
