//! `?` help: what the screen is for, and every action that works here and now, with its keys.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::action::{Action, Availability, Offer};
use super::canvas::Canvas;
use super::input::Focus;
use super::keymap::Keymap;
use super::screen::{Domain, Effect, Event, Screen};
use super::theme::Role;
use super::widgets::list::ListCursor;
use super::width;

/// The help of the screen below it.
#[derive(Debug, Clone)]
pub struct Help {
    purpose: String,
    offers: Vec<Offer>,
    /// Of the screen below: where it takes text, signs are no keys.
    focus: Focus,
    keymap: Arc<Keymap>,
    cursor: ListCursor,
}

/// Width of the column with the keys: `Ctrl+Q, Ctrl+C` and a gap.
const KEYS: usize = 16;

impl Help {
    /// Help for a screen that says `purpose` of itself and offers `offers`.
    pub fn new(purpose: &str, offers: Vec<Offer>, focus: Focus, keymap: Arc<Keymap>) -> Self {
        let purpose = keymap.retold(purpose);
        Self { purpose, offers, focus, keymap, cursor: ListCursor::default() }
    }

    fn lines(&self, canvas: &Canvas<'_>, columns: usize) -> Vec<Line<'static>> {
        let theme = canvas.theme();
        let mut lines = Vec::new();
        if !self.purpose.is_empty() {
            lines.extend(width::paragraphs(&self.purpose, columns).into_iter().map(|text| Line::from(text.to_owned())));
            lines.push(Line::default());
        }
        let palette = self.keymap.keys(Action::Palette, Focus::Text);
        let working = |offer: &&Offer| offer.availability == Availability::On;
        for offer in self.offers.iter().filter(working) {
            let keys = self.keymap.keys(offer.action, self.focus);
            let keys = if keys.is_empty() { palette.split(", ").next().unwrap_or_default().to_owned() } else { keys };
            let about = offer.action.about();
            let mut texts = width::paragraphs(&about, columns.saturating_sub(KEYS)).into_iter();
            let first = texts.next().unwrap_or_default().to_owned();
            let keys = theme.span(Role::Key, width::pad(&keys, KEYS));
            lines.push(Line::from_iter([keys, theme.span(Role::Text, first)]));
            for text in texts {
                lines.push(Line::from_iter([Span::raw(" ".repeat(KEYS)), theme.span(Role::Text, text.to_owned())]));
            }
        }
        let off = self.offers.len() - self.offers.iter().filter(working).count();
        if off > 0 {
            let text = rust_i18n::t!("tui.help_off", count = off, keys = palette);
            lines.push(Line::default());
            let texts = width::paragraphs(&text, columns).into_iter();
            lines.extend(texts.map(|text| Line::from(theme.span(Role::Dim, text.to_owned()))));
        }
        lines
    }
}

impl<D: Domain> Screen<D> for Help {
    fn title(&self) -> String {
        rust_i18n::t!("tui.help_title").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let here = rust_i18n::t!("tui.close_first").into_owned();
        vec![Offer::off(Action::Help, here.clone()), Offer::off(Action::Palette, here)]
    }

    fn handle(&mut self, event: Event<'_, D>, _: Instant) -> Vec<Effect<D>> {
        if let Event::Key(key) = event {
            self.cursor.scroll(key);
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = area.inner(ratatui::layout::Margin { horizontal: 1, vertical: 0 });
        let lines = self.lines(canvas, usize::from(inner.width));
        let shown = self.cursor.window(lines.len(), inner.height);
        for (row, line) in (0..).zip(&lines[shown]) {
            canvas.line(inner, row, line.clone());
        }
    }
}
