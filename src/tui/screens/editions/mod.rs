//! Checklists of which the team's laptops use different editions: which one is asked, what it asks otherwise, and what
//! becomes of the answers made under other words. Listed once for all units.

mod across;
mod detail;
mod listing;
mod reason;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use self::across::ItemAnswers;
use self::listing::{Entry, Row};
use self::reason::{Reason, Wanted};
use crate::assessment::OpenRound;
use crate::checklist::Checklist;
use crate::exchange::edition::EditionReview;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{EditionsOutcome, EditionsRequest, Outcome, Request, World};

type Effects = Vec<Effect<World>>;

/// Smallest body that shows the detail below the list.
const WITH_DETAIL: u16 = 9;

/// The editions of a round's checklists.
#[derive(Debug)]
pub struct Editions {
    open: Arc<OpenRound>,
    review: Option<EditionReview>,
    rows: Vec<Row>,
    /// Among the rows that can be selected.
    cursor: ListCursor,
    /// Among all rows.
    seen: ListCursor,
    /// The edition that is about to be used, and why.
    choosing: Option<(Arc<Checklist>, Reason)>,
    start: Start,
}

/// What is selected when the list comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The first line.
    First,
    /// The first newer edition at hand.
    Newer,
}

impl Editions {
    /// The editions of `open`.
    pub fn new(open: Arc<OpenRound>, start: Start) -> Self {
        let (cursor, seen) = (ListCursor::default(), ListCursor::default());
        Self { open, review: None, rows: Vec::new(), cursor, seen, choosing: None, start }
    }

    fn ask(&self) -> Effects {
        let round = self.open.round.id.clone();
        vec![Effect::Start(Request::Editions(EditionsRequest::Review(round)))]
    }

    fn entries(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.rows.iter().enumerate().filter_map(|(place, row)| row.entry.as_ref().map(|entry| (place, entry)))
    }

    fn selected(&self) -> Option<&Entry> {
        self.entries().nth(self.cursor.selected()).map(|(_, entry)| entry)
    }

    /// Keeps the list where the selection is.
    fn follow(&mut self) {
        let count = self.entries().count();
        self.cursor.select(self.cursor.selected().min(count.saturating_sub(1)));
        let place = self.entries().nth(self.cursor.selected()).map_or(0, |(place, _)| place);
        self.seen.select(place);
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        let id = &self.open.round.id;
        match outcome {
            Outcome::Editions(EditionsOutcome::Review(round, review)) if round == id => {
                self.rows = listing::rows(&self.open, review);
                self.review = Some(review.as_ref().clone());
                if std::mem::replace(&mut self.start, Start::First) == Start::Newer {
                    let newer = self.entries().position(|(_, entry)| matches!(entry, Entry::Newer(_)));
                    self.cursor.select(newer.unwrap_or(0));
                }
                self.follow();
                Vec::new()
            }
            Outcome::Round { open, .. } if open.round.id == *id => {
                self.open = open.clone();
                self.ask()
            }
            Outcome::Changed { round, .. } if round == id => self.ask(),
            _ => Vec::new(),
        }
    }

    fn enter(&mut self) -> Effects {
        if let Some((edition, reason)) = &self.choosing {
            let wanted = self.reason_for(edition);
            let Ok(reason) = reason.given(wanted) else {
                return vec![Effect::Say(Message::error(t!("screen_editions.reason_empty")))];
            };
            let edition = edition.clone();
            self.choosing = None;
            let said = t!("screen_editions.used", title = edition.title, edition = edition.edition);
            let round = self.open.round.id.clone();
            // Said first: a refusal takes its place.
            return vec![
                Effect::Say(Message::info(said)),
                Effect::Run(Request::Editions(EditionsRequest::Use { round, edition, reason })),
            ];
        }
        match self.selected().cloned() {
            Some(Entry::Pin { edition: Some(edition), .. } | Entry::Newer(edition)) => {
                self.choosing = Some((edition, Reason::default()));
            }
            Some(Entry::Pin { edition: None, .. }) => {
                return vec![Effect::Say(Message::info(t!("screen_editions.text_missing")))];
            }
            Some(Entry::Asked(_)) => return vec![Effect::Say(Message::info(t!("screen_editions.asked_already")))],
            Some(Entry::Changed(item)) => {
                return vec![Effect::push(ItemAnswers::changed(self.open.clone(), *item))];
            }
            Some(Entry::Gone(item)) => return vec![Effect::push(ItemAnswers::gone(self.open.clone(), *item))],
            None => {}
        }
        Vec::new()
    }

    /// Settling what laptops did differently wants a reason.
    fn reason_for(&self, edition: &Checklist) -> Wanted {
        let review = self.review.iter().flat_map(|review| &review.checklists);
        let pins = review.filter(|checklist| checklist.id == edition.id).map(|checklist| checklist.pins.len());
        if pins.sum::<usize>() > 1 { Wanted::Always } else { Wanted::IfAny }
    }

    fn act(&mut self, action: Action) -> Effects {
        let round = self.open.round.id.clone();
        match action {
            Action::Open => return self.enter(),
            Action::Back => self.choosing = None,
            Action::Undo => return vec![Effect::Run(Request::Undo(round))],
            Action::Redo => return vec![Effect::Run(Request::Redo(round))],
            _ => {}
        }
        Vec::new()
    }

    fn typed(&mut self, event: &Event<'_, World>) {
        match (&mut self.choosing, event) {
            (Some((_, reason)), event) => reason.take(event),
            (None, Event::Key(key)) => {
                let count = self.entries().count();
                self.cursor.press(*key, count);
                self.follow();
            }
            _ => {}
        }
    }

    fn draw_list(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let columns = usize::from(area.width).saturating_sub(4);
        let pointer = theme.marks().pointer;
        let selected = self.entries().nth(self.cursor.selected()).map(|(place, _)| place);
        for (line, index) in (0..).zip(self.seen.visible(self.rows.len(), area.height)) {
            let row = &self.rows[index];
            let is_selected = selected == Some(index);
            let mark = if is_selected { format!(" {pointer} ") } else { "   ".to_owned() };
            let indent = if row.entry.is_some() { mark } else { " ".to_owned() };
            let right = width::of(&row.right);
            let room = columns.saturating_sub(if right == 0 { 0 } else { right + 2 });
            let text = width::cut(&row.text, room, theme.marks().ellipsis);
            canvas.line(area, line, Line::from(vec![Span::raw(indent), theme.span(row.role, text)]));
            if right > 0 {
                let place = Rect { width: area.width.saturating_sub(1), ..area };
                canvas.line_right(place, line, theme.span(row.role, row.right.clone()));
            }
            if is_selected {
                canvas.select(area, line);
            }
        }
    }
}

impl Screen<World> for Editions {
    fn title(&self) -> String {
        t!("screen_editions.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_editions.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.choosing.is_some() { Focus::Text } else { Focus::Commands }
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let review = self.review.as_ref()?;
        let items: usize = review.checklists.iter().map(|checklist| checklist.changed.len()).sum();
        let left = if items == 0 {
            t!("screen_editions.nothing_waits")
        } else {
            t!("screen_editions.waiting", items = items, answers = review.waiting())
        };
        Some(Subtitle { left: Line::from(theme.span(Role::Text, left.into_owned())), right: Line::default() })
    }

    fn offers(&self) -> Vec<Offer> {
        if self.choosing.is_some() {
            let back = Offer::on(Action::Back).named(t!("screen_editions.do_not"));
            return vec![Offer::on(Action::Open).named(t!("screen_editions.do_use")), back];
        }
        let enter = match self.selected() {
            Some(Entry::Pin { edition: Some(_), .. } | Entry::Newer(_)) => {
                Offer::on(Action::Open).named(t!("screen_editions.use"))
            }
            Some(Entry::Changed(_)) => Offer::on(Action::Open).named(t!("screen_editions.see_units")),
            Some(Entry::Gone(_)) => Offer::on(Action::Open).named(t!("screen_editions.see_answers")),
            Some(Entry::Asked(_)) => Offer::off(Action::Open, t!("screen_editions.asked_already")),
            Some(Entry::Pin { edition: None, .. }) => Offer::off(Action::Open, t!("screen_editions.text_missing")),
            None => Offer::off(Action::Open, t!("screen_editions.nothing_here")),
        };
        vec![enter, Offer::on(Action::Undo), Offer::on(Action::Redo)]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened => self.ask(),
            Event::Outcome(outcome) => self.take(outcome),
            Event::Act(action) => self.act(action),
            event => {
                self.typed(&event);
                Vec::new()
            }
        }
    }

    /// ```text
    ///  Niêm yết thủ tục hành chính: các máy dùng bản khác nhau
    ///    Bản 2 (đang hỏi)                                   Lan (máy 7f3a91c0)
    ///  > Bản 1                                             Hùng (máy 12ab34cd)
    ///  Nội dung đã đổi
    ///    Số thủ tục đã niêm yết công khai                             2 đơn vị
    /// ── Bản 1 ─────────────────────────────────────────────────────────────
    ///  So với bản đang hỏi: 4 nội dung khác, 1 chỉ có ở bản này, 1 không có
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        if self.review.is_none() {
            canvas.text(inner, 0, Role::Dim, &t!("screen_editions.reading"));
            return;
        }
        if self.rows.is_empty() {
            for (row, line) in (0..).zip(width::paragraphs(&t!("screen_editions.all_alike"), usize::from(inner.width)))
            {
                canvas.text(inner, row, Role::Pass, line);
            }
            return;
        }
        let below = match (&self.choosing, area.height) {
            (Some(_), height) => height.min(5),
            (None, height) if height < WITH_DETAIL => 0,
            (None, height) => (height / 2).min(16),
        };
        let list = Rect { height: area.height - below, ..area };
        self.draw_list(canvas, list);
        let detail = Rect { y: list.bottom(), height: below, ..area };
        match (&self.choosing, self.selected()) {
            (Some((edition, reason)), _) => {
                let title = t!("screen_editions.use_edition", edition = edition.edition);
                canvas.rule_titled(detail, 0, &title);
                let inside = Rect { y: detail.y + 1, height: detail.height.saturating_sub(1), ..inner };
                let wanted = self.reason_for(edition);
                let told = match wanted {
                    Wanted::Always => t!("screen_editions.settles"),
                    Wanted::IfAny => t!("screen_editions.answers_stay"),
                };
                let lines = width::paragraphs(&told, usize::from(inside.width));
                for (row, line) in (0..inside.height.saturating_sub(1)).zip(&lines) {
                    canvas.text(inside, row, Role::Changed, line);
                }
                let row = u16::try_from(lines.len()).unwrap_or(0).min(inside.height.saturating_sub(1));
                reason.render(canvas, Rect { y: inside.y + row, height: 1, ..inside }, wanted);
            }
            (None, Some(entry)) if below > 0 => detail::draw(canvas, detail, &self.open, self.review.as_ref(), entry),
            _ => {}
        }
    }
}
