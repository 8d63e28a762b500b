//! Who works on this laptop.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::names;
use crate::assessment::OpenRound;
use crate::inspection::MemberId;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Request, World};

/// The members of a round, to choose who works on this laptop.
#[derive(Debug, Clone)]
pub struct ActingChoice {
    open: Arc<OpenRound>,
    cursor: ListCursor,
}

impl ActingChoice {
    /// Asks who works in `open`; `now` works there so far.
    pub fn new(open: Arc<OpenRound>, now: Option<&MemberId>) -> Self {
        let place = open.round.members.iter().position(|member| Some(&member.id) == now);
        let mut cursor = ListCursor::default();
        cursor.select(place.unwrap_or(0));
        Self { open, cursor }
    }
}

impl Screen<World> for ActingChoice {
    fn title(&self) -> String {
        t!("screen_rounds.acting_title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_rounds.acting_help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![Offer::on(Action::Open).named(t!("screen_rounds.acting_choose"))]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        let members = &self.open.round.members;
        match event {
            Event::Act(Action::Open) => {
                let Some(member) = members.get(self.cursor.selected()) else { return vec![Effect::Pop] };
                let choose = Request::ChooseActing(self.open.round.id.clone(), member.id.clone());
                return vec![Effect::Run(choose), Effect::Pop];
            }
            Event::Key(key) => {
                self.cursor.press(key, members.len());
            }
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///  Chọn người đang làm việc trên máy này
    ///
    ///  > Thành viên 1        Trưởng đoàn      Trưởng phòng CCHC, Sở Nội vụ
    ///    Thành viên 2        Thư ký           Chuyên viên
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        canvas.text(inner, 0, Role::Title, &t!("screen_rounds.acting_ask"));
        let members = &self.open.round.members;
        let list = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
        let widest = members.iter().map(|member| width::of(&member.name)).max().unwrap_or(0).min(30);
        self.cursor.render(canvas, list, members.len(), |index| {
            let member = &members[index];
            let posts: Vec<&str> = [&member.post, &member.agency].into_iter().flatten().map(String::as_str).collect();
            let name = width::cut(&member.name, widest, theme.marks().ellipsis);
            Line::from(vec![
                theme.span(Role::Text, width::pad(&name, widest)),
                Span::raw("  "),
                theme.span(Role::Text, width::pad(&names::role(member.role), 16)),
                Span::raw("  "),
                theme.span(Role::Dim, posts.join(", ")),
            ])
        });
    }
}
