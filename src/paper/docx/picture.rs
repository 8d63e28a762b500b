//! Pictures: `DrawingML` in the text (ECMA-376-1, 20.1 and 20.4), the files beside it, and who names them.

use super::measure::{Twips, millimetres};
use super::paragraph::{Face, Keep, Look};
use super::xml::{Element, element};
use crate::paper::printable::printable;
use crate::paper::{Document, Picture, Turn};

/// English Metric Units in a millimetre.
const EMU: u64 = 36_000;
/// And in a twip.
const EMU_IN_TWIP: u64 = 635;
/// Pixels of a screen in an inch: pictures are not made larger than they are shown there.
const SCREEN: u64 = 96;
/// A picture is at most so wide and so high, in millimetres: two with their captions share a page.
const WIDEST: u64 = 150;
const HIGHEST: u64 = 95;
/// Size of captions, in points.
const CAPTION: u32 = 12;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";

/// All pictures of a document, in order; the place of each is its number.
pub(in crate::paper) fn all(document: &Document) -> impl Iterator<Item = (usize, &Picture)> {
    document.annexes.iter().flat_map(|annex| &annex.pictures).enumerate()
}

/// The number of the first picture of annex `index`.
pub(in crate::paper) fn first_of(document: &Document, index: usize) -> usize {
    document.annexes.iter().take(index).map(|annex| annex.pictures.len()).sum()
}

/// The picture numbered `number` in a paragraph of its own that is `room` wide, and its caption.
pub(super) fn elements(picture: &Picture, number: usize, room: Twips) -> [Element; 2] {
    let holder = Look::of("Centered").keep(Keep::WithNext).spacing(120, 60).container();
    let caption = Look::of("Centered").spacing(0, 240).indent(millimetres(5));
    [
        holder.child(element("w:r").child(element("w:drawing").child(inline(picture, number, room)))),
        caption.paragraph(Face::italic(CAPTION), &printable(&picture.caption.text)),
    ]
}

fn inline(picture: &Picture, number: usize, room: Twips) -> Element {
    let sizes = Sizes::of(picture, u64::from(room) * EMU_IN_TWIP);
    let stored = sizes.stored;
    let named = |element: Element| element.with("id", number + 1).with("name", format!("Picture {}", number + 1));
    let description = printable(&picture.caption.text);
    let locks = element("a:graphicFrameLocks").with("xmlns:a", MAIN).with("noChangeAspect", 1);
    let about = element("pic:nvPicPr").child(named(element("pic:cNvPr"))).child(element("pic:cNvPicPr"));
    let fill = element("pic:blipFill")
        .child(element("a:blip").with("r:embed", relationship(number)))
        .child(element("a:stretch").child(element("a:fillRect")));
    let transform = match sizes.turned {
        0 => element("a:xfrm"),
        turned => element("a:xfrm").with("rot", turned),
    };
    let offset = element("a:off").with("x", 0).with("y", 0);
    let extent = element("a:ext").with("cx", stored.0).with("cy", stored.1);
    let shape = element("a:prstGeom").with("prst", "rect").child(element("a:avLst"));
    let shape = element("pic:spPr").child(transform.child(offset).child(extent)).child(shape);
    let graphic = element("pic:pic").with("xmlns:pic", PICTURE).child(about).child(fill).child(shape);
    let data = element("a:graphicData").with("uri", PICTURE).child(graphic);
    let inline = element("wp:inline").with("xmlns:wp", DRAWING);
    let inline = ["distT", "distB", "distL", "distR"].into_iter().fold(inline, |inline, side| inline.with(side, 0));
    // The extent is that of the picture before it is turned; what it takes beyond that is its effect.
    let (beside, above) = sizes.effect();
    let effect = element("wp:effectExtent").with("l", beside).with("t", above).with("r", beside).with("b", above);
    inline
        .child(element("wp:extent").with("cx", stored.0).with("cy", stored.1))
        .child(effect)
        .child(named(element("wp:docPr")).with("descr", description))
        .child(element("wp:cNvGraphicFramePr").child(locks))
        .child(element("a:graphic").with("xmlns:a", MAIN).child(data))
}

/// How large a picture is printed, in English Metric Units.
#[derive(Debug, PartialEq, Eq)]
struct Sizes {
    /// Upright, as it stands on the page.
    standing: (u64, u64),
    /// Before it is turned.
    stored: (u64, u64),
    /// How far it is turned clockwise, in 60,000ths of a degree.
    turned: u32,
}

impl Sizes {
    /// In `room` English Metric Units.
    fn of(picture: &Picture, room: u64) -> Self {
        let (width, height) = picture.image.stored_size();
        let (across, turned) = match picture.image.turn() {
            Turn::None => (false, 0),
            Turn::Right => (true, 5_400_000),
            Turn::Half => (false, 10_800_000),
            Turn::Left => (true, 16_200_000),
        };
        let swap = |(a, b)| if across { (b, a) } else { (a, b) };
        let (width, height) = swap((u64::from(width), u64::from(height)));
        let natural = |pixels: u64| pixels * 254 * EMU / (SCREEN * 10);
        let (most_wide, most_high) = ((WIDEST * EMU).min(room), HIGHEST * EMU);
        let wide = natural(width).min(most_wide).min(most_high * width / height).max(1);
        let high = (wide * height / width).clamp(1, most_high);
        Self { standing: (wide, high), stored: swap((wide, high)), turned }
    }

    /// How much further than before it is turned the picture reaches to each side, and above and below.
    fn effect(&self) -> (u64, u64) {
        let over = |standing: u64, stored: u64| standing.saturating_sub(stored) / 2;
        (over(self.standing.0, self.stored.0), over(self.standing.1, self.stored.1))
    }
}

/// Relationship of the picture numbered `number`.
pub(in crate::paper) fn relationship(number: usize) -> String {
    format!("rIdPicture{}", number + 1)
}

/// Where its file stands, seen from the text.
pub(in crate::paper) fn file_name(picture: &Picture, number: usize) -> String {
    format!("media/picture{}.{}", number + 1, picture.image.format().ending())
}

/// The files of the pictures: names in the package, and contents.
pub(super) fn parts(document: &Document) -> impl Iterator<Item = (String, &[u8])> {
    all(document).map(|(number, picture)| (format!("word/{}", file_name(picture, number)), picture.image.bytes()))
}

/// A part of the package with what it must say of the pictures; other parts as they are.
pub(super) fn told_in(name: &str, part: Vec<u8>, document: &Document) -> Vec<u8> {
    if all(document).next().is_none() {
        return part;
    }
    let text = String::from_utf8_lossy(&part);
    match name {
        "word/_rels/document.xml.rels" => {
            let relation = |(number, picture): (usize, &Picture)| {
                let (id, target) = (relationship(number), file_name(picture, number));
                format!("<Relationship Id=\"{id}\" Type=\"{RELATION}\" Target=\"{target}\"/>")
            };
            let relations = all(document).map(relation).collect::<Vec<_>>().concat();
            text.replace("</Relationships>", &format!("{relations}</Relationships>")).into_bytes()
        }
        "[Content_Types].xml" => {
            let missing =
                ["jpeg", "png"].into_iter().filter(|ending| !text.contains(&format!("Extension=\"{ending}\"")));
            let type_of = |ending| format!("<Default Extension=\"{ending}\" ContentType=\"image/{ending}\"/>");
            let types = missing.map(type_of).collect::<Vec<_>>().concat();
            text.replacen("<Override", &format!("{types}<Override"), 1).into_bytes()
        }
        _ => part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Image;
    use crate::paper::picture::tests::{jpeg, png};

    fn sizes(bytes: Vec<u8>) -> Sizes {
        let image = Image::read(bytes).unwrap();
        Sizes::of(&Picture { name: String::new(), hash: String::new(), caption: "".into(), image }, 155 * EMU)
    }

    #[test]
    fn pictures_keep_their_shape_and_fit_twice_on_a_page() {
        let mm = |sizes: Sizes| (sizes.standing.0 / EMU, sizes.standing.1 / EMU);
        assert_eq!(mm(sizes(png(4000, 3000))), (126, 95));
        assert_eq!(mm(sizes(png(4000, 1000))), (150, 37));
        assert_eq!(mm(sizes(png(96, 48))), (25, 12), "small ones stay small");
        let turned = sizes(jpeg(4000, 3000, 6));
        assert_eq!((turned.turned, turned.stored.0 / EMU, turned.stored.1 / EMU), (5_400_000, 95, 71));
        assert_eq!(mm(turned), (71, 95));
        assert!(sizes(png(1, 100_000)).standing.0 >= 1);
    }
}
