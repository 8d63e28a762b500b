//! The paper at the right, as it will print, with what is being typed in it.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::writing::{Target, Writing};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screens::preview::page::{Marked, Page};
use crate::tui::widgets::list::ListCursor;
use crate::tui::work::DraftSheet;

/// The paper and where the passages stand in it.
#[derive(Debug, Default)]
pub(super) struct Paper {
    page: Option<Page>,
    /// With what is being typed.
    typed: Option<(Page, usize)>,
    /// Lines of the text, by the passages' places in the draft; none for what is not printed.
    lines: Vec<Option<usize>>,
    view: ListCursor,
    follows: Cell<Follows>,
}

/// Whether what is seen goes where the cursor of the list goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Follows {
    #[default]
    Yes,
    No,
}

impl Paper {
    /// The paper that `sheet` makes.
    pub(super) fn print(&mut self, sheet: &DraftSheet) {
        let page = Page::new(&sheet.text);
        let mut next = 0;
        let mut line_of = |text: &str| {
            let line = page.place_of(text, next)?;
            next = line + 1;
            Some(line)
        };
        let passages = sheet.passages().iter();
        self.lines = passages.map(|of| of.is_printed().then(|| line_of(&of.printed)).flatten()).collect();
        self.page = Some(page);
        self.typed = None;
    }

    /// `a) `, `- `: what stands in front of a passage on the paper.
    pub(super) fn number(&self, place: usize) -> &str {
        let Some((page, line)) = self.page.as_ref().zip(self.line(place)) else { return "" };
        let line = page.line(line);
        let end = line.find(' ').map_or(0, |end| end + 1);
        let lead = &line[..end];
        if lead == "- " || lead.ends_with(") ") || lead.ends_with(". ") && lead.len() <= 4 { lead } else { "" }
    }

    fn line(&self, place: usize) -> Option<usize> {
        self.lines.get(place).copied().flatten()
    }

    /// Shows what is being typed where it will stand.
    pub(super) fn type_in(&mut self, sheet: &DraftSheet, writing: &Writing) {
        let Some(page) = &self.page else { return };
        let place_of = |id| sheet.place_of(id).and_then(|place| Some((place, self.line(place)?)));
        let text = writing.area.text().replace('\n', " ");
        self.typed = match &writing.target {
            Target::Passage(id) => {
                place_of(id).map(|(place, line)| (page.with_line(line, format!("{}{text}", self.number(place))), line))
            }
            Target::Joined(ids) => ids
                .first()
                .and_then(place_of)
                .map(|(place, line)| (page.with_line(line, format!("{}{text}", self.number(place))), line)),
            Target::Own { behind, .. } => {
                behind.as_ref().and_then(place_of).map(|(_, line)| (page.with_line_behind(line, text), line + 2))
            }
        };
    }

    /// The paper is as it is recorded again.
    pub(super) fn type_no_more(&mut self) {
        self.typed = None;
    }

    /// Moves what is seen.
    pub(super) fn scroll(&mut self, key: Key) {
        self.follows.set(Follows::No);
        self.view.scroll(key);
    }

    /// The cursor of the list moved: what is seen goes there.
    pub(super) fn follow(&self) {
        self.follows.set(Follows::Yes);
    }

    /// Draws it; the passage at `place` stands out.
    pub(super) fn render(&self, canvas: &mut Canvas<'_>, area: Rect, place: Option<usize>) {
        let shown = self.typed.as_ref().map(|(page, line)| (page, Some(*line)));
        let shown = shown.or_else(|| Some((self.page.as_ref()?, place.and_then(|place| self.line(place)))));
        let Some((page, line)) = shown else { return };
        let marked = match (line, self.follows.get()) {
            (None, _) => Marked::Nothing,
            (Some(line), Follows::Yes) => Marked::Followed(line),
            (Some(line), Follows::No) => Marked::Shown(line),
        };
        page.render_beside(canvas, area, &self.view, marked);
    }
}
