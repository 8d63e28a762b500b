//! Step 4: when and where, copies, what the unit proposes and promises, why it does not sign.

use chrono::NaiveDateTime;
use ratatui::layout::Rect;
use rust_i18n::t;

use super::Effects;
use crate::inspection::{Recorder, Visit, VisitChange, VisitField};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::{Accepts, Taken, TextField};
use crate::tui::width;
use crate::tui::work::{ClosingRequest, Request, UnitWork, VisitState, World};
use crate::vietnamese::time::{format_moment, parse_time};

/// Fields in the order of the screen: what every visit needs, then what some do.
const ROWS: [VisitField; 9] = [
    VisitField::Started,
    VisitField::Ended,
    VisitField::Place,
    VisitField::Copies,
    VisitField::UnitCopies,
    VisitField::Proposals,
    VisitField::Commitments,
    VisitField::Refusal,
    VisitField::Witness,
];
/// What no minutes should be without.
const NEEDED: [VisitField; 4] = [VisitField::Started, VisitField::Ended, VisitField::Place, VisitField::Copies];

/// The form.
#[derive(Debug, Clone)]
pub(super) struct Particulars {
    fields: [TextField; 9],
    at: usize,
    error: Option<String>,
}

impl Default for Particulars {
    fn default() -> Self {
        let field = |field| TextField::new("", accepts(field));
        Self { fields: ROWS.map(field), at: 0, error: None }
    }
}

impl Particulars {
    /// Takes in what is recorded; a field that differs from what was recorded before is being written and stays.
    pub fn refresh(&mut self, before: Option<&Visit>, now: &Visit) {
        for (row, field) in ROWS.into_iter().enumerate() {
            let former = before.map(|before| text_of(before, field)).unwrap_or_default();
            if self.fields[row].text().trim() == former {
                self.fields[row] = TextField::new(&text_of(now, field), accepts(field));
            }
        }
    }

    /// What is missing of what no minutes should be without.
    pub fn missing(visit: &Visit) -> usize {
        NEEDED.into_iter().filter(|field| text_of(visit, *field).is_empty()).count()
    }

    /// Where typing goes: hours and counts stay as they are typed.
    pub fn focus(&self) -> Focus {
        self.fields[self.at].focus()
    }

    /// Enter: takes the proposal of an empty field, or records the field; then the next one.
    pub fn accept(&mut self, work: &UnitWork, state: &VisitState, recorder: Recorder) -> Effects {
        if self.fields[self.at].text().trim().is_empty()
            && let Some(proposal) = proposal(work, state, ROWS[self.at])
        {
            self.fields[self.at] = TextField::new(&proposal, accepts(ROWS[self.at]));
        }
        let effects = self.record(work, state, recorder);
        if self.error.is_none() {
            self.at = (self.at + 1).min(ROWS.len() - 1);
        }
        effects
    }

    /// Records every field that differs from what is recorded; what is wrong is said and stays.
    pub fn record(&mut self, work: &UnitWork, state: &VisitState, recorder: Recorder) -> Effects {
        self.error = None;
        let mut changes = Vec::new();
        for (row, field) in ROWS.into_iter().enumerate() {
            let text = self.fields[row].text().trim().to_owned();
            if text == text_of(&state.visit, field) {
                continue;
            }
            match change(work, state, field, &text) {
                Ok(change) => changes.push(change),
                Err(why) => {
                    self.error = Some(why);
                    self.at = row;
                }
            }
        }
        if changes.is_empty() {
            return Vec::new();
        }
        vec![Effect::Run(Request::Closing(ClosingRequest::Visit(recorder, changes)))]
    }

    /// Puts back what is recorded: for a unit that may not be changed.
    pub fn reset(&mut self, visit: &Visit) {
        self.fields = ROWS.map(|field| TextField::new(&text_of(visit, field), accepts(field)));
        self.error = None;
    }

    pub fn take(&mut self, event: &Event<'_, World>) -> Taken {
        match event {
            Event::Key(Key::Down) => self.at = (self.at + 1).min(ROWS.len() - 1),
            Event::Key(Key::Up) => self.at = self.at.saturating_sub(1),
            event => {
                let taken = self.fields[self.at].take(event);
                if taken.changed() {
                    self.error = None;
                }
                return taken;
            }
        }
        Taken::Used
    }

    /// Whether something is typed that is not recorded.
    pub fn is_dirty(&self, visit: &Visit) -> bool {
        ROWS.into_iter().enumerate().any(|(row, field)| self.fields[row].text().trim() != text_of(visit, field))
    }

    pub fn status(&self, work: &UnitWork, state: &VisitState) -> Message {
        if let Some(error) = &self.error {
            return Message::error(error.clone());
        }
        let field = ROWS[self.at];
        if self.fields[self.at].text().trim().is_empty()
            && let Some(proposal) = proposal(work, state, field)
        {
            return Message::info(t!("screen_closing.visit.propose", text = proposal));
        }
        Message::info(t!(format!("screen_closing.visit.about.{}", field.as_str())))
    }

    /// ```text
    ///  > Bắt đầu               08:05 19/10/2025
    ///    Kết thúc              …
    ///    Nơi lập biên bản      Trụ sở UBND xã Mẫu A
    /// ```
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect, work: &UnitWork, state: &VisitState) {
        let theme = canvas.theme();
        let label = |field: VisitField| t!(format!("screen_closing.visit.{}", field.as_str()));
        let widest = ROWS.into_iter().map(|field| width::of(&label(field))).max().unwrap_or(0);
        let left = u16::try_from(widest + 6).unwrap_or(u16::MAX).min(area.width);
        for (row, (index, field)) in (0..area.height).zip(ROWS.into_iter().enumerate()) {
            let here = index == self.at;
            let pointer = if here { theme.marks().pointer } else { " " };
            let role = if here { Role::Title } else { Role::Text };
            canvas.text(area, row, role, &format!(" {pointer} {}", label(field)));
            let place = Rect {
                x: area.x.saturating_add(left),
                y: area.y.saturating_add(row),
                width: area.width.saturating_sub(left + 1),
                height: 1,
            };
            let typed = &self.fields[index];
            if here {
                typed.render(canvas, place);
            } else if !typed.text().is_empty() {
                canvas.text(place, 0, Role::Text, typed.text());
            } else if state.visit.conflicts.contains(&field) {
                canvas.text(place, 0, Role::Error, &t!("screen_closing.visit.conflict"));
            } else if let Some(proposal) = proposal(work, state, field) {
                canvas.text(place, 0, Role::Dim, &t!("screen_closing.visit.proposed", text = proposal));
            } else if NEEDED.contains(&field) {
                canvas.text(place, 0, Role::Unanswered, theme.marks().ellipsis);
            }
        }
    }
}

fn accepts(field: VisitField) -> Accepts {
    match field {
        VisitField::Started | VisitField::Ended => Accepts::Verbatim,
        VisitField::Copies | VisitField::UnitCopies => Accepts::Number,
        _ => Accepts::Text,
    }
}

/// A recorded field as it is typed.
fn text_of(visit: &Visit, field: VisitField) -> String {
    let time = |time: Option<NaiveDateTime>| time.map(format_moment).unwrap_or_default();
    let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    // A field is one line; what was pasted elsewhere may have several.
    let text = |text: &Option<String>| text.clone().unwrap_or_default().replace('\n', " ");
    match field {
        VisitField::Started => time(visit.started),
        VisitField::Ended => time(visit.ended),
        VisitField::Place => text(&visit.place),
        VisitField::Copies => count(visit.copies),
        VisitField::UnitCopies => count(visit.unit_copies),
        VisitField::Proposals => text(&visit.proposals),
        VisitField::Commitments => text(&visit.commitments),
        VisitField::Refusal => text(&visit.refusal),
        VisitField::Witness => text(&visit.witness),
    }
}

fn change(work: &UnitWork, state: &VisitState, field: VisitField, typed: &str) -> Result<VisitChange, String> {
    let some = || Some(typed.to_owned()).filter(|text| !text.is_empty());
    let day = state.visit.started.map(|started| started.date()).or(work.unit.visit).unwrap_or(state.now.date());
    let time = || match typed {
        "" => Ok(None),
        typed => parse_time(typed, day).map(Some).map_err(|error| error.to_string()),
    };
    let count = || match typed {
        "" => Ok(None),
        typed => match typed.parse::<u32>() {
            Ok(count) if (1..=99).contains(&count) => Ok(Some(count)),
            _ => Err(t!("screen_closing.visit.not_a_count", text = typed).into_owned()),
        },
    };
    Ok(match field {
        VisitField::Started => VisitChange::Started(time()?),
        VisitField::Ended => {
            let ended = time()?;
            if ended.zip(state.visit.started).is_some_and(|(ended, started)| ended < started) {
                return Err(t!("screen_closing.visit.ends_before").into_owned());
            }
            VisitChange::Ended(ended)
        }
        VisitField::Copies => VisitChange::Copies(count()?),
        VisitField::UnitCopies => VisitChange::UnitCopies(count()?),
        VisitField::Place => VisitChange::Place(some()),
        VisitField::Proposals => VisitChange::Proposals(some()),
        VisitField::Commitments => VisitChange::Commitments(some()),
        VisitField::Refusal => VisitChange::Refusal(some()),
        VisitField::Witness => VisitChange::Witness(some()),
    })
}

/// What an empty field would most likely hold; recorded only where somebody takes it.
fn proposal(work: &UnitWork, state: &VisitState, field: VisitField) -> Option<String> {
    match field {
        VisitField::Started => state.first.map(format_moment),
        VisitField::Ended => Some(format_moment(state.now)),
        VisitField::Place => Some(t!("screen_closing.visit.seat", unit = work.unit.name, locale = "vi").into_owned()),
        _ => None,
    }
}
