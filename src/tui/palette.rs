//! The palette (Ctrl+P): every action that exists here by name, found with or without diacritics.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::action::{Action, Availability, Offer};
use super::canvas::Canvas;
use super::input::Focus;
use super::key::Key;
use super::keymap::Keymap;
use super::screen::{Domain, Effect, Event, Message, Screen};
use super::theme::Role;
use super::widgets::list::ListCursor;
use super::widgets::text_field::TextField;
use super::width;
use crate::vietnamese::fold::fold;

/// The actions of the screen below it, filtered by what is typed.
#[derive(Debug, Clone)]
pub struct Palette {
    offers: Vec<Offer>,
    keymap: Arc<Keymap>,
    filter: TextField,
    cursor: ListCursor,
}

impl Palette {
    /// A palette of `offers`, the working ones first.
    pub fn new(mut offers: Vec<Offer>, keymap: Arc<Keymap>) -> Self {
        offers.retain(|offer| !matches!(offer.action, Action::Palette | Action::Back));
        offers.sort_by_key(|offer| offer.availability != Availability::On);
        Self { offers, keymap, filter: TextField::default(), cursor: ListCursor::default() }
    }

    /// The offers in whose texts every typed word occurs.
    fn found(&self) -> Vec<&Offer> {
        let wanted = fold(self.filter.text());
        let matches = |offer: &&Offer| {
            let texts = fold(&format!("{} {}", offer.text(), offer.action.about()));
            wanted.split_whitespace().all(|word| texts.contains(word))
        };
        self.offers.iter().filter(matches).collect()
    }

    fn choose<D: Domain>(&self) -> Vec<Effect<D>> {
        match self.found().get(self.cursor.selected()) {
            Some(Offer { availability: Availability::Off(reason), .. }) => {
                vec![Effect::Say(Message::info(reason.clone()))]
            }
            Some(offer) => vec![Effect::Pop, Effect::Perform(offer.action)],
            None => Vec::new(),
        }
    }
}

impl<D: Domain> Screen<D> for Palette {
    fn title(&self) -> String {
        rust_i18n::t!("tui.palette_title").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let here = rust_i18n::t!("tui.close_first").into_owned();
        let run = Offer::on(Action::Open).named(rust_i18n::t!("tui.palette_run"));
        vec![run, Offer::off(Action::Help, here.clone()), Offer::off(Action::Palette, here)]
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn handle(&mut self, event: Event<'_, D>, _: Instant) -> Vec<Effect<D>> {
        let count = self.found().len();
        match event {
            Event::Act(Action::Open) => return self.choose(),
            Event::Key(key @ (Key::Up | Key::Down | Key::PageUp | Key::PageDown)) => {
                self.cursor.press(key, count);
            }
            event => {
                if self.filter.take(&event).changed() {
                    self.cursor = ListCursor::default();
                }
            }
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = area.inner(ratatui::layout::Margin { horizontal: 1, vertical: 0 });
        let prompt = rust_i18n::t!("tui.palette_prompt");
        let indent = u16::try_from(width::of(&prompt)).unwrap_or(0).saturating_add(1);
        canvas.text(inner, 0, Role::Dim, &prompt);
        let field = Rect { x: inner.x + indent, width: inner.width.saturating_sub(indent), height: 1, ..inner };
        self.filter.render(canvas, field);
        let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let found = self.found();
        if found.is_empty() {
            canvas.text(list, 0, Role::Dim, &format!(" {}", rust_i18n::t!("tui.palette_nothing")));
        }
        self.cursor.render(canvas, list, found.len(), |index| {
            let offer = found[index];
            let keys = width::pad(&self.keymap.keys(offer.action, Focus::Commands), 16);
            let (role, rest) = match &offer.availability {
                Availability::On => (Role::Text, offer.action.about()),
                Availability::Off(reason) => (Role::Dim, rust_i18n::t!("tui.off_now", reason = reason).into_owned()),
            };
            let label = width::pad(&width::cut(&offer.text(), 26, theme.marks().ellipsis), 27);
            Line::from(vec![
                theme.span(role, label),
                theme.span(Role::Key, keys),
                Span::styled(rest, theme.style(Role::Dim)),
            ])
        });
    }
}
