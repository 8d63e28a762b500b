//! What is shown before files are chosen: packs that wait and damaged ones, put away by earlier merges.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::super::spoken;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event};
use crate::tui::theme::Role;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{ExchangeRequest, Request, StoredPack, StoredPacks, StoredWhy, World};

/// The first page.
#[derive(Debug, Default)]
pub(super) struct Start {
    stored: Option<Arc<StoredPacks>>,
    cursor: ListCursor,
    /// The word that removes the selected pack from the list.
    confirm: Option<Confirm>,
}

/// A line of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum StartLine<'s> {
    /// Choosing files.
    Files,
    /// A pack that was put away.
    Stored(&'s StoredPack),
}

impl Start {
    /// Takes in what was put away. Says whether choosing files can begin at once: nothing was, and it is the first time.
    pub(super) fn take(&mut self, stored: &Arc<StoredPacks>) -> bool {
        let is_first = self.stored.is_none();
        self.stored = Some(stored.clone());
        self.cursor.select(self.cursor.selected().min(stored.packs.len()));
        is_first && stored.packs.is_empty()
    }

    fn packs(&self) -> &[StoredPack] {
        self.stored.as_ref().map_or(&[], |stored| &stored.packs)
    }

    pub(super) fn selected(&self) -> StartLine<'_> {
        let place = self.cursor.selected().checked_sub(1);
        place.and_then(|place| self.packs().get(place)).map_or(StartLine::Files, StartLine::Stored)
    }

    /// What is looked at with `pack`: all that wait, or the damaged one alone.
    pub(super) fn together_with(&self, pack: &StoredPack) -> Vec<PathBuf> {
        match pack.why {
            StoredWhy::Damaged => vec![pack.stored.file.clone()],
            StoredWhy::Waits => {
                let waiting = self.packs().iter().filter(|pack| pack.why == StoredWhy::Waits);
                waiting.map(|pack| pack.stored.file.clone()).collect()
            }
        }
    }

    pub(super) fn is_asking(&self) -> bool {
        self.confirm.is_some()
    }

    /// Drops the question; says whether there was one.
    pub(super) fn drop_question(&mut self) -> bool {
        self.confirm.take().is_some()
    }

    pub(super) fn ask_to_discard(&mut self) {
        if let StartLine::Stored(pack) = self.selected() {
            let text = t!("screen_exchange.start.discard", name = pack.stored.note.name);
            self.confirm = Some(Confirm::new(text, t!("screen_exchange.start.discard_word")));
        }
    }

    pub(super) fn accept(&mut self) -> Vec<Effect<World>> {
        let StartLine::Stored(pack) = self.selected() else { return Vec::new() };
        let file = pack.stored.file.clone();
        match &self.confirm {
            Some(confirm) if confirm.is_given() => {
                self.confirm = None;
                vec![Effect::Run(Request::Exchange(ExchangeRequest::Discard(file)))]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn typed(&mut self, event: &Event<'_, World>) {
        if let Some(confirm) = &mut self.confirm {
            confirm.take(event);
        }
    }

    pub(super) fn press(&mut self, key: Key) {
        self.cursor.press(key, self.packs().len() + 1);
    }

    pub(super) fn label_of_enter(&self) -> Cow<'static, str> {
        match (self.selected(), &self.confirm) {
            (_, Some(_)) => t!("screen_exchange.start.remove"),
            (StartLine::Files, _) => t!("screen_exchange.start.choose"),
            (StartLine::Stored(pack), _) if pack.why == StoredWhy::Waits => t!("screen_exchange.start.try_waiting"),
            (StartLine::Stored(_), _) => t!("screen_exchange.start.try_again"),
        }
    }

    pub(super) fn offers(&self) -> Vec<Offer> {
        match self.selected() {
            StartLine::Stored(_) if self.confirm.is_none() => {
                vec![Offer::on(Action::DeleteRow).named(t!("screen_exchange.start.remove"))]
            }
            _ => Vec::new(),
        }
    }

    /// ```text
    ///  > Chọn gói dữ liệu (.ktra) từ USB, ổ mạng hoặc thư mục tải về
    ///
    ///    tv2.ktra      đang chờ      máy hp-07 chưa được chấp nhận …
    ///    tv3.ktra      hỏng          tệp bị cắt cụt …
    /// ```
    pub(super) fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if self.stored.is_none() {
            return;
        }
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let why = match self.selected() {
            StartLine::Stored(pack) => why(pack),
            StartLine::Files => t!("screen_exchange.start.about").into_owned(),
        };
        let below = match &self.confirm {
            Some(confirm) => confirm.height(inner.width),
            None => u16::try_from(width::paragraphs(&why, usize::from(inner.width)).len()).unwrap_or(1) + 1,
        };
        let below = below.min(area.height.saturating_sub(1));
        let list = Rect { height: area.height - below, ..area };
        let room = usize::from(area.width).saturating_sub(22);
        self.cursor.render(canvas, list, self.packs().len() + 1, |index| {
            let Some(pack) = index.checked_sub(1).and_then(|place| self.packs().get(place)) else {
                return Line::from(theme.span(Role::Text, t!("screen_exchange.start.files").into_owned()));
            };
            let (role, state) = match pack.why {
                StoredWhy::Waits => (Role::Changed, t!("screen_exchange.start.waits")),
                StoredWhy::Damaged => (Role::Error, t!("screen_exchange.start.damaged")),
            };
            let name = width::cut(&pack.stored.note.name, room, theme.marks().ellipsis);
            let name = theme.span(Role::Text, width::pad(&name, room));
            Line::from_iter([name, Span::raw(" "), theme.span(role, state.into_owned())])
        });
        let bottom = Rect { y: list.bottom(), height: below, ..inner };
        match &self.confirm {
            Some(confirm) => confirm.render(canvas, bottom),
            None => _ = spoken::paragraph(canvas, bottom, 1, Role::Dim, &why),
        }
    }
}

/// Why a pack was put away, in words that name machines.
fn why(pack: &StoredPack) -> String {
    match &pack.machine {
        Some(machine) => t!("screen_exchange.start.waits_for", machine = machine).into_owned(),
        None => pack.stored.note.why.clone(),
    }
}
