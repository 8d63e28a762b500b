//! Why a unit that is signed is changed: asked once, then carried on every change until the unit is left.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use crate::inspection::{Amendment, RoundId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::TextField;
use crate::tui::width;
use crate::tui::work::{ClosingRequest, Request, UnitWork, World};

/// Asks for the reason.
#[derive(Debug, Clone)]
pub struct AmendReason {
    round: RoundId,
    amendment: Amendment,
    name: String,
    field: TextField,
}

impl AmendReason {
    /// Asks why `work`'s unit is changed.
    pub fn new(work: &UnitWork) -> Self {
        Self {
            round: work.open.round.id.clone(),
            amendment: Amendment { unit: work.unit.id.clone(), reason: String::new() },
            name: work.unit.name.clone(),
            field: TextField::default(),
        }
    }
}

impl Screen<World> for AmendReason {
    fn title(&self) -> String {
        t!("screen_later.amend_title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_later.amend_help").into_owned()
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn offers(&self) -> Vec<Offer> {
        vec![Offer::on(Action::Open).named(t!("screen_later.amend_begin"))]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        if let Event::Act(Action::Open) = event {
            let reason = self.field.text().trim().to_owned();
            if reason.is_empty() {
                return vec![Effect::Say(Message::error(t!("screen_closing.sign.reason_empty")))];
            }
            let amendment = Amendment { reason, ..self.amendment.clone() };
            let request = ClosingRequest::Amend(self.round.clone(), amendment);
            return vec![Effect::Pop, Effect::Run(Request::Closing(request))];
        }
        self.field.take(&event);
        Vec::new()
    }

    /// ```text
    ///  UBND xã Mẫu A đã ký biên bản. Ghi lý do sửa; lý do này đi kèm mọi thay đổi cho đến khi rời đơn vị.
    ///
    ///  Lý do: Đơn vị bổ sung sổ theo dõi_
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let text = t!("screen_later.amend_ask", unit = self.name);
        let lines = width::paragraphs(&text, usize::from(inner.width));
        for (row, line) in (0..inner.height).zip(&lines) {
            canvas.text(inner, row, Role::Changed, line);
        }
        let row = u16::try_from(lines.len()).unwrap_or(0) + 1;
        let prompt = format!("{} ", t!("screen_later.amend_reason"));
        let used = u16::try_from(width::of(&prompt)).unwrap_or(0).min(inner.width);
        canvas.text(inner, row, Role::Text, &prompt);
        let place = Rect {
            x: inner.x.saturating_add(used),
            y: inner.y.saturating_add(row),
            width: inner.width - used,
            height: 1,
        };
        self.field.render(canvas, place.intersection(inner));
    }
}
