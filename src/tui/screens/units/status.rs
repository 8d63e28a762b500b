//! What is worth knowing about the round or the selected unit, for the line of messages.

use rust_i18n::t;

use super::Units;
use crate::tui::screen::Message;
use crate::tui::theme::Role;
use crate::tui::work::IssuedMark;
use crate::vietnamese::date::format_date;

impl Units {
    /// Laptops use different editions, or one has no text here: nothing else of the round is so far-reaching.
    pub(super) fn unsettled_edition(&self) -> Option<Message> {
        let contested = self.open.editions.iter().find(|edition| edition.is_contested());
        if let Some(contested) = contested.map(|contested| &contested.checklist) {
            let (title, used) = (&contested.title, &contested.edition);
            return Some(Message::error(t!("screen_units.contested", title = title, used = used)));
        }
        let missing = self.open.missing.first()?;
        Some(Message::error(t!("screen_units.edition_missing", id = missing.id)))
    }

    pub(super) fn newer(&self) -> Option<Message> {
        let edition = self.open.editions.iter().find(|edition| edition.newer.is_some())?;
        let newer = edition.newer.as_ref()?;
        let used = &edition.checklist;
        let text = t!("screen_units.newer", title = newer.title, edition = newer.edition, used = used.edition);
        Some(Message { text: text.into_owned(), role: Role::Changed })
    }

    /// That the notice of the selected unit is issued, and what came after.
    pub(super) fn issued_status(&self) -> Option<Message> {
        let unit = self.selected()?;
        let (text, role) = match self.tally(&unit.id)?.issued.as_ref()? {
            IssuedMark::Contested => (t!("screen_units.issued_contested", unit = unit.name), Role::Error),
            IssuedMark::Issued { number, date, later: 0 } => {
                let date = format_date(*date);
                (t!("screen_units.issued_status", unit = unit.name, number = number, date = date), Role::Pass)
            }
            IssuedMark::Issued { number, date, later } => {
                let (name, date) = (&unit.name, format_date(*date));
                let text = t!("screen_units.issued_later", unit = name, number = number, date = date, count = later);
                (text, Role::Changed)
            }
        };
        Some(Message { text: text.into_owned(), role })
    }
}
