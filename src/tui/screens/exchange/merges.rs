//! The merges of this laptop, the newest first, and taking one back.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::spoken;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::table::{self, Column, ColumnWidth};
use crate::tui::work::{ExchangeOutcome, ExchangeRequest, MergeLine, Outcome, Request, World};

type Effects = Vec<Effect<World>>;

/// The merges.
#[derive(Debug, Default)]
pub struct Merges {
    lines: Option<Arc<Vec<MergeLine>>>,
    cursor: ListCursor,
    confirm: Option<Confirm>,
    /// Why the selected one could not be taken back; too long for the message line.
    refused: Option<String>,
}

impl Merges {
    /// The list, read when the screen is opened.
    pub fn new() -> Self {
        Self::default()
    }

    fn lines(&self) -> &[MergeLine] {
        self.lines.as_ref().map_or(&[], |lines| lines)
    }

    fn selected(&self) -> Option<&MergeLine> {
        self.lines().get(self.cursor.selected())
    }

    fn enter(&mut self) -> Effects {
        let Some(line) = self.selected() else { return Vec::new() };
        let id = line.id;
        match &self.confirm {
            Some(confirm) if confirm.is_given() => {
                self.confirm = None;
                vec![run(ExchangeRequest::Unmerge(id))]
            }
            Some(_) => Vec::new(),
            None => {
                let (files, count) = (line.files.join(", "), line.revisions);
                let text = t!("screen_exchange.merges.means", id = id, files = files, count = count);
                self.confirm = Some(Confirm::new(text, t!("screen_exchange.merges.word")));
                Vec::new()
            }
        }
    }

    fn about(&self) -> Vec<(Role, String)> {
        let Some(line) = self.selected() else { return Vec::new() };
        let mut all = vec![(
            Role::Dim,
            t!("screen_exchange.merges.about", files = line.files.join(", "), rounds = line.rounds.join(", "))
                .into_owned(),
        )];
        if let Some(undone) = line.undone {
            let when = undone.format("%H:%M %d/%m/%Y");
            all.push((Role::Changed, t!("screen_exchange.merges.undone", when = when).into_owned()));
        }
        all.extend(self.refused.clone().map(|why| (Role::Error, why)));
        all
    }
}

fn run(request: ExchangeRequest) -> Effect<World> {
    Effect::Run(Request::Exchange(request))
}

impl Screen<World> for Merges {
    fn title(&self) -> String {
        t!("screen_exchange.merges.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_exchange.merges.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.confirm.is_some() { Focus::Text } else { Focus::Commands }
    }

    fn offers(&self) -> Vec<Offer> {
        let undo = t!("screen_exchange.merges.undo");
        let open = match self.selected() {
            None => Offer::off(Action::Open, t!("screen_exchange.merges.none")),
            Some(line) if line.undone.is_some() => {
                Offer::off(Action::Open, t!("screen_exchange.merges.undone_already"))
            }
            Some(_) => Offer::on(Action::Open).named(undo),
        };
        if self.confirm.is_some() { vec![open, Offer::on(Action::Back)] } else { vec![open] }
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned => return vec![run(ExchangeRequest::Merges)],
            Event::Outcome(Outcome::Exchange(ExchangeOutcome::Merges(lines))) => {
                self.lines = Some(lines.clone());
                self.cursor.select(self.cursor.selected().min(lines.len().saturating_sub(1)));
            }
            Event::Outcome(Outcome::Exchange(ExchangeOutcome::Unmerged { id, revisions, rounds })) => {
                let text = t!("screen_exchange.merges.done", id = id, count = revisions).into_owned();
                return vec![
                    run(ExchangeRequest::Refresh(rounds.clone())),
                    run(ExchangeRequest::Merges),
                    Effect::Say(Message { text, role: Role::Pass }),
                ];
            }
            Event::Failed(
                Request::Exchange(ExchangeRequest::Unmerge(_)),
                crate::tui::screen::Failure::Refused(why),
            ) => {
                self.refused = Some(why.clone());
                return vec![Effect::Say(Message::error(t!("screen_exchange.merges.refused")))];
            }
            Event::Act(Action::Open) => {
                self.refused = None;
                return self.enter();
            }
            Event::Act(Action::Back) => self.confirm = None,
            event => match (&mut self.confirm, &event) {
                (Some(confirm), event) => _ = confirm.take(event),
                (None, Event::Key(key)) => {
                    self.refused = None;
                    self.cursor.press(*key, self.lines().len());
                }
                _ => {}
            },
        }
        Vec::new()
    }

    /// ```text
    ///    Số  Khi nào           Từ máy      Người ghi        Mới
    ///  > m3  19/10/2025 16:40  hp-07       Thành viên 2     312
    ///    m2  19/10/2025 11:02  dell-02     Thành viên 3      40  đã bỏ
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let Some(lines) = &self.lines else { return };
        if lines.is_empty() {
            spoken::paragraph(canvas, inner, 0, Role::Text, &t!("screen_exchange.merges.none_yet"));
            return;
        }
        let theme = canvas.theme();
        let mut columns = vec![
            Column::text(t!("screen_exchange.merges.number"), ColumnWidth::Fit(5)),
            Column::text(t!("screen_exchange.merges.when"), ColumnWidth::Exact(16)),
            Column::text(t!("screen_exchange.merges.machine"), ColumnWidth::Fit(20)),
        ];
        let roomy = area.width >= 76;
        if roomy {
            columns.push(Column::text(t!("screen_exchange.merges.members"), ColumnWidth::Fill));
        }
        columns.push(Column::number(t!("screen_exchange.new"), ColumnWidth::Fit(8)));
        columns.push(Column::text("", ColumnWidth::Fit(8)));
        let row = |line: &MergeLine| {
            let role = if line.undone.is_some() { Role::Dim } else { Role::Text };
            let cell = |text: String| Line::from(theme.span(role, text));
            let mut cells = vec![
                cell(line.id.to_string()),
                cell(line.made_at.format("%d/%m/%Y %H:%M").to_string()),
                cell(line.machines.join(", ")),
            ];
            if roomy {
                cells.push(cell(line.members.join(", ")));
            }
            cells.push(cell(line.revisions.to_string()));
            let undone = line.undone.map(|_| t!("screen_exchange.merges.is_undone").into_owned());
            cells.push(cell(undone.unwrap_or_default()));
            cells
        };
        let rows: Vec<_> = lines.iter().map(row).collect();
        let below = match &self.confirm {
            Some(confirm) => confirm.height(inner.width),
            None => 4,
        };
        let below = below.min(area.height.saturating_sub(2));
        let list = Rect { height: area.height - below, ..area };
        table::render(canvas, list, &columns, &rows, &self.cursor);
        let bottom = Rect { y: list.bottom(), height: below, ..inner };
        if let Some(confirm) = &self.confirm {
            return confirm.render(canvas, bottom);
        }
        let mut row = 0;
        for (role, text) in self.about() {
            row = spoken::paragraph(canvas, bottom, row, role, &text);
        }
    }
}
