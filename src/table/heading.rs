//! Finding the row of titles and which column is which, by titles as people write them: other marks, capitals, numbers
//! before them, a letter missing, another word for the same thing.

use super::cell::Cell;
use super::legacy::LegacyFont;
use super::sheet::{Row, Sheet};
use crate::vietnamese::fold::fold;

/// The titles stand within the first so many rows.
pub const LOOKED_AT: usize = 20;
/// From here on two titles are the same.
const SAME: f64 = 0.75;
/// Less than this is no likeness even between long titles.
const ALIKE: f64 = 0.8;

/// What a column is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its title here.
    pub title: String,
    /// Other titles it is known under.
    pub synonyms: Vec<String>,
}

/// Where the titles are and which column each wanted one is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    /// Position of the row of titles among the sheet's rows; `None` where there is none.
    pub row: Option<usize>,
    /// The column (from 0) for each wanted one.
    pub columns: Vec<Option<usize>>,
}

/// Finds the row whose cells are most like the wanted titles, and matches it.
pub fn find(sheet: &Sheet, wanted: &[Wanted]) -> Heading {
    let mut best = (0.0, Heading { row: None, columns: vec![None; wanted.len()] });
    for (index, row) in sheet.rows.iter().take(LOOKED_AT).enumerate() {
        let (score, columns) = matched(row, wanted);
        if score > best.0 {
            best = (score, Heading { row: Some(index), columns });
        }
    }
    let heading = best.1;
    let titles = heading.columns.iter().flatten().count();
    // One likeness in a wide list is chance: a cell that happens to hold the word.
    if titles >= 2.min(wanted.len()) { heading } else { in_order(sheet, wanted.len()) }
}

/// Matches the titles of one row, or, without one, takes the columns in order.
pub fn at(sheet: &Sheet, row: Option<usize>, wanted: &[Wanted]) -> Heading {
    match row.and_then(|index| sheet.rows.get(index)) {
        Some(titles) => Heading { row, columns: matched(titles, wanted).1 },
        None => in_order(sheet, wanted.len()),
    }
}

fn in_order(sheet: &Sheet, wanted: usize) -> Heading {
    let width = sheet.width();
    // The first column of many lists numbers the rows.
    let numbered = sheet.rows.iter().zip(1_u32..).all(|(row, number)| {
        matches!(row.cell(0), Cell::Number(found) if (*found - f64::from(number)).abs() < 0.1)
            || matches!(row.cell(0), Cell::Text(found) if found.trim() == number.to_string())
    });
    let from = usize::from(numbered && width > 1);
    let columns = (from..from + wanted).map(|column| (column < width).then_some(column)).collect();
    Heading { row: None, columns }
}

/// Each wanted title gets the column most like it, the most alike first.
fn matched(row: &Row, wanted: &[Wanted]) -> (f64, Vec<Option<usize>>) {
    let titles: Vec<Vec<String>> = row.cells.iter().map(readings).collect();
    let mut pairs = Vec::new();
    for (index, one) in wanted.iter().enumerate() {
        for (column, readings) in titles.iter().enumerate() {
            let score = readings.iter().map(|title| likeness(one, title)).fold(0.0, f64::max);
            if score >= SAME {
                pairs.push((score, index, column));
            }
        }
    }
    // Stable: of equals the earlier title and the earlier column.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut columns = vec![None; wanted.len()];
    let mut total = 0.0;
    for (score, index, column) in pairs {
        if columns[index].is_none() && !columns.contains(&Some(column)) {
            columns[index] = Some(column);
            total += score;
        }
    }
    (total, columns)
}

/// A title as it stands and as the old fonts read it.
fn readings(cell: &Cell) -> Vec<String> {
    let Cell::Text(text) = cell else { return Vec::new() };
    let fonts = LegacyFont::ALL.iter().filter(|_| !text.is_ascii()).map(|font| plain(&font.read(text)));
    [plain(text)].into_iter().chain(fonts).collect()
}

/// Words without marks, capitals, punctuation, what stands in brackets, and numbers at the ends.
pub fn plain(title: &str) -> String {
    let folded = fold(title);
    let mut depth = 0_usize;
    let kept: String = folded
        .chars()
        .map(|c| match c {
            '(' | '[' => {
                depth += 1;
                ' '
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                ' '
            }
            c if depth > 0 || !c.is_alphanumeric() => ' ',
            c => c,
        })
        .collect();
    let kept = if kept.trim().is_empty() { folded } else { kept };
    let words: Vec<&str> = kept.split_whitespace().collect();
    let is_number = |word: &&str| word.chars().all(|c| c.is_ascii_digit());
    let first = words.iter().position(|word| !is_number(word)).unwrap_or(0);
    words[first..].join(" ")
}

fn likeness(wanted: &Wanted, title: &str) -> f64 {
    if title.is_empty() {
        return 0.0;
    }
    let own = alike(&plain(&wanted.title), title);
    let other = wanted.synonyms.iter().map(|synonym| alike(&plain(synonym), title) * 0.98);
    other.fold(own, f64::max)
}

fn alike(wanted: &str, title: &str) -> f64 {
    if wanted == title {
        return 1.0;
    }
    let spelling = strsim::normalized_damerau_levenshtein(wanted, title);
    if spelling >= ALIKE && wanted.chars().count() >= 5 {
        return 0.75 + (spelling - ALIKE);
    }
    // "Ngày trả" in "Ngày trả kết quả": the shorter must be a beginning of some length.
    let (short, long) = if wanted.len() < title.len() { (wanted, title) } else { (title, wanted) };
    let words = short.split(' ').count();
    let begins = long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    if begins && words >= 2 { 0.8 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::serial::Epoch;
    use super::super::sheet::Visibility;
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let row = |(cells, number): (&&[&str], u32)| Row {
            number,
            cells: cells.iter().map(|text| Cell::text(text)).collect(),
        };
        Sheet {
            name: String::new(),
            visibility: Visibility::Shown,
            rows: rows.iter().zip(1..).map(row).collect(),
            remarks: Vec::new(),
            epoch: Epoch::Year1900,
        }
    }

    fn wanted(titles: &[(&str, &[&str])]) -> Vec<Wanted> {
        let one = |(title, synonyms): &(&str, &[&str])| Wanted {
            title: (*title).to_owned(),
            synonyms: synonyms.iter().map(|synonym| (*synonym).to_owned()).collect(),
        };
        titles.iter().map(one).collect()
    }

    #[test]
    fn titles_are_matched_without_marks_and_by_other_words() {
        let wanted = wanted(&[
            ("Mã hồ sơ", &["Số hồ sơ"]),
            ("Thủ tục", &["Tên TTHC"]),
            ("Ngày hẹn trả", &["Hạn trả"]),
            ("Ngày trả (chưa trả: ngày kiểm tra)", &["Ngày trả kết quả"]),
            ("Lĩnh vực", &[]),
        ]);
        let list = sheet(&[
            &["DANH SÁCH HỒ SƠ QUÝ III"],
            &["TT", "SO HO SO", "Ten TTHC", "Ngày trả kết quả", "Ngày hẹn trả", "Linh vục", "Ghi chú"],
            &["1", "H1", "Khai sinh", "1/1/25", "2/1/25", "tư pháp", ""],
        ]);
        let heading = find(&list, &wanted);
        assert_eq!(heading, Heading { row: Some(1), columns: vec![Some(1), Some(2), Some(4), Some(3), Some(5)] });
    }

    #[test]
    fn old_fonts_and_numbers_before_titles_do_not_matter() {
        let wanted = wanted(&[("Mã hồ sơ", &[]), ("Ngày tiếp nhận", &[])]);
        let list = sheet(&[&["1. Ngµy tiÕp nhËn (2)", "M· hå s¬"]]);
        assert_eq!(find(&list, &wanted).columns, [Some(1), Some(0)]);
    }

    #[test]
    fn without_titles_columns_come_in_order_behind_a_numbering() {
        let wanted = wanted(&[("Mã hồ sơ", &[]), ("Thủ tục", &[]), ("Ngày", &[])]);
        let list = sheet(&[&["1", "H1", "a"], &["2", "H2", "b"]]);
        assert_eq!(find(&list, &wanted), Heading { row: None, columns: vec![Some(1), Some(2), None] });
    }

    #[test]
    fn a_title_further_down_than_twenty_rows_is_none() {
        let mut rows: Vec<&[&str]> = vec![&["x", "y"]; 20];
        rows.push(&["Mã hồ sơ", "Thủ tục"]);
        let wanted = wanted(&[("Mã hồ sơ", &[]), ("Thủ tục", &[])]);
        assert_eq!(find(&sheet(&rows), &wanted).row, None);
    }
}
