//! How the answer to an item came about: who, when, on which laptop, from what to what; an older entry can be written
//! again.

mod entries;

#[cfg(test)]
mod tests;

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

pub(super) use self::entries::value_in_words;

use self::entries::{Again, Entry, Names};
use crate::inspection::ItemKey;
use crate::journal::Revision;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{Outcome, Request, UnitWork, World};

/// Columns of the day and time without the year.
const WHEN: usize = 11;
/// Columns of a member's name.
const WHO: usize = 16;
/// Rows the whole of an entry takes below the list.
const WHOLE: u16 = 6;

/// Whether Enter writes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// It asks first.
    Not,
    /// It has asked: Enter again writes.
    Yes,
}

type Effects = Vec<Effect<World>>;

/// The history of one answer.
#[derive(Debug)]
pub struct AnswerHistory {
    work: UnitWork,
    key: ItemKey,
    members: Vec<(String, String)>,
    entries: Option<Vec<Entry>>,
    cursor: ListCursor,
    asked: Asked,
}

impl AnswerHistory {
    /// The history of the answer at `key`.
    pub fn new(work: &UnitWork, key: ItemKey) -> Self {
        let members = work.open.round.members.iter();
        Self {
            members: members.map(|member| (member.id.to_string(), member.name.clone())).collect(),
            work: work.clone(),
            key,
            entries: None,
            cursor: ListCursor::default(),
            asked: Asked::Not,
        }
    }

    fn read(&self) -> Effect<World> {
        let (round, unit) = (self.work.open.round.id.clone(), self.work.unit.id.clone());
        Effect::Run(Request::History(round, unit, self.key.clone()))
    }

    fn show(&mut self, revisions: &[Revision]) {
        let names = Names { item: self.work.item(&self.key), members: &self.members };
        let entries = names.entries(revisions);
        self.cursor.select(self.cursor.selected().min(entries.len().saturating_sub(1)));
        self.entries = Some(entries);
    }

    fn selected(&self) -> Option<&Entry> {
        self.entries.as_ref()?.get(self.cursor.selected())
    }

    /// Enter: asks, and at the second time writes.
    fn restore(&mut self) -> Effects {
        let Some(entry) = self.selected() else { return Vec::new() };
        match &entry.again {
            Again::Stands => return vec![Effect::Say(Message::info(t!("screen_history.stands")))],
            Again::Never => return vec![Effect::Say(Message::error(t!("screen_history.never")))],
            Again::Field(_) | Again::Sets(_) if self.asked == Asked::Not => {
                self.asked = Asked::Yes;
                return Vec::new();
            }
            Again::Field(_) | Again::Sets(_) => {}
        }
        let request = match entry.again.clone() {
            Again::Field(change) => self.work.record(&self.key, vec![change], None),
            Again::Sets(changes) => self.work.record_sets(&self.key, changes),
            Again::Stands | Again::Never => None,
        };
        self.asked = Asked::Not;
        self.cursor.select(0);
        let said = Effect::Say(Message::info(t!("screen_history.restored")));
        request.map_or_else(Vec::new, |request| vec![Effect::Run(request), said])
    }

    fn row(theme: &Theme, entry: &Entry) -> Line<'static> {
        let day = entry.when.get(..5).unwrap_or_default();
        let time = entry.when.get(11..).unwrap_or_default();
        let who = width::cut(&entry.who, WHO, theme.marks().ellipsis);
        let mut spans = vec![
            theme.span(Role::Dim, width::pad(&format!("{day} {time}"), WHEN)),
            Span::raw("  "),
            theme.span(Role::Dim, width::pad(&who, WHO)),
            Span::raw("  "),
            theme.span(Role::Text, format!("{}: {} → {}", entry.what, one_line(&entry.before), one_line(&entry.after))),
        ];
        if let Some(reversal) = &entry.reversal {
            spans.push(theme.span(Role::Dim, format!("  ({reversal})")));
        }
        spans.into()
    }

    fn whole(entry: &Entry) -> Vec<(Role, String)> {
        let head = t!("screen_history.head", when = entry.when, who = entry.who, device = entry.device);
        let reversal = entry.reversal.as_ref().map(|reversal| format!("  ({reversal})")).unwrap_or_default();
        let mut lines = vec![(Role::Dim, format!("{head}{reversal}"))];
        lines.push((Role::Text, format!("{}: {} → {}", entry.what, entry.before, entry.after)));
        if let Some(reason) = &entry.reason {
            lines.push((Role::Text, t!("screen_history.reason", reason = reason).into_owned()));
        }
        if entry.again != Again::Stands && entry.now != entry.after {
            lines.push((Role::Dim, t!("screen_history.now", value = entry.now).into_owned()));
        }
        lines
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Screen<World> for AnswerHistory {
    fn title(&self) -> String {
        t!("screen_history.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        let count = self.entries.as_ref()?.len();
        Some(t!("screen_history.count", count = count).into_owned())
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let slot = self.work.order.slot_of(&self.key)?;
        let (item, _) = self.work.at(slot)?;
        let number = &self.work.order.slots[slot].number;
        let left = Line::from(theme.span(Role::Title, format!("{number} {}", item.ask)));
        Some(Subtitle { left, right: Line::default() })
    }

    fn help(&self) -> String {
        t!("screen_history.help").into_owned()
    }

    fn status(&self) -> Option<Message> {
        let entry = self.selected().filter(|_| self.asked == Asked::Yes)?;
        let text = if let Again::Sets(changes) = &entry.again
            && let [
                crate::inspection::SetChange::PutBackRow(_)
                | crate::inspection::SetChange::PutBackForm(_)
                | crate::inspection::SetChange::PutBackEvidence(_),
            ] = changes.as_slice()
        {
            t!("screen_history.confirm_back", what = entry.what)
        } else {
            t!("screen_history.confirm", what = entry.what, old = entry.after, new = entry.now)
        };
        Some(Message { text: text.into_owned(), role: Role::Changed })
    }

    fn offers(&self) -> Vec<Offer> {
        let restore = match (self.selected().map(|entry| &entry.again), self.asked) {
            (None, _) => Offer::off(Action::Open, t!("screen_history.nothing")),
            (Some(Again::Stands), _) => Offer::off(Action::Open, t!("screen_history.stands")),
            (Some(Again::Never), _) => Offer::off(Action::Open, t!("screen_history.never")),
            (Some(_), Asked::Not) => Offer::on(Action::Open).named(t!("screen_history.again")),
            (Some(_), Asked::Yes) => Offer::on(Action::Open).named(t!("screen_history.yes_again")),
        };
        let mut offers = vec![restore];
        if self.asked == Asked::Yes {
            offers.push(Offer::on(Action::Back).named(t!("screen_history.leave_it")));
        }
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened => return vec![self.read()],
            Event::Outcome(Outcome::History(key, revisions)) if *key == self.key => self.show(revisions),
            Event::Outcome(outcome) => {
                self.work.take(outcome);
                if let Outcome::Changed { touched, .. } = outcome
                    && touched.iter().any(|touched| touched.unit == self.work.unit.id && touched.key == self.key)
                {
                    return vec![self.read()];
                }
            }
            Event::Act(Action::Open) => return self.restore(),
            Event::Act(Action::Back) => self.asked = Asked::Not,
            Event::Key(
                key @ (Key::Up
                | Key::Down
                | Key::PageUp
                | Key::PageDown
                | Key::Home
                | Key::End
                | Key::Top
                | Key::Bottom),
            ) => {
                self.asked = Asked::Not;
                self.cursor.press(key, self.entries.as_ref().map_or(0, Vec::len));
            }
            _ => {}
        }
        Vec::new()
    }

    /// Draws the changes, the newest first, and the selected one in full below.
    ///
    /// ```text
    ///  > 19/10 09:42  Thành viên 2      Đánh giá: chưa có → CHƯA ĐẠT
    ///    19/10 09:40  Thành viên 2      Dòng “Đăng ký khai sinh”, Đúng: chưa có → có
    /// ── 19/10/2025 09:42 ────────────────────────────────────────────────
    ///  19/10/2025 09:42  Thành viên 2  máy 7f3a91c0
    ///  Đánh giá: chưa có → CHƯA ĐẠT
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let Some(entries) = &self.entries else { return };
        let Some(selected) = self.selected() else {
            canvas.text(area, 0, Role::Dim, &format!("   {}", t!("screen_history.nothing")));
            return;
        };
        let below = WHOLE.min(area.height / 2);
        let list = Rect { height: area.height.saturating_sub(below), ..area };
        self.cursor.render(canvas, list, entries.len(), |index| Self::row(&theme, &entries[index]));
        if below == 0 {
            return;
        }
        canvas.rule_titled(area, list.height, &selected.what);
        let whole = Rect {
            x: area.x.saturating_add(1),
            y: area.y.saturating_add(list.height + 1),
            width: area.width.saturating_sub(2),
            height: below - 1,
        };
        let columns = usize::from(whole.width);
        let lines = Self::whole(selected);
        let wrapped = lines.iter().flat_map(|(role, text)| {
            width::paragraphs(text, columns).into_iter().map(|line| (*role, line.to_owned())).collect::<Vec<_>>()
        });
        for (row, (role, line)) in (0..whole.height).zip(wrapped) {
            canvas.text(whole, row, role, &line);
        }
    }
}
