//! Finding an item of the unit by words, with or without diacritics.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use crate::inspection::ItemKey;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Taken, TextField};
use crate::tui::width;
use crate::tui::work::{Request, UnitWork, World};
use crate::vietnamese::fold::fold;

/// An item that may be found.
#[derive(Debug)]
struct Entry {
    key: ItemKey,
    number: String,
    ask: String,
    place: String,
    /// Everything it may be found by, folded.
    folded: String,
}

/// Searches the items asked at a unit.
#[derive(Debug)]
pub struct ItemSearch {
    entries: Vec<Entry>,
    found: Vec<usize>,
    field: TextField,
    cursor: ListCursor,
}

impl ItemSearch {
    /// Searches what is asked now.
    pub fn new(work: &UnitWork) -> Self {
        let entry = |slot: usize| {
            let place = &work.order.slots[slot];
            let (item, _) = work.at(slot)?;
            let section = &work.order.sections[place.section];
            let checklist = work.judged.checklists()[section.checklist].checklist();
            let about = checklist.sections[section.position].title.clone();
            let remark = work.answer(&place.key).and_then(|answer| answer.remark.clone()).unwrap_or_default();
            let folded = fold(&format!("{} {} {about} {} {remark}", place.number, item.ask, checklist.title));
            let (key, number) = (place.key.clone(), place.number.clone());
            Some(Entry { key, number, ask: item.ask.clone(), place: about, folded })
        };
        let asked = (0..work.order.slots.len()).filter(|slot| work.is_asked(*slot));
        let entries: Vec<Entry> = asked.filter_map(entry).collect();
        let found = (0..entries.len()).collect();
        Self { entries, found, field: TextField::default(), cursor: ListCursor::default() }
    }

    fn search(&mut self) {
        let wanted = fold(self.field.text());
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let matches = |entry: &Entry| words.iter().all(|word| entry.folded.contains(word));
        self.found = (0..self.entries.len()).filter(|index| matches(&self.entries[*index])).collect();
        self.cursor.select(0);
    }
}

impl Screen<World> for ItemSearch {
    fn title(&self) -> String {
        t!("screen_find.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        Some(format!("{}/{}", self.found.len(), self.entries.len()))
    }

    fn help(&self) -> String {
        t!("screen_find.help").into_owned()
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn offers(&self) -> Vec<Offer> {
        vec![if self.found.is_empty() {
            Offer::off(Action::Open, t!("screen_find.nothing"))
        } else {
            Offer::on(Action::Open).named(t!("screen_find.go"))
        }]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Act(Action::Open) => {
                let key = self.found.get(self.cursor.selected()).map(|index| self.entries[*index].key.clone());
                return key.map_or_else(Vec::new, |key| vec![Effect::Pop, Effect::Run(Request::JumpTo(key))]);
            }
            event => match (self.field.take(&event), event) {
                (Taken::Changed, _) => self.search(),
                (Taken::Ignored, Event::Key(key)) => {
                    self.cursor.press(key, self.found.len());
                }
                _ => {}
            },
        }
        Vec::new()
    }

    /// Draws the words to find and what has them.
    ///
    /// ```text
    ///  Tìm: duong day nong_
    ///
    ///  > 2.4  Địa chỉ tiếp nhận phản ánh, kiến nghị      Bảng niêm yết
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let prompt = format!("{}: ", t!("screen_find.prompt"));
        let used = u16::try_from(width::of(&prompt)).unwrap_or(0).min(inner.width);
        canvas.text(inner, 0, Role::Text, &prompt);
        let list = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
        if self.found.is_empty() {
            canvas.text(list, 0, Role::Dim, &format!("   {}", t!("screen_find.nothing")));
        }
        let room = usize::from(area.width).saturating_sub(10);
        let place_room = room / 3;
        let ask_room = room.saturating_sub(place_room + 2);
        let ellipsis = theme.marks().ellipsis;
        self.cursor.render(canvas, list, self.found.len(), |index| {
            let entry = &self.entries[self.found[index]];
            Line::from_iter([
                theme.span(Role::Dim, width::pad(&entry.number, 5)),
                Span::raw(width::pad(&width::cut(&entry.ask, ask_room, ellipsis), ask_room + 2)),
                theme.span(Role::Dim, width::cut(&entry.place, place_room, ellipsis)),
            ])
        });
        self.field.render(
            canvas,
            Rect { x: inner.x + used, width: inner.width - used, height: inner.height.min(1), ..inner },
        );
    }
}
