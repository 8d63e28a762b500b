//! Where the cells of a pasted table land: by the titles of its first line, else from the selected column on; a
//! running number before them is left out.

use crate::checklist::{Column, ColumnKind};
use crate::vietnamese::fold::fold;

use super::cell::{self, CellError};

/// A pasted table whose every cell has its column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Landing {
    /// Line by line: index of the column, and the text. Blank cells are left out.
    pub lines: Vec<Vec<(usize, String)>>,
    /// Titles of its columns that the register does not have.
    pub left_out: Vec<String>,
    /// Whether it began with running numbers.
    pub numbers: Numbers,
}

/// Whether a table begins with running numbers (STT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Numbers {
    /// It does; they are left out.
    LeftOut,
    /// It does not.
    #[default]
    None,
}

/// It has more columns than there are from the selected one on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooWide {
    /// How many it has.
    pub cells: usize,
    /// How many there are.
    pub room: usize,
}

/// What a column of a table is, by its title.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Column(usize),
    Number,
    Unknown(String),
}

/// Lays the table on the columns. `from` is the selected column.
pub(super) fn land(mut lines: Vec<Vec<String>>, columns: &[Column], from: usize) -> Result<Landing, TooWide> {
    if let Some(targets) = lines.first().and_then(|line| heading(line, columns)) {
        lines.remove(0);
        return Ok(by_titles(&lines, &targets));
    }
    let whole = by_position(&lines, columns.len(), from, 0);
    // One line alone is numbered only where it would begin the register's rows.
    if !has_running_numbers(&lines) || (lines.len() == 1 && from > 0) {
        return whole;
    }
    let Ok(bare) = by_position(&lines, columns.len(), from, 1) else { return whole };
    let bare = Landing { numbers: Numbers::LeftOut, ..bare };
    let Ok(whole) = whole else { return Ok(bare) };
    // Both ways there is room. The way in which fewer cells do not fit is meant; where that does not tell, numbers
    // from 1 on before a text are running numbers, unless the table is as wide as the register.
    let (wrong_whole, wrong_bare) = (misfits(&whole, columns).len(), misfits(&bare, columns).len());
    let full = lines.iter().map(Vec::len).max() == Some(columns.len() - from);
    let text = columns.get(from).is_some_and(|column| column.kind == ColumnKind::Text);
    let numbers = match wrong_bare.cmp(&wrong_whole) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Greater => false,
        std::cmp::Ordering::Equal => text && !full && lines.len() > 1,
    };
    Ok(if numbers { bare } else { whole })
}

/// Cells that do not fit their column: line (from 0), index of the column, why.
pub(super) fn misfits(landing: &Landing, columns: &[Column]) -> Vec<(usize, usize, CellError)> {
    let mut wrong = Vec::new();
    for (line, cells) in landing.lines.iter().enumerate() {
        for (column, text) in cells {
            if let Some(Err(why)) = columns.get(*column).map(|column| cell::read_pasted(&column.kind, text)) {
                wrong.push((line, *column, why));
            }
        }
    }
    wrong
}

fn by_titles(lines: &[Vec<String>], targets: &[Target]) -> Landing {
    let mut landing = Landing::default();
    for (index, target) in targets.iter().enumerate() {
        let used = lines.iter().any(|line| line.get(index).is_some_and(|cell| !cell.is_empty()));
        match target {
            Target::Unknown(title) if used => landing.left_out.push(title.clone()),
            Target::Number => landing.numbers = Numbers::LeftOut,
            Target::Unknown(_) | Target::Column(_) => {}
        }
    }
    let cells = |line: &Vec<String>| {
        let cell = |(target, text): (&Target, &String)| match target {
            Target::Column(column) if !text.is_empty() => Some((*column, text.clone())),
            _ => None,
        };
        targets.iter().zip(line).filter_map(cell).collect::<Vec<_>>()
    };
    landing.lines = lines.iter().map(cells).filter(|cells| !cells.is_empty()).collect();
    landing
}

fn by_position(lines: &[Vec<String>], count: usize, from: usize, skipped: usize) -> Result<Landing, TooWide> {
    let mut landing = Landing::default();
    let room = count.saturating_sub(from);
    for line in lines {
        let mut cells = Vec::new();
        for (offset, text) in line.iter().skip(skipped).enumerate().filter(|(_, text)| !text.is_empty()) {
            if offset >= room {
                return Err(TooWide { cells: line.len() - skipped, room });
            }
            cells.push((from + offset, text.clone()));
        }
        if !cells.is_empty() {
            landing.lines.push(cells);
        }
    }
    Ok(landing)
}

/// Whole numbers, each one more than the one above, before other cells.
fn has_running_numbers(lines: &[Vec<String>]) -> bool {
    let number = |line: &Vec<String>| line.first()?.trim_end_matches('.').parse::<usize>().ok();
    let numbers: Option<Vec<usize>> = lines.iter().map(number).collect();
    let wide = lines.iter().all(|line| line.len() > 1);
    wide && numbers.is_some_and(|numbers| !numbers.is_empty() && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1))
}

/// What the columns of a table are, where its first line holds titles: at least half of them, and two of them or all.
fn heading(line: &[String], columns: &[Column]) -> Option<Vec<Target>> {
    let mut taken = vec![false; columns.len()];
    let mut targets = vec![None; line.len()];
    let words: Vec<String> = line.iter().map(|title| plain(title)).collect();
    // The surest first: "Ngày trả" must not take "Ngày hẹn trả" away from the column after it.
    for matches in [same as fn(&Column, &str) -> bool, same_but_brackets, within] {
        for (index, title) in words.iter().enumerate() {
            if targets[index].is_some() || title.is_empty() {
                continue;
            }
            let mut found = (0..columns.len()).filter(|column| !taken[*column] && matches(&columns[*column], title));
            if let (Some(column), None) = (found.next(), found.next()) {
                taken[column] = true;
                targets[index] = Some(Target::Column(column));
            }
        }
    }
    let is_number = |title: &str| matches!(title, "stt" | "tt" | "so tt" | "so thu tu" | "no");
    let unknown = |(index, target): (usize, Option<Target>)| {
        target.unwrap_or_else(|| match words[index].as_str() {
            title if is_number(title) => Target::Number,
            _ => Target::Unknown(line[index].clone()),
        })
    };
    let targets: Vec<Target> = targets.into_iter().enumerate().map(unknown).collect();
    let known = targets.iter().filter(|target| matches!(target, Target::Column(_))).count();
    let foreign = targets.iter().filter(|target| matches!(target, Target::Unknown(title) if !title.is_empty())).count();
    (known > 0 && known >= foreign && (known > 1 || foreign == 0)).then_some(targets)
}

fn same(column: &Column, title: &str) -> bool {
    plain(&column.title) == title || plain(column.id.as_str()) == title
}

fn same_but_brackets(column: &Column, title: &str) -> bool {
    column.title.split_once('(').is_some_and(|(before, _)| plain(before) == title)
}

/// Whether the words of one title stand, in order, among those of the other.
fn within(column: &Column, title: &str) -> bool {
    let column = plain(column.title.split_once('(').map_or(column.title.as_str(), |(before, _)| before));
    let (short, long) = if column.len() < title.len() { (column.as_str(), title) } else { (title, column.as_str()) };
    let mut rest = long.split(' ');
    short.split(' ').all(|word| rest.any(|other| other == word))
}

/// Words alone: no diacritics, no case, no signs.
fn plain(text: &str) -> String {
    let letters: String = fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::{ColumnId, Required};

    fn columns() -> Vec<Column> {
        let column = |id: &str, title: &str, kind| Column {
            id: ColumnId::new(id).unwrap(),
            title: title.to_owned(),
            kind,
            required: Required::No,
        };
        vec![
            column("ma", "Mã hồ sơ", ColumnKind::Text),
            column("thu-tuc", "Thủ tục", ColumnKind::Text),
            column("hen", "Ngày hẹn trả", ColumnKind::Date),
            column("tra", "Ngày trả (chưa trả: ngày kiểm tra)", ColumnKind::Date),
            column("lan", "Số lần yêu cầu bổ sung", ColumnKind::Number),
        ]
    }

    fn table(text: &str) -> Vec<Vec<String>> {
        super::super::paste::cells(text)
    }

    fn told(landing: &Landing) -> Vec<String> {
        let cell = |(column, text): &(usize, String)| format!("{column}={text}");
        landing.lines.iter().map(|line| line.iter().map(cell).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn cells_go_by_titles_in_any_order_without_diacritics() {
        let landing =
            land(table("NGAY TRA\tGhi chú\tmã hồ sơ\tNgày hẹn\n2/1/26\tabc\tH1\t1/1/26"), &columns(), 3).unwrap();
        assert_eq!(told(&landing), ["3=2/1/26 0=H1 2=1/1/26"]);
        assert_eq!(landing.left_out, ["Ghi chú"]);
        let one = land(table("Thủ tục\nKhai sinh"), &columns(), 0).unwrap();
        assert_eq!(told(&one), ["1=Khai sinh"]);
    }

    #[test]
    fn running_numbers_are_left_out() {
        let by_title = land(table("STT\tMã hồ sơ\tThủ tục\n1\tH1\tA\n2\tH2\tB"), &columns(), 0).unwrap();
        assert_eq!((told(&by_title), by_title.numbers), (vec!["0=H1 1=A".into(), "0=H2 1=B".into()], Numbers::LeftOut));
        let bare = land(table("11\tH1\tA\t1/1/26\n12\tH2\tB\t2/1/26"), &columns(), 0).unwrap();
        assert_eq!(told(&bare)[1], "0=H2 1=B 2=2/1/26", "nothing else fits");
        let wide = land(table("1\tH1\tA\t1/1/26\t1/1/26\t0"), &columns(), 0).unwrap();
        assert_eq!(told(&wide), ["0=H1 1=A 2=1/1/26 3=1/1/26 4=0"], "one line, too wide with its number");
    }

    #[test]
    fn figures_that_are_no_running_numbers_stay() {
        let codes = land(table("1\tKhai sinh\n2\tKết hôn"), &columns(), 0).unwrap();
        assert_eq!(codes.numbers, Numbers::LeftOut, "numbers from one on before a text are taken for running numbers");
        let full = land(table("1\tA\t1/1/26\t1/1/26\t0\n2\tB\t1/1/26\t1/1/26\t1"), &columns(), 0).unwrap();
        assert_eq!(told(&full)[0], "0=1 1=A 2=1/1/26 3=1/1/26 4=0", "as wide as the register");
        let counts = land(table("1\n2\n3"), &columns(), 4).unwrap();
        assert_eq!(told(&counts), ["4=1", "4=2", "4=3"]);
        let single = land(table("1\tKhai sinh"), &columns(), 0).unwrap();
        assert_eq!(told(&single), ["0=1 1=Khai sinh"]);
    }

    #[test]
    fn without_titles_cells_go_from_the_selected_column_on() {
        let landing = land(table("1/1/26\t2/1/26"), &columns(), 2).unwrap();
        assert_eq!(told(&landing), ["2=1/1/26 3=2/1/26"]);
        assert_eq!(land(table("a\tb\t1"), &columns(), 3), Err(TooWide { cells: 3, room: 2 }));
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_place() {
        let landing = land(table("H1\tA\t32/1/26\nH2\tB\t1/1/26\thôm qua"), &columns(), 0).unwrap();
        let wrong: Vec<_> = misfits(&landing, &columns()).into_iter().map(|(line, column, _)| (line, column)).collect();
        assert_eq!(wrong, [(0, 2), (1, 3)]);
    }
}
