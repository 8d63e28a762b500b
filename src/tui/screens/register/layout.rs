//! How wide the columns of a register are and which of them are seen.

use std::cell::Cell;
use std::collections::HashMap;

use super::cell;
use crate::checklist::{Column, ColumnKind};
use crate::inspection::{EntryId, Row};
use crate::tui::width;

/// Columns of the terminal between two columns of the grid.
pub const GAP: usize = 2;
/// No text takes more than this, however much room there is.
const WIDEST: usize = 60;
/// Texts give way to this width where everything is seen then.
const NARROWEST: usize = 14;
/// Texts take no more than this where columns move out of sight: the number of a dossier has 26 letters.
const ENOUGH: usize = 26;
/// No column is made wider than this for its title alone.
const TITLE: usize = 10;
/// The verdict of a row takes no more than this.
const VERDICT: usize = 22;
/// It has room for this many letters in a small window too: `× chậm 12 ngày`.
const LATE: usize = 14;

/// How wide everything wants to be. Rows are measured one by one, so that a change costs what changed.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    wanted: Vec<usize>,
    flexible: Vec<usize>,
    verdict: usize,
    numbers: usize,
    /// What the columns take without any row.
    least: Vec<usize>,
    /// Widths of each row: its cells, and last its verdict.
    rows: HashMap<EntryId, Box<[usize]>>,
    /// For each column, and last for the verdicts, how many rows have which width.
    widths: Vec<[u32; WIDEST + 1]>,
    /// First column seen behind the first one, which always is; remembered so that nothing moves more than it must.
    first: Cell<usize>,
}

/// A column that is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub column: usize,
    /// Where it begins.
    pub x: usize,
    /// How wide it is.
    pub width: usize,
}

/// What is seen of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The columns, from the left.
    pub columns: Vec<Seen>,
    /// Whether some are hidden behind the first.
    pub hidden_left: Hidden,
    /// Whether some are hidden at the right.
    pub hidden_right: Hidden,
    /// Where the verdicts begin.
    pub verdict: usize,
}

/// Whether columns are out of sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Some are.
    Some,
    /// None is.
    None,
}

impl Sheet {
    /// Measures the columns alone.
    pub fn new(columns: &[Column]) -> Self {
        let flexible = columns.iter().enumerate().filter(|(_, column)| column.kind == ColumnKind::Text);
        let mut sheet = Self {
            flexible: flexible.map(|(index, _)| index).collect(),
            least: columns.iter().map(least).collect(),
            widths: vec![[0; WIDEST + 1]; columns.len() + 1],
            first: Cell::new(1),
            ..Self::default()
        };
        sheet.settle();
        sheet
    }

    /// Measures a row, anew where it is known; `words` is its verdict. [`Self::settle`] must come after the last one.
    pub fn put(&mut self, columns: &[Column], row: &Row, year: Option<i32>, words: &str) {
        self.forget(&row.id);
        let wide = |column: &Column| {
            let Some(value) = row.cells.get(&column.id) else { return 0 };
            let seen = value.as_str().filter(|_| column.kind == ColumnKind::Text);
            seen.map_or_else(|| width::of(&cell::shown(&column.kind, value, year)), width::of).min(WIDEST)
        };
        let widths: Box<[usize]> = columns.iter().map(wide).chain([width::of(words).min(VERDICT)]).collect();
        for (of, wide) in self.widths.iter_mut().zip(&widths) {
            of[*wide] += 1;
        }
        self.rows.insert(row.id.clone(), widths);
    }

    /// A row is there no longer.
    pub fn forget(&mut self, row: &EntryId) {
        for (of, wide) in self.widths.iter_mut().zip(self.rows.remove(row).iter().flatten()) {
            of[*wide] = of[*wide].saturating_sub(1);
        }
    }

    /// Takes the greatest widths anew.
    pub fn settle(&mut self) {
        let most = |of: &[u32; WIDEST + 1]| of.iter().rposition(|rows| *rows > 0).unwrap_or(0);
        self.wanted = self.least.iter().zip(&self.widths).map(|(least, of)| most(of).max(*least)).collect();
        self.verdict = self.widths.last().map_or(0, most);
        self.numbers = (self.rows.len() + 1).to_string().len();
    }

    /// As this one, seen from the column that `before` was seen from.
    pub fn seen_as(self, before: &Self) -> Self {
        self.first.set(before.first.get());
        self
    }

    /// Columns of the terminal before the first column: pointer and number of the row.
    pub fn margin(&self) -> usize {
        3 + self.numbers.max(2) + 1
    }

    /// Where the columns stand on `room`, the `selected` one among them.
    pub fn layout(&self, room: usize, selected: usize) -> Layout {
        // Next to nothing of a small window goes to the reason; the selected row tells it in full.
        let words = self.verdict.min((room / 6).max(LATE));
        let verdict = if words == 0 { room } else { room.saturating_sub(words + 1) };
        let room = verdict.saturating_sub(if words == 0 { 1 } else { GAP });
        let margin = self.margin();
        let widths = self.shrunk(room.saturating_sub(margin));
        let mut columns = Vec::new();
        let mut x = margin;
        let mut place = |column: usize, x: &mut usize| -> bool {
            let wide = widths[column].min(room.saturating_sub(*x));
            let whole = wide == widths[column];
            // Half a column is worth showing only where it is all there is.
            if whole || wide > NARROWEST || column == selected {
                columns.push(Seen { column, x: *x, width: wide });
            }
            *x += widths[column] + GAP;
            whole
        };
        if widths.is_empty() {
            return Layout { columns, hidden_left: Hidden::None, hidden_right: Hidden::None, verdict };
        }
        place(0, &mut x);
        let first = self.first_seen(&widths, room.saturating_sub(x), selected);
        let hidden_right = (first..widths.len()).any(|column| !place(column, &mut x));
        let hidden = |some: bool| if some { Hidden::Some } else { Hidden::None };
        Layout { columns, hidden_left: hidden(first > 1), hidden_right: hidden(hidden_right), verdict }
    }

    fn first_seen(&self, widths: &[usize], room: usize, selected: usize) -> usize {
        let mut first = self.first.get().max(1).min(widths.len());
        let taken = |range: &[usize]| range.iter().sum::<usize>() + GAP * range.len().saturating_sub(1);
        if selected == 0 {
            first = 1.min(widths.len());
        } else {
            first = first.min(selected);
            while first < selected && taken(&widths[first..=selected]) > room {
                first += 1;
            }
        }
        // Where there is room again, what was hidden at the left comes back.
        while first > 1 && taken(&widths[first - 1..]) <= room {
            first -= 1;
        }
        self.first.set(first);
        first
    }

    /// Texts give way, the widest first, until everything fits; where that cannot be, they stay readable.
    fn shrunk(&self, room: usize) -> Vec<usize> {
        let mut widths = self.wanted.clone();
        let gaps = GAP * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > room {
            let widest = self.flexible.iter().copied().max_by_key(|&column| widths[column]);
            match widest {
                Some(column) if widths[column] > NARROWEST => widths[column] -= 1,
                _ => return self.scrolled(room),
            }
        }
        widths
    }

    fn scrolled(&self, room: usize) -> Vec<usize> {
        let mut widths = self.wanted.clone();
        for &column in &self.flexible {
            let most = if column == 0 { ENOUGH.min(room / 2) } else { ENOUGH };
            widths[column] = widths[column].min(most);
        }
        widths
    }
}

/// A column is never narrower than what will be typed into it, nor, within reason, than its title.
fn least(column: &Column) -> usize {
    let content = match &column.kind {
        ColumnKind::Text => 12,
        ColumnKind::Number => 6,
        ColumnKind::Date => 8,
        ColumnKind::YesNo => 5,
        ColumnKind::Choice(choices) => choices.iter().map(|choice| width::of(choice)).max().unwrap_or(0).min(18),
    };
    // Titles have two lines.
    (content..TITLE).find(|&wide| width::wrap(&column.title, wide).len() <= 2).unwrap_or(content.max(TITLE))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sheet(wanted: Vec<usize>, flexible: Vec<usize>, verdict: usize) -> Sheet {
        Sheet { wanted, flexible, verdict, numbers: 2, first: Cell::new(1), ..Sheet::default() }
    }

    #[test]
    fn texts_give_way_before_columns_hide() {
        let sheet = sheet(vec![30, 40, 8], vec![0, 1], 0);
        let widths = |layout: Layout| layout.columns.iter().map(|seen| seen.width).collect::<Vec<_>>();
        assert_eq!(widths(sheet.layout(100, 0)), [30, 40, 8]);
        assert_eq!(widths(sheet.layout(60, 0)), [21, 20, 8]);
        assert_eq!(sheet.layout(60, 0).hidden_right, Hidden::None);
    }

    #[test]
    fn the_first_column_stays_and_the_selected_one_is_seen() {
        let sheet = sheet(vec![12, 20, 20, 20, 8], vec![], 10);
        let seen = |layout: &Layout| layout.columns.iter().map(|seen| seen.column).collect::<Vec<_>>();
        let layout = sheet.layout(80, 4);
        assert_eq!((seen(&layout), layout.hidden_left), (vec![0, 3, 4], Hidden::Some));
        assert_eq!(layout.hidden_right, Hidden::None);
        let layout = sheet.layout(80, 1);
        assert_eq!(
            (seen(&layout), layout.hidden_left, layout.hidden_right),
            (vec![0, 1, 2], Hidden::None, Hidden::Some)
        );
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_room(
            wanted in prop::collection::vec(1usize..40, 1..9), room in 0usize..140, moves in prop::collection::vec(0usize..9, 1..6), verdict in 0usize..22
        ) {
            let count = wanted.len();
            let sheet = sheet(wanted, (0..count).step_by(2).collect(), verdict);
            for selected in moves {
                let selected = selected.min(count - 1);
                let layout = sheet.layout(room, selected);
                for seen in &layout.columns {
                    prop_assert!(seen.width == 0 || seen.x + seen.width <= layout.verdict);
                }
                if room >= 100 {
                    prop_assert!(layout.columns.iter().any(|seen| seen.column == selected));
                }
            }
        }
    }
}
