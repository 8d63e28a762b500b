//! The choices of sending, and the lines that are typed.

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::super::spoken;
use crate::inspection::Mode;
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::Event;
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::width;
use crate::tui::work::{MayOrder, SendPlan, World};

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// All that is recorded here.
    Mine,
    /// The same, and that the member has finished.
    Final,
    /// The lead's order.
    Order,
}

/// To whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// The devices known here.
    Known,
    /// There are none.
    Nobody,
    /// Whoever has the passphrase.
    Passphrase,
    /// Everybody.
    Everybody,
}

/// A line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Row {
    /// What is sent.
    #[default]
    What,
    /// To whom.
    To,
    /// The passphrase.
    Words,
    /// Which folder.
    Place,
    /// The file.
    Path,
}

/// The form.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) row: Row,
    what: usize,
    to: usize,
    place: usize,
    pub(super) words: TextField,
    pub(super) path: TextField,
}

/// Columns of the names of lines.
const NAMES: usize = 12;

impl Form {
    /// With what is most likely meant.
    pub(super) fn new(plan: &SendPlan) -> Self {
        let words = TextField::new(plan.passphrase.spoken(), Accepts::Text);
        let mut form = Self { words, ..Self::default() };
        form.fill_path(plan);
        form
    }

    fn fill_path(&mut self, plan: &SendPlan) {
        let path = plan.folders.get(self.place).map(|folder| folder.join(&plan.name));
        let path = path.map_or_else(|| plan.name.clone(), |path| path.display().to_string());
        self.path = TextField::new(&path, Accepts::Verbatim);
    }

    pub(super) fn focus(&self) -> Focus {
        match self.row {
            Row::Words => self.words.focus(),
            Row::Path => self.path.focus(),
            Row::What | Row::To | Row::Place => Focus::Commands,
        }
    }

    fn whats(plan: &SendPlan) -> Vec<What> {
        let mut all = vec![What::Mine];
        if plan.member.is_some() {
            all.push(What::Final);
        }
        if plan.may_order == MayOrder::Yes {
            all.push(What::Order);
        }
        all
    }

    pub(super) fn what(&self, plan: &SendPlan) -> What {
        Self::whats(plan).get(self.what).copied().unwrap_or(What::Mine)
    }

    /// An order of a surprise round is never readable by everybody, any other order always.
    fn tos(&self, plan: &SendPlan) -> Vec<To> {
        let known = if plan.readers.is_empty() { To::Nobody } else { To::Known };
        match (self.what(plan), plan.round.mode) {
            (What::Order, Mode::Surprise) => vec![known, To::Passphrase],
            (What::Order, _) => vec![To::Everybody, To::Passphrase],
            (What::Mine | What::Final, _) => vec![known, To::Passphrase, To::Everybody],
        }
    }

    pub(super) fn to(&self, plan: &SendPlan) -> To {
        self.tos(plan).get(self.to).copied().unwrap_or(To::Passphrase)
    }

    fn rows(&self, plan: &SendPlan) -> Vec<Row> {
        let words = (self.to(plan) == To::Passphrase).then_some(Row::Words);
        let place = (plan.folders.len() > 1).then_some(Row::Place);
        [Some(Row::What), Some(Row::To), words, place, Some(Row::Path)].into_iter().flatten().collect()
    }

    /// Moving, choosing and typing.
    pub(super) fn take(&mut self, plan: &SendPlan, event: &Event<'_, World>) {
        let rows = self.rows(plan);
        let at = rows.iter().position(|row| *row == self.row).unwrap_or(0);
        let go = |by: usize| rows[(at + by) % rows.len()];
        match (event, self.row) {
            (Event::Key(Key::Down | Key::Tab), _) => self.row = go(1),
            (Event::Key(Key::Up | Key::BackTab), _) => self.row = go(rows.len() - 1),
            (event, Row::Words) => _ = self.words.take(event),
            (event, Row::Path) => _ = self.path.take(event),
            (Event::Key(Key::Right), _) => self.choose(plan, 1),
            (Event::Key(Key::Left), _) => self.choose(plan, usize::MAX),
            _ => {}
        }
    }

    fn choose(&mut self, plan: &SendPlan, by: usize) {
        let step = |at: usize, count: usize| match count {
            0 => 0,
            count if by == 1 => (at + 1) % count,
            count => (at + count - 1) % count,
        };
        match self.row {
            Row::What => {
                self.what = step(self.what, Self::whats(plan).len());
                self.to = 0;
            }
            Row::To => self.to = step(self.to, self.tos(plan).len()),
            Row::Place => {
                self.place = step(self.place, plan.folders.len());
                self.fill_path(plan);
            }
            Row::Words | Row::Path => {}
        }
    }

    /// ```text
    ///    Gửi gì      dữ liệu ghi trên máy này và dữ liệu đã gộp
    ///  > Cho ai      2 máy đã chấp nhận: hp-07 (Thành viên 1), dell-02
    ///    Nơi ghi     E:\
    ///    Tệp         E:\2025-dot-1-dell-02-20251019-1640.ktra
    /// ```
    pub(super) fn render(&self, canvas: &mut Canvas<'_>, area: Rect, plan: &SendPlan) {
        let theme = canvas.theme();
        let pointer = theme.marks().pointer;
        let mut row = 0;
        for each in self.rows(plan) {
            let name = t!(match each {
                Row::What => "screen_exchange.send.what",
                Row::To => "screen_exchange.send.to",
                Row::Words => "screen_exchange.send.words",
                Row::Place => "screen_exchange.send.place",
                Row::Path => "screen_exchange.send.path",
            });
            let is_selected = each == self.row;
            let mark = if is_selected { pointer } else { " " };
            let head = format!("{mark} {}", width::pad(&name, NAMES));
            canvas.line(area, row, Line::from(theme.span(Role::Dim, head)));
            let used = u16::try_from(NAMES + 2).unwrap_or(0).min(area.width);
            let place = area.y.saturating_add(row);
            let height = u16::from(place < area.bottom());
            let value = Rect { x: area.x + used, y: place.min(area.bottom()), width: area.width - used, height };
            match (each, is_selected) {
                (Row::Words, true) => self.words.render(canvas, value),
                (Row::Path, true) => self.path.render(canvas, value),
                (Row::Words, false) => canvas.text(value, 0, Role::Text, self.words.text()),
                (Row::Path, false) => canvas.text(value, 0, Role::Text, self.path.text()),
                (Row::What, _) => canvas.text(value, 0, Role::Text, &what_in_words(self.what(plan))),
                (Row::To, _) => canvas.text(value, 0, Role::Text, &self.to_in_words(plan)),
                (Row::Place, _) => {
                    let folder = plan.folders.get(self.place).map(|folder| folder.display().to_string());
                    canvas.text(value, 0, Role::Text, &folder.unwrap_or_default());
                }
            }
            if is_selected && height > 0 {
                canvas.select(area, row);
            }
            row += 1;
        }
        row += 1;
        for (role, text) in self.notes(plan) {
            row = spoken::paragraph(canvas, area, row, role, &text);
            if self.to(plan) == To::Passphrase {
                row = spoken::render(canvas, area, row, self.words.text());
            }
        }
        if plan.unsent > 0 {
            let text = t!("screen_exchange.send.unsent", count = plan.unsent);
            spoken::paragraph(canvas, area, row, Role::Dim, &text);
        }
    }

    fn to_in_words(&self, plan: &SendPlan) -> String {
        match self.to(plan) {
            To::Known => {
                let names: Vec<String> = plan
                    .readers
                    .iter()
                    .map(|reader| match &reader.member {
                        Some(member) => format!("{} ({member})", reader.machine),
                        None => reader.machine.clone(),
                    })
                    .collect();
                t!("screen_exchange.send.to_known", names = names.join(", "))
            }
            To::Nobody => t!("screen_exchange.send.to_nobody"),
            To::Passphrase => t!("screen_exchange.send.to_words"),
            To::Everybody if self.what(plan) == What::Order => t!("screen_exchange.send.to_signed"),
            To::Everybody => t!("screen_exchange.send.to_everybody"),
        }
        .into_owned()
    }

    /// What follows of the choices.
    fn notes(&self, plan: &SendPlan) -> Vec<(Role, String)> {
        let (role, text) = match (self.to(plan), self.what(plan)) {
            (To::Nobody, _) => (Role::Changed, t!("screen_exchange.send.about_nobody")),
            (To::Known, _) => (Role::Dim, t!("screen_exchange.send.about_known")),
            (To::Passphrase, _) => (Role::Text, t!("screen_exchange.send.about_words")),
            (To::Everybody, What::Order) => (Role::Dim, t!("screen_exchange.send.about_signed")),
            (To::Everybody, _) => (Role::Error, t!("screen_exchange.send.about_everybody")),
        };
        let mut notes = Vec::new();
        if self.what(plan) == What::Final {
            let name = plan.member.as_ref().map_or("", |member| &member.name);
            notes.push((Role::Text, t!("screen_exchange.send.about_final", member = name).into_owned()));
        }
        notes.push((role, text.into_owned()));
        notes
    }
}

fn what_in_words(what: What) -> String {
    match what {
        What::Mine => t!("screen_exchange.send.what_mine"),
        What::Final => t!("screen_exchange.send.what_final"),
        What::Order => t!("screen_exchange.send.what_order"),
    }
    .into_owned()
}
