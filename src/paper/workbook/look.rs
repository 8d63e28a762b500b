//! How cells look: the fonts, formats and colours of all sheets.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::{SheetRowKind, Tone};
use crate::paper::Alignment;
use crate::vietnamese::number::{MOST_DECIMALS, format_percent, round_half_away};

/// The font that the decree's papers have too.
pub(super) const FONT: &str = "Times New Roman";
const SIZE: f64 = 11.0;
const TITLE_SIZE: f64 = 14.0;
const HEADER_FILL: u32 = 0x00D9_E2EC;
const BORDER: u32 = 0x0080_8080;
/// Most decimals that are seen of a number, and of a share in percent: as papers print them.
const DECIMALS: usize = MOST_DECIMALS as usize;
const SHARE_DECIMALS: usize = 2;
/// The same as decimals of the fraction.
const SHARE_DIGITS: u8 = 4;
/// How a share is seen that rounds to all or to nothing and is not: as [`format_percent`] says it, its value kept.
const NEARLY: [&str; 3] = ["0,01%", "99,99%", "100,01%"];

/// All formats, made once.
pub(super) struct Looks {
    /// First line over a table.
    pub title: Format,
    /// The other lines over it.
    pub note: Format,
    /// Header cells.
    pub header: Format,
    numbers: [[Format; DECIMALS + 1]; 2],
    shares: [[Format; SHARE_DECIMALS + 1]; 2],
    nearly: [[Format; 3]; 2],
    dates: [Format; 2],
    texts: [[Format; 3]; 2],
}

impl Looks {
    pub fn new() -> Self {
        let font = || Format::new().set_font_name(FONT).set_font_size(SIZE);
        let ruled = || font().set_border(FormatBorder::Thin).set_border_color(Color::RGB(BORDER));
        let cell = |kind: SheetRowKind| {
            let cell = ruled().set_align(FormatAlign::Top);
            if kind == SheetRowKind::Total { cell.set_bold() } else { cell }
        };
        let kinds = [SheetRowKind::Entry, SheetRowKind::Total];
        let right = |kind| cell(kind).set_align(FormatAlign::Right);
        Self {
            title: font().set_bold().set_font_size(TITLE_SIZE),
            note: font().set_italic(),
            header: ruled()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(HEADER_FILL)),
            numbers: kinds.map(|kind| {
                std::array::from_fn(|decimals| {
                    let point = if decimals > 0 { "." } else { "" };
                    right(kind).set_num_format(format!("#,##0{point}{}", "0".repeat(decimals)))
                })
            }),
            nearly: kinds.map(|kind| NEARLY.map(|said| right(kind).set_num_format(format!("\"{said}\"")))),
            shares: kinds.map(|kind| ["0%", "0.0%", "0.00%"].map(|shown| right(kind).set_num_format(shown))),
            dates: kinds.map(|kind| cell(kind).set_align(FormatAlign::Center).set_num_format("dd/mm/yyyy")),
            texts: kinds.map(|kind| {
                [FormatAlign::Left, FormatAlign::Center, FormatAlign::Right]
                    // "@": what looks like a number stays the text it is, also after it was edited.
                    .map(|alignment| cell(kind).set_align(alignment).set_text_wrap().set_num_format("@"))
            }),
        }
    }

    pub fn number(&self, kind: SheetRowKind, value: f64) -> &Format {
        &self.numbers[place(kind)][decimals(value, MOST_DECIMALS)]
    }

    pub fn share(&self, kind: SheetRowKind, value: f64) -> &Format {
        let said = format_percent(value);
        let is_rounded = round_half_away(value, SHARE_DIGITS).fract() == 0.0;
        if let Some(nearly) = NEARLY.iter().position(|nearly| is_rounded && *nearly == said) {
            return &self.nearly[place(kind)][nearly];
        }
        let decimals = said.trim_end_matches('%').split_once(',').map_or(0, |(_, behind)| behind.len());
        &self.shares[place(kind)][decimals.min(SHARE_DECIMALS)]
    }

    pub fn date(&self, kind: SheetRowKind) -> &Format {
        &self.dates[place(kind)]
    }

    pub fn text(&self, kind: SheetRowKind, alignment: Alignment) -> &Format {
        let column = match alignment {
            Alignment::Left => 0,
            Alignment::Center => 1,
            Alignment::Right => 2,
        };
        &self.texts[place(kind)][column]
    }
}

fn place(kind: SheetRowKind) -> usize {
    match kind {
        SheetRowKind::Entry => 0,
        SheetRowKind::Total => 1,
    }
}

/// How many decimals `value` needs, of at most `most`, as papers print it.
fn decimals(value: f64, most: u8) -> usize {
    if value.fract() == 0.0 {
        return 0;
    }
    let rounded = round_half_away(value, most);
    let enough = |digits: &u8| round_half_away(rounded, *digits).total_cmp(&rounded).is_eq();
    (0..=most).find(enough).unwrap_or(most).into()
}

impl Tone {
    /// Its colour.
    pub(super) fn colour(self) -> Color {
        Color::RGB(match self {
            Self::Plain => 0x0015_65C0,
            Self::Second => 0x0090_A4AE,
            Self::Third => 0x006A_1B9A,
            Self::Good => 0x002E_7D32,
            Self::Middling => 0x00F9_A825,
            Self::Bad => 0x00C6_2828,
        })
    }
}
