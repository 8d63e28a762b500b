//! A piece of evidence being written.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::DRAFTS;
use crate::inspection::{EntryId, Evidence, EvidenceContent, InAnnex, is_picture_name};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Event, Message};
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::{Accepts, Taken, TextField};
use crate::tui::width;
use crate::tui::work::{EntryFiles, World};
use crate::vietnamese::date::{format_date, parse_date};

/// The lines of the form, from above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Document,
    Date,
    About,
    File,
    /// Whether a picture is printed.
    Printed,
}

impl Entry {
    const ALL: [Self; 5] = [Self::Document, Self::Date, Self::About, Self::File, Self::Printed];

    fn label(self) -> String {
        let key = match self {
            Self::Document => "screen_evidence.ask_document",
            Self::Date => "screen_evidence.ask_date",
            Self::About => "screen_evidence.ask_about",
            Self::File => "screen_evidence.ask_file",
            Self::Printed => "screen_evidence.ask_printed",
        };
        t!(key).into_owned()
    }
}

/// Places of fields.
const DOCUMENT: usize = 0;
const ABOUT: usize = 2;
const FILE: usize = 3;
/// Last line of a draft that is to be printed.
const PRINTED: &str = "printed";

/// A piece of evidence being written.
#[derive(Debug, Clone)]
pub struct EvidenceForm {
    /// The piece it stands for, if it is not a new one.
    replaces: Option<(EntryId, EvidenceContent)>,
    fields: [TextField; 4],
    printed: InAnnex,
    at: usize,
    error: Option<String>,
}

impl EvidenceForm {
    /// A new piece.
    pub fn blank() -> Self {
        Self::filled(None, ["", "", "", ""], InAnnex::No)
    }

    /// A piece that is there.
    pub fn of(piece: &Evidence) -> Self {
        let EvidenceContent { file, document, date, about, printed, .. } = &piece.content;
        let date = date.map(format_date).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let replaced = Some((piece.id.clone(), piece.content.clone()));
        Self::filled(replaced, [&text(document), &date, about, &text(file)], *printed)
    }

    /// The same, with what was left half written in it.
    pub fn with_draft(self, text: &str) -> Self {
        let mut lines = text.split('\n');
        let texts = std::array::from_fn(|_| lines.next().unwrap_or_default());
        let printed = InAnnex::from(lines.next() == Some(PRINTED));
        Self::filled(self.replaces, texts, printed)
    }

    fn filled(replaces: Option<(EntryId, EvidenceContent)>, texts: [&str; 4], printed: InAnnex) -> Self {
        let [document, date, about, file] = texts;
        let text = |text| TextField::new(text, Accepts::Text);
        let fields =
            [text(document), TextField::new(date, Accepts::Date), text(about), TextField::new(file, Accepts::Verbatim)];
        Self { replaces, fields, printed, at: 0, error: None }
    }

    /// The piece it stands for.
    pub fn replaced(&self) -> Option<&EntryId> {
        self.replaces.as_ref().map(|(id, _)| id)
    }

    /// Name of its draft.
    pub fn draft_field(&self) -> String {
        format!("{DRAFTS}/{}", self.replaces.as_ref().map_or("new", |(id, _)| &id.0))
    }

    /// Its text as a draft.
    pub fn draft(&self) -> String {
        let texts = self.fields.each_ref().map(TextField::text).join("\n");
        if self.printed == InAnnex::Yes { format!("{texts}\n{PRINTED}") } else { texts }
    }

    /// Whether the last line is being written.
    pub fn is_at_end(&self) -> bool {
        self.at + 1 >= self.lines()
    }

    /// Goes to the line below.
    pub fn next(&mut self) {
        self.at = (self.at + 1).min(self.lines() - 1);
    }

    /// Goes to the line above.
    pub fn previous(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// Lines that can be filled in: whether it is printed is asked of a picture only.
    fn lines(&self) -> usize {
        let named = self.fields[FILE].text().trim().trim_matches(['"', '\'']);
        if is_picture_name(named) { Entry::ALL.len() } else { Entry::ALL.len() - 1 }
    }

    /// Lines it takes on the screen: a heading and the fields.
    pub fn height(&self) -> u16 {
        u16::try_from(self.lines() + 1).unwrap_or(0)
    }

    /// Takes a file that was chosen or dropped; what it shows is asked next.
    pub fn set_file(&mut self, path: &str) {
        self.fields[FILE] = TextField::new(path, Accepts::Verbatim);
        self.error = None;
        let silent = self.fields[ABOUT].text().is_empty();
        self.at = if silent { ABOUT } else { FILE };
    }

    /// Where typing goes; whether it is printed is no text.
    pub fn focus(&self) -> Focus {
        self.fields.get(self.at).map_or(Focus::Literal, TextField::focus)
    }

    /// Takes in typing.
    pub fn take(&mut self, event: &Event<'_, World>) -> Taken {
        if Entry::ALL[self.at] == Entry::Printed {
            return self.take_printed(event);
        }
        let taken = self.fields[self.at].take(event);
        if taken.changed() {
            self.error = None;
        }
        taken
    }

    /// Space or any letter turns it; nothing is to be written there.
    fn take_printed(&mut self, event: &Event<'_, World>) -> Taken {
        let turns = matches!(event, Event::Text(_) | Event::Key(Key::Left | Key::Right));
        if turns {
            self.printed = if self.printed == InAnnex::Yes { InAnnex::No } else { InAnnex::Yes };
        }
        if turns { Taken::Changed } else { Taken::Ignored }
    }

    /// What was written, and its file; where something is wrong, it says so and goes there.
    pub fn content(&mut self) -> Option<(EvidenceContent, EntryFiles)> {
        let file = self.fields[FILE].text().trim().to_owned();
        if self.fields[DOCUMENT].text().trim().is_empty() && file.is_empty() {
            self.wrong(Entry::Document, t!("screen_evidence.nothing_named").into_owned());
            return None;
        }
        let said = self.said()?;
        let known = self.replaces.as_ref().map(|(_, content)| content);
        Some(match known {
            Some(known) if known.file.as_deref() == Some(&file) => {
                let (file, hash) = (known.file.clone(), known.hash.clone());
                (EvidenceContent { file, hash, size: known.size, ..said }, EntryFiles::AsRecorded)
            }
            _ if file.is_empty() => (said, EntryFiles::AsRecorded),
            _ => (said, EntryFiles::Typed(file)),
        })
    }

    /// What was written, but for the file.
    pub fn said(&mut self) -> Option<EvidenceContent> {
        let [document, date, about, _] = self.fields.each_ref().map(|field| field.text().trim().to_owned());
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let date = match some(date).map(|date| parse_date(&date)) {
            Some(Err(error)) => {
                self.wrong(Entry::Date, error.to_string());
                return None;
            }
            Some(Ok(date)) => Some(date),
            None => None,
        };
        let printed = if self.lines() == Entry::ALL.len() { self.printed } else { InAnnex::No };
        Some(EvidenceContent { document: some(document), date, about, printed, ..EvidenceContent::default() })
    }

    /// The file was refused: says so where it is named.
    pub fn file_refused(&mut self, why: String) {
        self.wrong(Entry::File, why);
    }

    fn wrong(&mut self, entry: Entry, why: String) {
        self.at = Entry::ALL.iter().position(|known| *known == entry).unwrap_or(0);
        self.error = Some(why);
    }

    /// What is wrong, or what the line takes.
    pub fn status(&self) -> Message {
        match (&self.error, Entry::ALL[self.at]) {
            (Some(error), _) => Message::error(error.clone()),
            (None, Entry::Document) => Message::info(t!("screen_evidence.about_document")),
            (None, Entry::Date) => Message::info(t!("screen_evidence.about_date")),
            (None, Entry::About) => Message::info(t!("screen_evidence.about_about")),
            (None, Entry::File) => Message::info(t!("screen_evidence.about_file")),
            (None, Entry::Printed) => Message::info(t!("screen_evidence.about_printed")),
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
        for (row, label) in (1..area.height).zip(&labels).take(self.lines()) {
            let here = usize::from(row) == self.at + 1;
            let mark = if here { canvas.theme().marks().pointer } else { " " };
            canvas.text(area, row, if here { Role::Title } else { Role::Dim }, &format!(" {mark} {label}"));
            let place =
                Rect { x: area.x + indent, y: area.y + row, width: (area.width - indent).saturating_sub(1), height: 1 };
            match self.fields.get(usize::from(row) - 1) {
                Some(field) if here => field.render(canvas, place),
                Some(field) => canvas.text(place, 0, Role::Text, field.text()),
                None => {
                    let key = if self.printed == InAnnex::Yes { "printed_yes" } else { "printed_no" };
                    canvas.text(
                        place,
                        0,
                        if here { Role::Field } else { Role::Text },
                        &t!(format!("screen_evidence.{key}")),
                    );
                    if here {
                        canvas.put_cursor(place, 0, 0);
                    }
                }
            }
        }
    }
}
