//! A figure being given: what the team found, then what the unit reported, then where it comes from.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::detail::source_name;
use crate::checklist::Item;
use crate::inspection::{Answer, FieldChange, FigureSource};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::Event;
use crate::tui::widgets::list::{ListCursor, Moved};
use crate::tui::widgets::text_field::{Accepts, Taken, TextField};
use crate::tui::work::World;
use crate::vietnamese::number::{format_plain, parse_number};

/// What of a figure is being given, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What the team found.
    Found,
    /// What the unit reported.
    Reported,
    /// Where it comes from.
    Source,
}

/// What a key came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// Something else stands there now.
    Changed,
    /// A source was chosen by its digit: that is the end.
    Chosen,
    /// Nothing.
    Nothing,
}

/// A figure with what belongs to it, being given.
#[derive(Debug)]
pub(super) struct FigureEntry {
    part: Part,
    /// The last part that was looked at: only then what was typed before is more than a figure.
    furthest: Part,
    found: TextField,
    reported: TextField,
    /// Row 0 is "not recorded".
    source: ListCursor,
}

impl FigureEntry {
    /// Begins with what is recorded.
    pub(super) fn of(answer: Option<&Answer>) -> Self {
        let field =
            |number: Option<f64>| TextField::new(&number.map(format_plain).unwrap_or_default(), Accepts::Number);
        let source = answer.and_then(|answer| answer.source);
        Self {
            part: Part::Found,
            furthest: Part::Found,
            found: field(answer.and_then(|answer| answer.number)),
            reported: field(answer.and_then(|answer| answer.reported)),
            source: source_row(source),
        }
    }

    /// The same with `text` as what the team found.
    pub(super) fn with_found(self, text: &str) -> Self {
        Self { found: TextField::new(text, Accepts::Number), ..self }
    }

    /// The same with what a draft kept; see [`Self::as_draft`].
    pub(super) fn with_draft(self, draft: &str) -> Self {
        let mut lines = draft.split('\n');
        let mut entry = self.with_found(lines.next().unwrap_or_default());
        if let (Some(reported), Some(source)) = (lines.next(), lines.next()) {
            entry.reported = TextField::new(reported, Accepts::Number);
            entry.source = source_row(FigureSource::ALL.into_iter().find(|known| known.as_str() == source));
            (entry.part, entry.furthest) = (Part::Reported, Part::Source);
        }
        entry
    }

    /// The figure alone, or a line each for figure, report and source.
    pub(super) fn as_draft(&self) -> String {
        let found = self.found.text();
        if self.furthest == Part::Found {
            return found.to_owned();
        }
        format!("{found}\n{}\n{}", self.reported.text(), self.source().map_or("", FigureSource::as_str))
    }

    /// What of it is being given.
    pub(super) fn part(&self) -> Part {
        self.part
    }

    /// Goes on to the next part; `None` at the last.
    pub(super) fn next(&mut self) -> Option<()> {
        self.part = match self.part {
            Part::Found => Part::Reported,
            Part::Reported => Part::Source,
            Part::Source => return None,
        };
        self.furthest = self.furthest.max(self.part);
        Some(())
    }

    /// Goes back to the part before; `None` at the first.
    pub(super) fn back(&mut self) -> Option<()> {
        self.part = match self.part {
            Part::Found => return None,
            Part::Reported => Part::Found,
            Part::Source => Part::Reported,
        };
        Some(())
    }

    /// Shows the part in which something is wrong.
    pub(super) fn go_to(&mut self, part: Part) {
        self.part = part;
    }

    /// Takes in typing and pastes for the part at hand.
    pub(super) fn take(&mut self, event: &Event<'_, World>) -> Given {
        let field = match self.part {
            Part::Found => &mut self.found,
            Part::Reported => &mut self.reported,
            Part::Source => return self.choose(event),
        };
        if field.take(event) == Taken::Changed { Given::Changed } else { Given::Nothing }
    }

    fn choose(&mut self, event: &Event<'_, World>) -> Given {
        let rows = FigureSource::ALL.len() + 1;
        match event {
            Event::Text(text) => {
                let Some(row) = text.parse::<usize>().ok().filter(|row| *row < rows) else { return Given::Nothing };
                self.source.select(row);
                Given::Chosen
            }
            Event::Key(Key::Backspace | Key::Delete) => {
                self.source.select(0);
                Given::Changed
            }
            Event::Key(key) => {
                let key = match key {
                    Key::Left => Key::Up,
                    Key::Right => Key::Down,
                    key => *key,
                };
                if self.source.press(key, rows) == Moved::Not { Given::Nothing } else { Given::Changed }
            }
            _ => Given::Nothing,
        }
    }

    fn source(&self) -> Option<FigureSource> {
        self.source.selected().checked_sub(1).and_then(|at| FigureSource::ALL.get(at)).copied()
    }

    /// The answer as it would be with what is typed; what cannot be read yet is left out.
    pub(super) fn supposed(&self, recorded: Answer, decimals: u8) -> Answer {
        let number = |field: &TextField| parse_number(field.text(), decimals).ok();
        Answer { number: number(&self.found), reported: number(&self.reported), source: self.source(), ..recorded }
    }

    /// What differs from what is recorded; what is wrong is said with the part it stands in.
    pub(super) fn changes(
        &self,
        item: &Item,
        recorded: &Answer,
        decimals: u8,
    ) -> Result<Vec<FieldChange>, (Part, String)> {
        let number = |part: Part, field: &TextField| match field.text().trim() {
            "" => Ok(None),
            text => parse_number(text, decimals).map(Some).map_err(|error| (part, error.to_string())),
        };
        let found = number(Part::Found, &self.found)?;
        let reported = number(Part::Reported, &self.reported)?;
        let given = [
            (Part::Found, FieldChange::Number(found), found != recorded.number),
            (Part::Reported, FieldChange::Reported(reported), reported != recorded.reported),
            (Part::Source, FieldChange::Source(self.source()), self.source() != recorded.source),
        ];
        let mut changes = Vec::new();
        for (part, change, differs) in given {
            change.check(item).map_err(|error| (part, error.to_string()))?;
            if differs {
                changes.push(change);
            }
        }
        Ok(changes)
    }

    /// What stands before the field of what is being given; nothing before the figure itself.
    pub(super) fn label(&self) -> String {
        match self.part {
            Part::Found => String::new(),
            Part::Reported => t!("screen_inspection.part.reported").into_owned(),
            Part::Source => t!("screen_inspection.part.source").into_owned(),
        }
    }

    /// What Tab does here.
    pub(super) fn label_of_tab(&self) -> String {
        match self.part {
            Part::Found => t!("screen_inspection.part.reported").into_owned(),
            Part::Reported => t!("screen_inspection.part.source").into_owned(),
            Part::Source => t!("screen_inspection.enter.next").into_owned(),
        }
    }

    /// Draws the field of what is being given.
    pub(super) fn render_field(&self, canvas: &mut Canvas<'_>, place: Rect) {
        match self.part {
            Part::Found => self.found.render(canvas, place),
            Part::Reported => self.reported.render(canvas, place),
            Part::Source => TextField::new(&source_text(self.source()), Accepts::Text).render(canvas, place),
        }
    }

    /// Draws the list of sources.
    pub(super) fn render_sources(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.source.render(canvas, area, FigureSource::ALL.len() + 1, |row| {
            let source = row.checked_sub(1).and_then(|at| FigureSource::ALL.get(at)).copied();
            format!("{row} {}", source_text(source)).into()
        });
    }
}

fn source_row(source: Option<FigureSource>) -> ListCursor {
    let mut cursor = ListCursor::default();
    let at = source.and_then(|source| FigureSource::ALL.iter().position(|known| *known == source));
    cursor.select(at.map_or(0, |at| at + 1));
    cursor
}

fn source_text(source: Option<FigureSource>) -> String {
    source.map_or_else(|| t!("screen_fields.unset").into_owned(), source_name)
}
