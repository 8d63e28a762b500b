//! Deciding: an opinion or a new value, then the reason.

use rust_i18n::t;
use serde_json::{Value, json};

use super::compare::capitalised;
use super::{Conflicts, Effects, Sent};
use crate::exchange::conflict::{Choice, Conflict, ConflictError, NewValue, Settle, choose, joined, takes_new};
use crate::inspection::QuotedPercent;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_area::TextArea;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{ConflictRequest, Request, World};
use crate::vietnamese::date::parse_date;
use crate::vietnamese::number::parse_number;

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Chosen {
    /// An opinion, by its place.
    Opinion(usize),
    /// Another value.
    New(Value),
}

/// A new value being written.
#[derive(Debug, Clone)]
pub(super) enum Writing {
    /// A text, begun with those of all opinions.
    Text(TextArea),
    /// A figure, a percentage, a day.
    Field(TextField, NewValue),
    /// One of several.
    List(ListCursor, Vec<(String, Value)>),
}

/// How far a decision is.
#[derive(Debug, Clone, Default)]
pub(super) struct Deciding {
    pub(super) chosen: Option<Chosen>,
    pub(super) writing: Option<Writing>,
    pub(super) reason: TextField,
}

impl Deciding {
    /// Whether neither an opinion is chosen nor a value being written.
    pub(super) fn is_choosing(&self) -> bool {
        self.chosen.is_none() && self.writing.is_none()
    }

    pub(super) fn focus(&self) -> Focus {
        match (&self.writing, &self.chosen) {
            (Some(Writing::Text(_)), _) | (None, Some(_)) => Focus::Text,
            (Some(Writing::Field(field, _)), _) => field.focus(),
            (Some(Writing::List(..)), _) | (None, None) => Focus::Commands,
        }
    }

    /// Esc: the reason stays, as does what was written.
    pub(super) fn step_back(&mut self) {
        if self.chosen.take().is_none() {
            self.writing = None;
        }
    }

    /// Typing into what is open; says whether it was for that.
    pub(super) fn take(&mut self, event: &Event<'_, World>) -> bool {
        match (&mut self.writing, &self.chosen) {
            (_, Some(_)) => _ = self.reason.take(event),
            (Some(Writing::Text(area)), None) => _ = area.take(event),
            (Some(Writing::Field(field, _)), None) => _ = field.take(event),
            (Some(Writing::List(cursor, options)), None) => match event {
                Event::Key(key) => _ = cursor.press(*key, options.len()),
                Event::Text(digit) => {
                    let number = digit.parse::<usize>().ok().filter(|number| (1..=options.len()).contains(number));
                    if let Some(number) = number {
                        cursor.select(number - 1);
                    }
                }
                _ => {}
            },
            (None, None) => return false,
        }
        true
    }
}

impl Conflicts {
    /// Enter: opens what a new value is written into, goes on to the reason, records.
    pub(super) fn enter(&mut self) -> Effects {
        let Some(conflict) = self.shown().cloned() else { return Vec::new() };
        if let Some(chosen) = self.deciding.chosen.clone() {
            return self.record(&conflict, &chosen);
        }
        match self.deciding.writing.clone() {
            None => {
                self.deciding.writing = match takes_new(&self.words(), &conflict) {
                    NewValue::None => return Vec::new(),
                    NewValue::Text => Some(Writing::Text(TextArea::new(&joined(&self.words(), &conflict)))),
                    NewValue::OneOf(options) => Some(Writing::List(ListCursor::default(), options)),
                    kind @ NewValue::Day => Some(Writing::Field(TextField::new("", Accepts::Date), kind)),
                    kind => Some(Writing::Field(TextField::new("", Accepts::Number), kind)),
                };
                Vec::new()
            }
            Some(writing) => {
                let value = written(&writing).map_err(Message::error);
                let checked = value.and_then(|value| {
                    choose(&self.words(), &conflict, Choice::Write(value)).map_err(|error| Message::error(said(&error)))
                });
                match checked {
                    Ok(value) => self.deciding.chosen = Some(Chosen::New(value)),
                    Err(message) => return vec![Effect::Say(message)],
                }
                Vec::new()
            }
        }
    }

    fn record(&mut self, conflict: &Conflict, chosen: &Chosen) -> Effects {
        let reason = self.deciding.reason.text().trim().to_owned();
        if reason.is_empty() {
            return vec![Effect::Say(Message::error(t!("screen_conflicts.reason_empty")))];
        }
        let words = self.words();
        let lines = match chosen {
            Chosen::Opinion(index) => {
                let voices = conflict.opinions.get(*index).map(|opinion| opinion.voices.as_slice());
                let Some(voice) = voices.and_then(|voices| voices.first()) else { return Vec::new() };
                Settle::whole(&words, self.all(), conflict, voice.revision)
            }
            Chosen::New(value) => Settle::of(&words, conflict, Choice::Write(value.clone())).map(|line| vec![line]),
        };
        let lines = match lines {
            Ok(lines) => lines,
            Err(error) => return vec![Effect::Say(Message::error(said(&error)))],
        };
        let fields: Vec<_> = lines.iter().map(|line| (line.record.clone(), line.field.clone())).collect();
        let behind = self.order.iter().skip(self.page + 1).chain(self.order.iter().take(self.page));
        let names = behind.map(|index| &self.all()[*index]).map(|other| (other.record.clone(), other.field.clone()));
        let next = names.into_iter().find(|name| !fields.contains(name));
        let round = self.open.round.id.clone();
        self.sent = Some(Sent { fields, next });
        let settle = Request::Conflict(ConflictRequest::Settle { round, lines, reason });
        vec![Effect::Run(settle), self.read()]
    }
}

/// The value that was written, as the journal keeps it.
fn written(writing: &Writing) -> Result<Value, String> {
    Ok(match writing {
        Writing::Text(area) if area.text().trim().is_empty() => {
            return Err(t!("screen_conflicts.text_empty").into_owned());
        }
        Writing::Text(area) => json!(area.text()),
        Writing::List(cursor, options) => {
            options.get(cursor.selected()).map(|(_, value)| value.clone()).unwrap_or_default()
        }
        Writing::Field(field, NewValue::Day) => {
            json!(parse_date(field.text()).map_err(|error| error.to_string())?.to_string())
        }
        Writing::Field(field, NewValue::Percent) => {
            let percent: QuotedPercent =
                field.text().trim_end_matches('%').trim().parse().map_err(|error| format!("{error}"))?;
            json!(percent.to_string())
        }
        Writing::Field(field, kind) => {
            let decimals = if let NewValue::Number(decimals) = kind { *decimals } else { 0 };
            json!(parse_number(field.text(), decimals).map_err(|error| error.to_string())?)
        }
    })
}

/// An error as a sentence of the message line.
pub(super) fn said(error: &ConflictError) -> String {
    capitalised(&error.to_string())
}
