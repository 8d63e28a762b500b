//! Papers as LibreOffice lays them out, read back with poppler: words and drawn lines in millimetres from the
//! upper left corner of their page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use unicode_normalization::UnicodeNormalization;

/// Height of the top margin.
pub const TOP: f64 = 25.0;
/// Millimetres in a point.
const POINT: f64 = 25.4 / 72.0;
/// Dots per inch of the pictures that drawn lines are looked for in.
const DENSITY: f64 = 150.0;
/// A row of pixels at least this dark is part of a line; 0 is black.
const DARK: u8 = 128;

/// Where something stands on its page.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Place {
    /// Halfway between left and right.
    pub fn centre(self) -> f64 {
        self.left.midpoint(self.right)
    }

    fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A word.
#[derive(Debug, Clone)]
pub struct Word {
    pub text: String,
    pub place: Place,
}

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    /// Its words in the order in which they are read.
    pub words: Vec<Word>,
}

impl Page {
    /// Where `phrase` stands, the first time.
    pub fn find(&self, phrase: &str) -> Option<Place> {
        let wanted: Vec<&str> = phrase.split_whitespace().collect();
        let at = self.words.windows(wanted.len()).position(|words| words.iter().map(|word| &word.text).eq(&wanted))?;
        self.words[at..at + wanted.len()].iter().map(|word| word.place).reduce(Place::around)
    }

    /// The words in the top margin.
    pub fn header(&self) -> Vec<&str> {
        let header = self.words.iter().filter(|word| word.place.bottom < TOP);
        header.map(|word| word.text.as_str()).collect()
    }

    /// The other words.
    pub fn text(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| word.place.bottom >= TOP)
    }
}

/// A paper, laid out.
#[derive(Debug)]
pub struct Laid {
    pdf: PathBuf,
    pub pages: Vec<Page>,
    /// Names of the fonts, without the mark of a subset.
    pub fonts: Vec<String>,
    /// What the file says of itself (`pdfinfo`).
    pub properties: BTreeMap<String, String>,
}

impl Laid {
    /// The pages of the text and those of each annex.
    pub fn sections(&self) -> Vec<&[Page]> {
        let begins = |page: &Page| page.text().take(2).map(|word| word.text.as_str()).eq(["Phụ", "lục"]);
        self.pages.chunk_by(|_, page| !begins(page)).collect()
    }

    /// All words under the top margins without any space: where lines and cells are broken does not count in it.
    pub fn letters(&self) -> String {
        self.pages.iter().flat_map(Page::text).map(|word| word.text.as_str()).collect()
    }

    /// Width and height of its pictures, in pixels (`pdfimages`).
    pub fn pictures(&self) -> Vec<(u32, u32)> {
        let table = String::from_utf8(output("pdfimages", &["-list"], &self.pdf)).unwrap();
        let rows = table.lines().filter(|line| line.split_whitespace().nth(2) == Some("image"));
        let pixels = |line: &str, place| line.split_whitespace().nth(place).unwrap().parse().unwrap();
        rows.map(|line| (pixels(line, 3), pixels(line, 4))).collect()
    }

    /// Horizontal lines drawn on the first page, at least `shortest` long, from the top.
    pub fn lines_of_first_page(&self, shortest: f64) -> Vec<Place> {
        let density = DENSITY.to_string();
        let picture = output("pdftoppm", &["-gray", "-r", &density, "-f", "1", "-l", "1"], &self.pdf);
        dark_runs(&picture, shortest)
    }
}

/// The programs that cannot be started here.
pub fn missing() -> Vec<&'static str> {
    let starts = |program: &&str| {
        let ask = if *program == "soffice" { "--version" } else { "-v" };
        Command::new(program).arg(ask).output().is_ok()
    };
    ["soffice", "pdftotext", "pdffonts", "pdfinfo", "pdftoppm"].into_iter().filter(|program| !starts(program)).collect()
}

/// Lays out all `papers`, .docx by name, with one start of LibreOffice and a profile of its own.
pub fn lay_out(papers: &[(&'static str, Vec<u8>)], folder: &Path) -> BTreeMap<&'static str, Laid> {
    let profile = folder.join("profile").display().to_string().replace('\\', "/");
    let mut convert = Command::new("soffice");
    // A Windows path begins with its drive, which a file URL puts behind a third slash.
    convert.arg(format!("-env:UserInstallation=file:///{}", profile.trim_start_matches('/')));
    convert.args(["--headless", "--convert-to", "pdf", "--outdir"]).arg(folder);
    for (name, bytes) in papers {
        let file = folder.join(format!("{name}.docx"));
        std::fs::write(&file, bytes).unwrap();
        convert.arg(file);
    }
    let done = convert.output().unwrap();
    let read = |&(name, _): &(&'static str, _)| {
        let pdf = folder.join(format!("{name}.pdf"));
        assert!(pdf.exists(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        (name, laid(pdf))
    };
    papers.iter().map(read).collect()
}

fn laid(pdf: PathBuf) -> Laid {
    let text = |program, options: &[&str]| String::from_utf8(output(program, options, &pdf)).unwrap();
    // "-raw" keeps the order of the file, in which a cell's words stand together.
    let boxes = Command::new("pdftotext").args(["-raw", "-bbox"]).arg(&pdf).arg("-").output().unwrap().stdout;
    let pages = pages(&String::from_utf8(boxes).unwrap());
    // Two lines of titles, then one font a line: "BAAAAA+LiberationSerif  TrueType …".
    let fonts = text("pdffonts", &[]);
    let fonts = fonts.lines().skip(2).map(|line| {
        let name = line.split_whitespace().next().unwrap_or_default();
        name.split_once('+').map_or(name, |(_, name)| name).to_owned()
    });
    let fonts = fonts.collect();
    let properties = text("pdfinfo", &[]);
    let properties = properties.lines().filter_map(|line| line.split_once(':'));
    let properties = properties.map(|(name, said)| (name.to_owned(), said.trim().to_owned())).collect();
    Laid { pdf, pages, fonts, properties }
}

fn output(program: &str, options: &[&str], pdf: &Path) -> Vec<u8> {
    let done = Command::new(program).args(options).arg(pdf).output().unwrap();
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// Reads the XHTML of `pdftotext -bbox`, one element a line.
fn pages(boxes: &str) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for line in boxes.lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages.push(Page { width: number(line, "width"), height: number(line, "height"), words: Vec::new() });
        } else if line.starts_with("<word ") {
            let (_, said) = line.trim_end_matches("</word>").split_once('>').unwrap();
            let place = Place {
                left: number(line, "xMin"),
                top: number(line, "yMin"),
                right: number(line, "xMax"),
                bottom: number(line, "yMax"),
            };
            let said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            pages.last_mut().unwrap().words.push(Word { text: said.nfc().collect(), place });
        }
    }
    pages
}

/// An attribute in points, as millimetres.
fn number(line: &str, attribute: &str) -> f64 {
    let (_, rest) = line.split_once(&format!("{attribute}=\"")).unwrap();
    rest.split('"').next().unwrap().parse::<f64>().unwrap() * POINT
}

/// Horizontal runs of dark pixels in a PGM picture; rows that touch are one line.
fn dark_runs(picture: &[u8], shortest: f64) -> Vec<Place> {
    let mut head = picture.splitn(4, |&byte| byte == b'\n' || byte == b' ').map(|word| String::from_utf8_lossy(word));
    assert_eq!(head.next().unwrap(), "P5");
    let width: usize = head.next().unwrap().parse().unwrap();
    let height: usize = head.next().unwrap().parse().unwrap();
    let pixels = &picture[picture.len() - width * height..];
    let mut runs: Vec<Place> = Vec::new();
    for (y, row) in pixels.chunks(width).enumerate() {
        for (left, right) in dark_of_row(row) {
            let place = Place {
                left: millimetres(left),
                top: millimetres(y),
                right: millimetres(right),
                bottom: millimetres(y + 1),
            };
            if place.right - place.left < shortest {
                continue;
            }
            match runs.iter_mut().find(|run| place.top - run.bottom < 0.01 && (place.left - run.left).abs() < 0.5) {
                Some(run) => *run = run.around(place),
                None => runs.push(place),
            }
        }
    }
    runs
}

fn dark_of_row(row: &[u8]) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (x, &pixel) in row.iter().chain([&u8::MAX]).enumerate() {
        match (pixel < DARK, start) {
            (true, None) => start = Some(x),
            (false, Some(from)) => {
                runs.push((from, x));
                start = None;
            }
            _ => {}
        }
    }
    runs
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a page")]
fn millimetres(pixels: usize) -> f64 {
    pixels as f64 * 25.4 / DENSITY
}
