//! What else is recorded of an answer: the unit's own figure, its source, self points, explanation, note.

mod form;

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::form::{Given, Row, rows_of};
use crate::checklist::ItemKind;
use crate::inspection::{Agreement, Answer, AnswerField, Explanation, FieldChange, FigureSource, ItemKey, QuotedError};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::draft::DraftTimer;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Pending, Screen, Subtitle, TypedHint};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::text_field::Taken;
use crate::tui::width;
use crate::tui::work::{Request, UnitWork, World};
use crate::vietnamese::number::{format_number, parse_number};

/// Name under which the form is kept while it is filled in.
const DRAFT: &str = "fields";

type Effects = Vec<Effect<World>>;

/// The other fields of one answer.
#[derive(Debug)]
pub struct AnswerFields {
    work: UnitWork,
    key: ItemKey,
    rows: Vec<Row>,
    selected: usize,
    error: Option<String>,
    timer: DraftTimer,
}

impl AnswerFields {
    /// The fields of the answer at `key`.
    pub fn new(work: UnitWork, key: ItemKey) -> Self {
        let answer = work.answer(&key).cloned().unwrap_or_default();
        let mut rows = work.item(&key).map(|item| rows_of(item, &answer)).unwrap_or_default();
        if let Some(draft) = work.draft(&key, DRAFT) {
            form::restore(&mut rows, draft);
        }
        Self { work, key, rows, selected: 0, error: None, timer: DraftTimer::default() }
    }

    /// What differs from what is recorded; what is wrong is said with the row it stands in.
    fn changes(&self) -> Result<Vec<FieldChange>, (&'static str, String)> {
        let Some(item) = self.work.item(&self.key) else { return Ok(Vec::new()) };
        let answer = self.work.answer(&self.key).cloned().unwrap_or_default();
        let number = |name: &'static str, decimals: u8| match form::text(&self.rows, name) {
            None => Ok(None),
            Some(text) => parse_number(&text, decimals).map(Some).map_err(|error| (name, error.to_string())),
        };
        let mut all = Vec::new();
        for row in &self.rows {
            let change = match row.name {
                "reported" => {
                    let decimals = if let ItemKind::Number { decimals, .. } = &item.kind { *decimals } else { 0 };
                    FieldChange::Reported(number("reported", decimals)?)
                }
                "source" => FieldChange::Source(
                    form::chosen(&self.rows, "source").and_then(|at| FigureSource::ALL.get(at).copied()),
                ),
                "quoted" => FieldChange::Quoted(
                    form::text(&self.rows, "quoted")
                        .map(|text| text.parse().map_err(|error: QuotedError| ("quoted", error.to_string())))
                        .transpose()?,
                ),
                "self_points" => FieldChange::SelfPoints(number("self_points", 3)?),
                "points_reason" => FieldChange::PointsReason(form::text(&self.rows, "points_reason")),
                "explanation" => FieldChange::Explanation(self.explanation()?),
                "note" => FieldChange::Note(form::text(&self.rows, "note")),
                _ => continue,
            };
            change.check(item).map_err(|error| (row.name, error.to_string()))?;
            if change != recorded(&answer, change.field()) {
                all.push(change);
            }
        }
        Ok(all)
    }

    fn explanation(&self) -> Result<Option<Explanation>, (&'static str, String)> {
        let text = form::text(&self.rows, "explanation");
        match (form::chosen(&self.rows, "agreement"), text) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(("agreement", t!("screen_fields.explanation_without").into_owned())),
            (Some(at), text) => {
                let agrees = if at == 0 { Agreement::Agrees } else { Agreement::Disagrees };
                Ok(Some(Explanation { agrees, text: text.unwrap_or_default() }))
            }
        }
    }

    /// Records what changed, and closes; what is wrong is said and stays to be mended.
    fn record(&mut self) -> Effects {
        match self.changes() {
            Ok(changes) => {
                self.timer.clear();
                let draft = self.work.draft(&self.key, DRAFT).map(|_| self.work.draft_key(&self.key, DRAFT));
                let request = if changes.is_empty() {
                    draft.map(Request::ClearDraft)
                } else {
                    self.work.record(&self.key, changes, draft)
                };
                request.map(Effect::Run).into_iter().chain([Effect::Pop]).collect()
            }
            Err((name, error)) => {
                self.selected = self.rows.iter().position(|row| row.name == name).unwrap_or(self.selected);
                self.error = Some(error);
                Vec::new()
            }
        }
    }

    /// Esc: records what can be recorded; what cannot is kept as a draft.
    fn leave(&mut self) -> Effects {
        let effects = self.record();
        let Some(error) = self.error.take().filter(|_| effects.is_empty()) else { return effects };
        let mut effects = self.keep_draft();
        effects.push(Effect::Pop);
        effects.push(Effect::Say(Message::error(t!("screen_fields.kept", why = error))));
        effects
    }

    fn keep_draft(&mut self) -> Effects {
        if self.timer.pending() == Pending::Nothing {
            return Vec::new();
        }
        self.timer.clear();
        let (key, text) = (self.work.draft_key(&self.key, DRAFT), form::as_draft(&self.rows));
        vec![Effect::Run(Request::SaveDraft { key, text })]
    }

    fn select(&mut self, row: usize) {
        self.selected = row.min(self.rows.len().saturating_sub(1));
    }
}

/// What is recorded of a field, as a change to it would say it.
fn recorded(answer: &Answer, field: AnswerField) -> FieldChange {
    match field {
        AnswerField::Reported => FieldChange::Reported(answer.reported),
        AnswerField::Quoted => FieldChange::Quoted(answer.quoted),
        AnswerField::Source => FieldChange::Source(answer.source),
        AnswerField::SelfPoints => FieldChange::SelfPoints(answer.self_points),
        AnswerField::PointsReason => FieldChange::PointsReason(answer.points_reason.clone()),
        AnswerField::Explanation => FieldChange::Explanation(answer.explanation.clone()),
        _ => FieldChange::Note(answer.note.clone()),
    }
}

impl Screen<World> for AnswerFields {
    fn title(&self) -> String {
        t!("screen_fields.title").into_owned()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let slot = self.work.order.slot_of(&self.key)?;
        let (item, state) = self.work.at(slot)?;
        let number = &self.work.order.slots[slot].number;
        let left = Line::from(theme.span(Role::Title, format!("{number} {}", item.ask)));
        let full = state.points.map(|points| t!("screen_fields.points_of", full = format_number(points.full)));
        let right = full.map_or_else(Line::default, |full| Line::from(theme.span(Role::Dim, full)));
        Some(Subtitle { left, right })
    }

    fn focus(&self) -> Focus {
        match self.rows.get(self.selected).map(|row| &row.value) {
            Some(Given::Typed(field)) => field.focus(),
            Some(Given::Chosen { .. }) | None => Focus::Literal,
        }
    }

    fn help(&self) -> String {
        t!("screen_fields.help").into_owned()
    }

    fn status(&self) -> Option<Message> {
        self.error.clone().map(Message::error)
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        match self.rows.get(self.selected).map(|row| &row.value) {
            Some(Given::Chosen { .. }) => {
                vec![TypedHint { keys: "← →".to_owned(), text: t!("screen_fields.choose").into_owned() }]
            }
            _ => Vec::new(),
        }
    }

    fn offers(&self) -> Vec<Offer> {
        vec![
            Offer::on(Action::Open).named(t!("screen_fields.record")),
            Offer::on(Action::NextPane).named(t!("screen_fields.next")),
            Offer::on(Action::PreviousPane),
            Offer::on(Action::Back).named(t!("screen_fields.back")),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, at: Instant) -> Effects {
        match &event {
            Event::Outcome(outcome) => {
                self.work.take(outcome);
                return Vec::new();
            }
            Event::Opened if self.work.draft(&self.key, DRAFT).is_some() => {
                let text = t!("screen_remark.restored").into_owned();
                return vec![Effect::Say(Message { text, role: Role::Changed })];
            }
            Event::Tick if self.timer.is_due(at) => return self.keep_draft(),
            Event::SaveNow => return self.keep_draft(),
            Event::Act(Action::Open) => return self.record(),
            Event::Act(Action::Back) => return self.leave(),
            Event::Act(Action::NextPane) => {
                self.select(self.selected + 1);
                return Vec::new();
            }
            Event::Act(Action::PreviousPane) => {
                self.select(self.selected.saturating_sub(1));
                return Vec::new();
            }
            _ => {}
        }
        let Some(row) = self.rows.get_mut(self.selected) else { return Vec::new() };
        let used = match (&mut row.value, &event) {
            (Given::Typed(field), event) => field.take(event) != Taken::Ignored,
            (Given::Chosen { among, chosen }, Event::Key(key @ (Key::Left | Key::Right))) => {
                let states = among.len() + 1;
                let now = chosen.map_or(0, |at| at + 1);
                let step = if *key == Key::Right { 1 } else { states - 1 };
                let next = (now + step) % states;
                *chosen = next.checked_sub(1);
                true
            }
            (Given::Chosen { chosen, .. }, Event::Key(Key::Backspace | Key::Delete)) => {
                *chosen = None;
                true
            }
            (Given::Chosen { among, chosen }, Event::Text(text)) => {
                let at = text.parse::<usize>().ok().and_then(|digit| digit.checked_sub(1));
                *chosen = at.filter(|at| *at < among.len()).or(*chosen);
                true
            }
            _ => false,
        };
        match event {
            _ if used => {
                self.error = None;
                self.timer.touch(at);
            }
            Event::Key(Key::Down) => self.select(self.selected + 1),
            Event::Key(Key::Up) => self.select(self.selected.saturating_sub(1)),
            _ => {}
        }
        Vec::new()
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.timer.due()
    }

    fn pending(&self) -> Pending {
        self.timer.pending()
    }

    /// Draws a row for each field.
    ///
    /// ```text
    ///    Số đơn vị báo cáo          10.095
    ///  > Nguồn số liệu              phần mềm một cửa
    ///    Giải trình của đơn vị      Sẽ bổ sung trong ngày
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let names = self.rows.iter().map(|row| width::of(&t!(format!("screen_fields.{}", row.name))));
        let left = u16::try_from(names.max().unwrap_or(0) + 6).unwrap_or(u16::MAX).min(area.width);
        for (row, (index, entry)) in (0..area.height).zip(self.rows.iter().enumerate()) {
            let pointer = if index == self.selected { theme.marks().pointer } else { " " };
            let name = format!(" {pointer} {}", t!(format!("screen_fields.{}", entry.name)));
            canvas.text(area, row, if index == self.selected { Role::Title } else { Role::Text }, &name);
            let room = area.width.saturating_sub(left + 1);
            let place = Rect { x: area.x.saturating_add(left), y: area.y + row, width: room, height: 1 };
            match &entry.value {
                Given::Typed(field) if index == self.selected => field.render(canvas, place),
                Given::Typed(field) => canvas.text(place, 0, Role::Text, field.text()),
                Given::Chosen { among, chosen } => {
                    let text = chosen.and_then(|at| among.get(at)).cloned();
                    let role = if text.is_some() { Role::Text } else { Role::Dim };
                    let text = text.unwrap_or_else(|| t!("screen_fields.unset").into_owned());
                    canvas.text(place, 0, role, &text);
                    if index == self.selected {
                        canvas.put_cursor(place, 0, 0);
                    }
                }
            }
        }
    }
}
