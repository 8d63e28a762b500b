//! The choices of a preview: one line each, changed with the arrow keys.

use rust_i18n::t;

use super::Purpose;
use super::preview::{Preview, number};
use crate::checklist::{ItemKind, Required};
use crate::inspection::ItemKey;
use crate::inspection::import::{Convert, EqualRows, LevelOrder, OrderReason, Target, WrongCells};
use crate::table::heading::LOOKED_AT;
use crate::table::{Visibility, column_letters};
use crate::tui::work::UnitWork;

/// A line that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// How many rows are drawn.
    Count,
    /// With which seed.
    Seed,
    /// Which sheet.
    Sheet,
    /// Which row holds the titles.
    Titles,
    /// Which column of the file a slot is.
    Slot(usize),
    /// Which digit is the best.
    Order,
    /// Whether old fonts are read.
    Convert,
    /// Rows that are recorded already.
    Equal,
    /// Rows with cells that do not fit.
    Wrong,
}

/// Which way a choice is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// To the one before.
    Back,
    /// To the next.
    On,
}

impl Turn {
    /// The next of `count` positions, round and round.
    fn of(self, position: usize, count: usize) -> usize {
        match self {
            Self::On => (position + 1) % count.max(1),
            Self::Back => (position + count.max(1) - 1) % count.max(1),
        }
    }
}

impl Setting {
    /// Those that matter for this file.
    pub fn all(preview: &Preview, purpose: Purpose) -> Vec<Self> {
        let mut all = Vec::new();
        if purpose == Purpose::Sample {
            all.extend([Self::Count, Self::Seed]);
        }
        if preview.table.sheets.len() > 1 {
            all.push(Self::Sheet);
        }
        all.push(Self::Titles);
        all.extend((0..preview.slots.len()).map(Self::Slot));
        if matches!(preview.kind, ItemKind::Survey(_)) && preview.choices.order_reason != OrderReason::NoDigits {
            all.push(Self::Order);
        }
        if preview.choices.fonts.iter().any(Option::is_some) {
            all.push(Self::Convert);
        }
        if !preview.prepared.equal.is_empty() {
            all.push(Self::Equal);
        }
        if !preview.prepared.wrong.is_empty() {
            all.push(Self::Wrong);
        }
        all
    }

    /// What it is about; required columns carry a star.
    pub fn label(self, preview: &Preview) -> String {
        let key = match self {
            Self::Slot(slot) => {
                let star = |required| if required == Required::Yes { " *" } else { "" };
                let title = preview.slots.get(slot).map(|slot| format!("{}{}", slot.title, star(slot.required)));
                return title.unwrap_or_default();
            }
            Self::Count => "screen_import.count",
            Self::Seed => "screen_import.seed",
            Self::Sheet => "screen_import.sheet",
            Self::Titles => "screen_import.titles",
            Self::Order => "screen_import.order",
            Self::Convert => "screen_import.convert",
            Self::Equal => "screen_import.equal_rows",
            Self::Wrong => "screen_import.wrong_cells",
        };
        t!(key).into_owned()
    }

    /// What is chosen.
    pub fn value(self, preview: &Preview) -> String {
        let choices = &preview.choices;
        let key = match self {
            Self::Count => return preview.count.text().to_owned(),
            Self::Seed => return preview.seed.text().to_owned(),
            Self::Sheet => return sheet_words(preview),
            Self::Titles => {
                let row = choices.heading.row.and_then(|row| preview.sheet()?.rows.get(row));
                return row.map_or_else(
                    || t!("screen_import.titles_none").into_owned(),
                    |row| t!("screen_import.titles_row", row = row.number).into_owned(),
                );
            }
            Self::Slot(slot) => return slot_words(preview, slot),
            Self::Order => match choices.order {
                LevelOrder::FiveIsBest => "screen_import.order_five",
                LevelOrder::OneIsBest => "screen_import.order_one",
            },
            Self::Convert => match choices.convert {
                Convert::ToUnicode => "screen_import.convert_yes",
                Convert::Keep => "screen_import.convert_no",
            },
            Self::Equal => match choices.equal {
                EqualRows::LeaveOut => "screen_import.equal_leave",
                EqualRows::Take => "screen_import.equal_take",
            },
            Self::Wrong => match choices.wrong {
                WrongCells::LeaveRowOut => "screen_import.wrong_leave",
                WrongCells::LeaveBlank => "screen_import.wrong_blank",
            },
        };
        t!(key).into_owned()
    }
}

fn sheet_words(preview: &Preview) -> String {
    let Some(sheet) = preview.sheet() else { return String::new() };
    let place = format!("{}/{}", preview.sheet + 1, preview.table.sheets.len());
    let key = match sheet.visibility {
        Visibility::Shown => "screen_import.sheet_words",
        Visibility::Hidden => "screen_import.sheet_hidden",
    };
    t!(key, name = sheet.name, place = place, rows = number(sheet.rows.len())).into_owned()
}

/// `C  Tên TTHC`: the column and its title in the file.
fn slot_words(preview: &Preview, slot: usize) -> String {
    let Some(column) = preview.choices.heading.columns.get(slot).copied().flatten() else {
        return t!("screen_import.not_taken").into_owned();
    };
    let titles = preview.choices.heading.row.and_then(|row| preview.sheet()?.rows.get(row));
    let title = titles.map(|row| row.cell(column).typed().into_owned()).unwrap_or_default();
    format!("{}  {title}", column_letters(column)).trim_end().to_owned()
}

impl Preview {
    /// Changes the selected setting.
    pub fn turn(&mut self, turn: Turn, work: &UnitWork, key: &ItemKey) {
        let Some(target) = work.item(key).and_then(Target::of) else { return };
        let Some(setting) = self.settings.get(self.cursor.selected()).copied() else { return };
        match setting {
            Setting::Count | Setting::Seed => return,
            Setting::Sheet => {
                self.sheet = turn.of(self.sheet, self.table.sheets.len());
                if let Some(choices) = self.sheet().map(|sheet| target.choices(sheet)) {
                    self.replace_choices(choices);
                }
            }
            Setting::Titles => {
                let Some(sheet) = self.sheet() else { return };
                // No titles, then one row after the other.
                let rows = sheet.rows.len().min(LOOKED_AT) + 1;
                let next = turn.of(self.choices.heading.row.map_or(0, |row| row + 1), rows);
                let choices = target.choices_at(sheet, next.checked_sub(1));
                self.replace_choices(choices);
            }
            Setting::Slot(slot) => {
                let columns = self.sheet().map_or(0, crate::table::Sheet::width) + 1;
                if let Some(column) = self.choices.heading.columns.get_mut(slot) {
                    *column = turn.of(column.map_or(0, |column| column + 1), columns).checked_sub(1);
                }
            }
            Setting::Order => {
                self.choices.order = match self.choices.order {
                    LevelOrder::FiveIsBest => LevelOrder::OneIsBest,
                    LevelOrder::OneIsBest => LevelOrder::FiveIsBest,
                }
            }
            Setting::Convert => {
                self.choices.convert = match self.choices.convert {
                    Convert::ToUnicode => Convert::Keep,
                    Convert::Keep => Convert::ToUnicode,
                }
            }
            Setting::Equal => {
                self.choices.equal = match self.choices.equal {
                    EqualRows::LeaveOut => EqualRows::Take,
                    EqualRows::Take => EqualRows::LeaveOut,
                }
            }
            Setting::Wrong => {
                self.choices.wrong = match self.choices.wrong {
                    WrongCells::LeaveRowOut => WrongCells::LeaveBlank,
                    WrongCells::LeaveBlank => WrongCells::LeaveRowOut,
                }
            }
        }
        self.refresh(work, key);
    }
}
