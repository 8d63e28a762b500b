//! Writing down that a step is done, or until when it has to be.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use rust_i18n::t;

use crate::inspection::{Step, StepChange, StepContent};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::Event;
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::width;
use crate::tui::work::World;
use crate::vietnamese::date::{format_date, parse_date};

/// Columns of the names of lines.
const NAMES: usize = 22;

/// What a form writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// That the step is done.
    Done,
    /// Until when it has to be.
    Due,
}

/// Lines to type.
#[derive(Debug)]
pub(super) struct Form {
    pub step: Step,
    pub purpose: Purpose,
    fields: Vec<(String, TextField)>,
    selected: usize,
    pub error: Option<String>,
}

impl Form {
    /// That `step` is done, beginning with what is known of it, else with `today`.
    pub fn done(step: Step, known: Option<&StepContent>, today: NaiveDate) -> Self {
        let day = known.map_or(today, |known| known.done);
        let text = |text: Option<&String>| TextField::new(text.map_or("", String::as_str), Accepts::Text);
        let number = known.and_then(|known| known.number.as_ref()).map_or("", String::as_str);
        let fields = vec![
            (t!("screen_steps.form.day").into_owned(), TextField::new(&format_date(day), Accepts::Date)),
            (t!("screen_steps.form.number").into_owned(), TextField::new(number, Accepts::Verbatim)),
            (t!("screen_steps.form.note").into_owned(), text(known.and_then(|known| known.note.as_ref()))),
        ];
        Self { step, purpose: Purpose::Done, fields, selected: 0, error: None }
    }

    /// Until when `step` has to be done.
    pub fn due(step: Step, known: Option<NaiveDate>) -> Self {
        let day = known.map(format_date).unwrap_or_default();
        let fields = vec![(t!("screen_steps.form.due").into_owned(), TextField::new(&day, Accepts::Date))];
        Self { step, purpose: Purpose::Due, fields, selected: 0, error: None }
    }

    pub fn focus(&self) -> Focus {
        self.fields.get(self.selected).map_or(Focus::Commands, |(_, field)| field.focus())
    }

    pub fn take(&mut self, event: &Event<'_, World>) {
        let count = self.fields.len();
        match event {
            Event::Key(Key::Down | Key::Tab) => self.selected = (self.selected + 1) % count,
            Event::Key(Key::Up | Key::BackTab) => self.selected = (self.selected + count - 1) % count,
            event => {
                if let Some((_, field)) = self.fields.get_mut(self.selected) {
                    self.error = None;
                    field.take(event);
                }
            }
        }
    }

    /// What is to be recorded. An empty day takes back what was said. What is wrong is said with the line.
    pub fn change(&mut self) -> Option<StepChange> {
        let text = |at: usize| self.fields.get(at).map(|(_, field)| field.text().trim().to_owned()).unwrap_or_default();
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        let day = text(0);
        if day.is_empty() {
            return Some(match self.purpose {
                Purpose::Done => StepChange::NotDone,
                Purpose::Due => StepChange::NotDue,
            });
        }
        match parse_date(&day) {
            Ok(day) => Some(match self.purpose {
                Purpose::Done => {
                    StepChange::Done(StepContent { done: day, number: filled(text(1)), note: filled(text(2)) })
                }
                Purpose::Due => StepChange::Due(day),
            }),
            Err(error) => {
                self.selected = 0;
                self.error = Some(error.to_string());
                None
            }
        }
    }

    /// Rows it takes.
    pub fn height(&self) -> u16 {
        u16::try_from(self.fields.len()).unwrap_or(u16::MAX).saturating_add(2)
    }

    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let title = match self.purpose {
            Purpose::Done => t!("screen_steps.form.done_title", step = self.step.name()),
            Purpose::Due => t!("screen_steps.form.due_title", step = self.step.name()),
        };
        canvas.rule_titled(area, 0, &title);
        let names = NAMES.min(usize::from(area.width) / 2);
        for (row, (at, (name, field))) in (1..).zip(self.fields.iter().enumerate()) {
            if row >= area.height {
                return;
            }
            canvas.text(area, row, Role::Text, &format!(" {}", width::pad(name, names)));
            let left = u16::try_from(names + 2).unwrap_or(0).min(area.width);
            let place = Rect {
                x: area.x.saturating_add(left),
                y: area.y.saturating_add(row),
                width: area.width.saturating_sub(left + 1),
                height: 1,
            };
            if at == self.selected {
                field.render(canvas, place);
            } else {
                canvas.text(place, 0, Role::Text, field.text());
            }
        }
        let last = area.height.saturating_sub(1);
        match &self.error {
            Some(error) => canvas.text(area, last, Role::Error, &format!(" {error}")),
            None => canvas.text(area, last, Role::Dim, &format!(" {}", t!("screen_steps.form.empty"))),
        }
    }
}
