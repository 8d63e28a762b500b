//! How the samples of a register were drawn, so that anybody can be shown that nobody chose them.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use crate::inspection::{Draw, ItemKey, KeptList};
use crate::tui::action::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, Request, TableOutcome, TableRequest, UnitWork, World};
use crate::vietnamese::number::format_number;

/// The samples of an item.
#[derive(Debug, Clone)]
pub struct DrawList {
    work: UnitWork,
    key: ItemKey,
    draws: Option<Vec<Draw>>,
    scroll: ListCursor,
}

impl DrawList {
    /// Those of the register at `key`.
    pub fn new(work: UnitWork, key: ItemKey) -> Self {
        Self { work, key, draws: None, scroll: ListCursor::default() }
    }

    fn ask(&self) -> Vec<Effect<World>> {
        let (round, unit) = (self.work.open.round.id.clone(), self.work.unit.id.clone());
        vec![Effect::Run(Request::Table(TableRequest::Draws(round, unit, self.key.clone())))]
    }

    /// Everything that is told of a draw: a heading and paragraphs.
    fn words(&self, draw: &Draw) -> (String, Vec<String>) {
        let content = &draw.content;
        let member = draw.member.as_deref().and_then(|id| self.work.open.round.member(id));
        let who = member.map(|member| member.name.clone()).or_else(|| draw.member.clone()).unwrap_or_default();
        let when = draw.made_at.format("%d/%m/%Y %H:%M");
        let heading = t!("screen_draws.heading", count = number(content.count), size = number(content.size));
        let list = |numbers: Vec<String>| numbers.join(", ");
        let from = match content.sheet.as_str() {
            "" => t!("screen_draws.from", file = content.file),
            sheet => t!("screen_draws.from_sheet", file = content.file, sheet = sheet),
        };
        let kept = match draw.list {
            KeptList::Whole => t!("screen_draws.kept"),
            KeptList::HashOnly => t!("screen_draws.hash_only"),
        };
        let told = vec![
            t!("screen_draws.who", who = who, when = when).into_owned(),
            t!("screen_draws.seed", seed = content.seed).into_owned(),
            from.into_owned(),
            t!("screen_draws.sha256", sha256 = content.sha256).into_owned(),
            kept.into_owned(),
            t!("screen_draws.positions", list = list(content.positions.iter().map(ToString::to_string).collect()))
                .into_owned(),
            t!("screen_draws.rows", list = list(content.rows.iter().map(ToString::to_string).collect())).into_owned(),
        ];
        (heading.into_owned(), told)
    }
}

impl Screen<World> for DrawList {
    fn title(&self) -> String {
        t!("screen_draws.title").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    fn handle(&mut self, event: Event<'_, World>, _at: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Opened => return self.ask(),
            Event::Outcome(Outcome::Table(TableOutcome::Draws(key, draws))) if *key == self.key => {
                self.draws = Some(draws.clone());
            }
            Event::Outcome(outcome) => _ = self.work.take(outcome),
            Event::Key(key) => self.scroll.scroll(key),
            _ => {}
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let draws = match self.draws.as_deref() {
            None => return,
            Some([]) => {
                canvas.text(area, 0, Role::Dim, &format!(" {}", t!("screen_draws.none")));
                return;
            }
            Some(draws) => draws,
        };
        let columns = usize::from(area.width).saturating_sub(4);
        let mut lines = Vec::new();
        // The newest first: it is the one being asked about.
        for draw in draws.iter().rev() {
            let (heading, told) = self.words(draw);
            lines.push((Role::Title, format!(" {heading}")));
            for text in &told {
                lines.extend(
                    width::paragraphs(text, columns).into_iter().map(|line| (Role::Text, format!("   {line}"))),
                );
            }
            lines.push((Role::Text, String::new()));
        }
        lines.extend(
            width::paragraphs(&t!("screen_draws.recipe"), columns + 2)
                .into_iter()
                .map(|line| (Role::Dim, format!(" {line}"))),
        );
        for (row, index) in (0..).zip(self.scroll.window(lines.len(), area.height)) {
            let (role, text) = &lines[index];
            canvas.text(area, row, *role, text);
        }
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let ask = self.work.item(&self.key).map(|item| item.ask.clone()).unwrap_or_default();
        let count = self.draws.as_ref().map_or(0, Vec::len);
        let right = theme.span(Role::Text, t!("screen_draws.count", count = count).into_owned());
        Some(Subtitle { left: Line::from(ask), right: Line::from(right) })
    }

    fn help(&self) -> String {
        t!("screen_draws.help").into_owned()
    }
}

fn number(count: usize) -> String {
    u32::try_from(count).map_or_else(|_| count.to_string(), |count| format_number(count.into()))
}
