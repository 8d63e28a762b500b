//! Comparing six words aloud, before a device is accepted.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use super::spoken;
use crate::exchange::identity::{DeviceCard, SixWords};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::work::{ExchangeRequest, Request, World};

/// The six words of a device, and the word that accepts it.
#[derive(Debug)]
pub struct Compare {
    card: DeviceCard,
    words: SixWords,
    /// Who works there, in words; empty where nobody said so.
    member: String,
    was: Was,
    confirm: Confirm,
}

/// What the device was until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Was {
    /// Nobody accepted it.
    New,
    /// It was revoked.
    Revoked,
}

impl Compare {
    /// Compares the words of the device of `card`, on which `member` works.
    pub fn new(card: DeviceCard, member: String, was: Was) -> Self {
        let consequence = match was {
            Was::New => t!("screen_exchange.compare.consequence"),
            Was::Revoked => t!("screen_exchange.compare.consequence_revoked"),
        };
        let confirm = Confirm::new(consequence, t!("screen_exchange.compare.word"));
        Self { words: SixWords::of(&card.keys), card, member, was, confirm }
    }
}

impl Screen<World> for Compare {
    fn title(&self) -> String {
        t!("screen_exchange.compare.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_exchange.compare.help").into_owned()
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn offers(&self) -> Vec<Offer> {
        vec![
            Offer::on(Action::Open).named(t!("screen_exchange.compare.accept")),
            Offer::on(Action::Back).named(t!("screen_exchange.compare.wait")),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Act(Action::Open) if self.confirm.is_given() => {
                let accept = ExchangeRequest::Accept(Box::new(self.card.clone()));
                return vec![Effect::Run(Request::Exchange(accept)), Effect::Pop];
            }
            Event::Act(Action::Open) => {
                let text = t!("screen_exchange.compare.type_it", word = t!("screen_exchange.compare.word"));
                return vec![Effect::Say(Message::error(text))];
            }
            Event::Act(Action::Back) => return vec![Effect::Pop],
            event => {
                self.confirm.take(&event);
            }
        }
        Vec::new()
    }

    /// ```text
    ///  Máy hp-07 (Thành viên 2) chưa được chấp nhận ở đây. Gọi điện hoặc gặp người dùng máy đó …
    ///
    ///    1 đẹp       2 tháp      3 tập       4 thường    5 ưa        6 mướp
    ///
    ///  Khớp cả sáu từ thì …
    ///  Gõ KHỚP rồi nhấn Enter để thực hiện, Esc để thôi:
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let machine = &self.card.name;
        let who = match (self.was, self.member.as_str()) {
            (Was::New, "") => t!("screen_exchange.compare.who", machine = machine),
            (Was::New, member) => t!("screen_exchange.compare.who_member", machine = machine, member = member),
            (Was::Revoked, _) => t!("screen_exchange.compare.who_revoked", machine = machine),
        };
        let row = spoken::paragraph(canvas, inner, 0, Role::Text, &who);
        let row = spoken::render(canvas, inner, row + 1, &self.words.to_string());
        let row = spoken::paragraph(canvas, inner, row + 1, Role::Text, &t!("screen_exchange.compare.how"));
        let height = self.confirm.height(inner.width).min(inner.height);
        let below = (row + 1).min(inner.height.saturating_sub(height));
        self.confirm.render(canvas, Rect { y: inner.y + below, height, ..inner });
    }
}
