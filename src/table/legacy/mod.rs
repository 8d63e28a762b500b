//! Vietnamese from before Unicode: text that fonts, not letters, made Vietnamese.
//!
//! A cell of a spreadsheet made with `.VnTime` (TCVN3, also called ABC) or `VNI-Times` holds Western letters:
//! `Th«ng b¸o`, `Thoâng baùo`. Which of them it is shows in the words: read back, they become Vietnamese syllables, and as
//! they stand they are none.

mod syllable;
mod tcvn3;
mod vni;

use rust_i18n::t;

use super::cell::{Cell, column_letters};
use super::remark::Remark;
use super::sheet::Sheet;
use syllable::is_syllable;

/// Rows looked at: nobody changes the font after so many.
const LOOKED_AT: usize = 5000;

/// An encoding that lives in a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegacyFont {
    /// TCVN 5712:1993 VN3, the fonts `.Vn…`.
    Tcvn3,
    /// VNI for Windows, the fonts `VNI-…`.
    VniWindows,
}

impl LegacyFont {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Tcvn3, Self::VniWindows];

    /// As people call it.
    pub fn name(self) -> String {
        let key = match self {
            Self::Tcvn3 => "table.font_tcvn3",
            Self::VniWindows => "table.font_vni",
        };
        t!(key).into_owned()
    }

    /// `text` in Unicode (NFC).
    pub fn read(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => tcvn3::read(text),
            Self::VniWindows => vni::read(text),
        }
    }
}

/// What the words of some text speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Evidence {
    /// Syllables only when read in the font.
    for_it: usize,
    /// Syllables only as they stand.
    against: usize,
    /// Words with other letters than ASCII that are syllables neither way.
    neither: usize,
}

impl Evidence {
    fn of(font: LegacyFont, text: &str) -> Self {
        let mut evidence = Self::default();
        if text.is_ascii() {
            return evidence;
        }
        for word in words(text) {
            // A sign alone could be anything.
            if word.is_ascii() || !word.contains(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            if word.contains(is_beyond) {
                evidence.against += 1;
                continue;
            }
            let stands = is_syllable(word.trim_matches(|c: char| !c.is_alphanumeric()));
            match (stands, is_syllable(&font.read(word))) {
                (false, true) => evidence.for_it += 1,
                (true, false) => evidence.against += 1,
                (false, false) => evidence.neither += 1,
                (true, true) => {}
            }
        }
        evidence
    }

    fn add(&mut self, other: Self) {
        self.for_it += other.for_it;
        self.against += other.against;
        self.neither += other.neither;
    }

    fn speaks(self, at_least: usize) -> bool {
        self.for_it >= at_least && self.for_it > 2 * self.against && self.for_it >= 2 * self.neither
    }
}

/// Signs of the fonts are letters (`·` is `ã`): only blanks and ASCII punctuation part words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() && c != '\u{a0}' || c.is_ascii() && !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
}

/// Whether a letter has no place in these fonts: it is Unicode already. Greek mu stands for the micro sign.
fn is_beyond(c: char) -> bool {
    u32::from(c) > 0xff && c != 'μ'
}

/// The font that these texts, taken together, were written in.
pub fn font_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<LegacyFont> {
    let mut evidence = LegacyFont::ALL.map(|font| (font, Evidence::default()));
    for text in texts {
        for (font, all) in &mut evidence {
            all.add(Evidence::of(*font, text));
        }
    }
    evidence.into_iter().find(|(_, all)| all.speaks(2)).map(|(font, _)| font)
}

/// The font of each column, where it has one.
pub fn fonts(sheet: &Sheet) -> Vec<Option<LegacyFont>> {
    let width = sheet.width();
    let mut fonts = vec![None; width];
    for font in LegacyFont::ALL {
        let mut columns = vec![Evidence::default(); width];
        for row in sheet.rows.iter().take(LOOKED_AT) {
            for (column, cell) in row.cells.iter().enumerate() {
                if let Cell::Text(text) = cell {
                    columns[column].add(Evidence::of(font, text));
                }
            }
        }
        let mut all = Evidence::default();
        columns.iter().filter(|column| column.speaks(1)).for_each(|column| all.add(*column));
        if all.speaks(2) {
            for (known, evidence) in fonts.iter_mut().zip(&columns) {
                if known.is_none() && evidence.speaks(1) {
                    *known = Some(font);
                }
            }
        }
    }
    fonts
}

/// A cell of a column in `font`, in Unicode; one that is Unicode already stays.
pub fn converted(font: LegacyFont, text: &str) -> Option<String> {
    let evidence = Evidence::of(font, text);
    if text.is_ascii() || evidence.for_it <= evidence.against && (evidence.against > 0 || text.contains(is_beyond)) {
        return None;
    }
    Some(font.read(text)).filter(|read| read != text)
}

/// Names the fonts of a sheet, with an example.
pub(super) fn remarks(sheet: &Sheet) -> Vec<Remark> {
    let fonts = fonts(sheet);
    let remark = |font: LegacyFont| {
        let mine: Vec<usize> = (0..fonts.len()).filter(|column| fonts[*column] == Some(font)).collect();
        let mut cells = sheet.rows.iter().flat_map(|row| mine.iter().map(|column| row.cell(*column)));
        let example = cells.find_map(|cell| match cell {
            Cell::Text(text) if Evidence::of(font, text).for_it > 0 => {
                let short: String = text.chars().take(40).collect();
                let read = font.read(&short);
                Some((short, read))
            }
            _ => None,
        })?;
        let columns = mine.into_iter().map(column_letters).collect::<Vec<_>>().join(", ");
        Some(Remark::Legacy { font, columns, example })
    };
    LegacyFont::ALL.into_iter().filter_map(remark).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Everything the shipped checklists say.
    fn shipped() -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    }

    const FRENCH: &str = "Où est né l'élève ? À l'hôtel près de la forêt, à côté du café où Hélène a été \
        réveillée très tôt ; la société a même été créée là-bas, ça va où tu sais. Thé glacé, père, mère, tête, fête, \
        garçon, naïve, Noël, maïs, goûter, dû, sûr, août, bientôt, hôpital, château, pâte, tâche, âme, mûre, brûlé";

    #[test]
    fn both_fonts_are_named_and_read() {
        let tcvn3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc";
        assert_eq!(font_of([tcvn3]), Some(LegacyFont::Tcvn3));
        assert_eq!(LegacyFont::Tcvn3.read(tcvn3), "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc");
        let vni = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc, THOÂNG BAÙO";
        assert_eq!(font_of([vni]), Some(LegacyFont::VniWindows));
        assert_eq!(
            LegacyFont::VniWindows.read(vni),
            "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc, THÔNG BÁO"
        );
    }

    #[test]
    fn vietnamese_and_french_are_neither() {
        assert_eq!(font_of(FRENCH.split_inclusive(' ')), None);
        assert_eq!(font_of(["« Một cửa » § 5 · 2 m² à 15 °C"]), None);
        for text in shipped() {
            assert_eq!(font_of(text.lines()), None);
            for line in text.lines() {
                for font in LegacyFont::ALL {
                    assert!(!Evidence::of(font, line).speaks(2), "{line}");
                }
            }
        }
    }

    #[test]
    fn what_is_written_in_a_font_is_read_back_on_everything_shipped() {
        for text in shipped() {
            // The fonts have capitals with marks only as separate fonts.
            let text = text.to_lowercase();
            for font in LegacyFont::ALL {
                let write = |text: &str| match font {
                    LegacyFont::Tcvn3 => tcvn3::write(text),
                    LegacyFont::VniWindows => vni::write(text),
                };
                for line in text.lines().filter(|line| line.is_ascii() || !line.contains(['«', '»', '·', '×', '÷']))
                {
                    assert_eq!(font.read(&write(line)), line);
                }
                let written: Vec<String> = text.lines().map(write).collect();
                assert_eq!(font_of(written.iter().map(String::as_str)), Some(font));
            }
        }
    }

    #[test]
    fn a_cell_that_is_unicode_already_stays() {
        assert_eq!(converted(LegacyFont::Tcvn3, "Mã hồ sơ"), None);
        assert_eq!(converted(LegacyFont::Tcvn3, "H-001"), None);
        assert_eq!(converted(LegacyFont::Tcvn3, "TrÇn V¨n A").as_deref(), Some("Trần Văn A"));
        assert_eq!(converted(LegacyFont::VniWindows, "Traàn Vaên A").as_deref(), Some("Trần Văn A"));
    }

    proptest! {
        #[test]
        fn syllables_come_back(words in prop::collection::vec(
            prop::sample::select(vec!["thông", "báo", "đường", "nghiệp", "quyết", "giữa", "khuỷu", "thuở", "ỉ", "ỵ", "ĩ"]), 1..8)
        ) {
            let text = words.join(" ");
            prop_assert_eq!(LegacyFont::Tcvn3.read(&tcvn3::write(&text)), text.clone());
            prop_assert_eq!(LegacyFont::VniWindows.read(&vni::write(&text)), text);
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            for font in LegacyFont::ALL {
                let _ = (font.read(&text), converted(font, &text));
            }
        }
    }
}
