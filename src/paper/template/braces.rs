//! Marks in running text: read over the borders of runs, which Word draws wherever it checks spelling or formats.

use super::mark::Mark;
use super::tree::{Element, Node};

/// Stands in a line for what is no text: a picture, a field.
const OBJECT: &str = "\u{fffc}";

/// A piece of a paragraph's text.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Where its element stands: places of children, from the paragraph down.
    pub path: Vec<usize>,
    /// What it says.
    pub text: String,
    /// What it is.
    pub kind: LeafKind,
}

/// What a leaf is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeafKind {
    /// `w:t` in a run.
    Text,
    /// A content control for this mark.
    Control(Mark),
    /// Anything else.
    Other,
}

/// What a line of text says between braces.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A mark and where it stands, in bytes.
    Mark(Mark, std::ops::Range<usize>),
    /// Something that is no mark, as written, and where it begins.
    Unknown(String, usize),
    /// Braces without their like, and where.
    Unpaired(usize),
}

/// The leaves of `paragraph` in order.
pub(super) fn leaves(paragraph: &Element) -> Vec<Leaf> {
    let mut found = Vec::new();
    gather(paragraph, &mut Vec::new(), &mut found);
    found
}

fn gather(element: &Element, path: &mut Vec<usize>, found: &mut Vec<Leaf>) {
    let in_run = element.name == "w:r";
    for (index, child) in element.children.iter().enumerate() {
        let Node::Element(child) = child else { continue };
        path.push(index);
        let mut leaf = |text: &str, kind| found.push(Leaf { path: path.clone(), text: text.to_owned(), kind });
        match child.name.as_str() {
            "w:pPr" | "w:rPr" | "w:sdtPr" | "w:sdtEndPr" | "w:instrText" | "w:softHyphen" => {}
            "w:t" if in_run => leaf(&text(child), LeafKind::Text),
            "w:tab" | "w:ptab" => leaf("\t", LeafKind::Other),
            "w:br" | "w:cr" => leaf("\n", LeafKind::Other),
            "w:noBreakHyphen" => leaf("-", LeafKind::Other),
            "w:sdt" => match control(child) {
                Some(mark) => leaf(OBJECT, LeafKind::Control(mark)),
                None => gather(child, path, found),
            },
            "w:fldSimple" | "mc:AlternateContent" => leaf(OBJECT, LeafKind::Other),
            _ if in_run => leaf(OBJECT, LeafKind::Other),
            _ => gather(child, path, found),
        }
        path.pop();
    }
}

/// The mark that a content control is for.
pub(super) fn control(sdt: &Element) -> Option<Mark> {
    tag(sdt).and_then(Mark::named)
}

/// Tag of a content control.
pub(super) fn tag(sdt: &Element) -> Option<&str> {
    sdt.child("w:sdtPr")?.child("w:tag")?.value().filter(|tag| !tag.trim().is_empty())
}

/// Text of a `w:t`.
pub(super) fn text(element: &Element) -> String {
    let text = |node: &Node| if let Node::Text(text) = node { Some(text.clone()) } else { None };
    element.children.iter().filter_map(text).collect()
}

/// What stands between braces in `line`.
pub(super) fn read(line: &str) -> Vec<Said> {
    let mut said = Vec::new();
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let (open, close) = (rest.find("{{"), rest.find("}}"));
        let (open, close) = match (open, close) {
            (None, None) => return said,
            (Some(open), Some(close)) if open < close => (open, close),
            (Some(open), None) => {
                said.push(Said::Unpaired(at + open));
                return said;
            }
            (_, Some(close)) => {
                said.push(Said::Unpaired(at + close));
                at += close + 2;
                continue;
            }
        };
        let within = &rest[open + 2..close];
        // "{{agency {{number}}": the first pair of braces was never closed.
        if let Some(again) = within.find("{{") {
            said.push(Said::Unpaired(at + open));
            at += open + 2 + again;
            continue;
        }
        let found = Mark::named(within).map(|mark| Said::Mark(mark, at + open..at + close + 2));
        said.push(found.unwrap_or_else(|| Said::Unknown(within.trim().to_owned(), at + open)));
        at += close + 2;
    }
}

/// The element at `path` below `root`.
pub(super) fn at_mut<'a>(root: &'a mut Element, path: &[usize]) -> Option<&'a mut Element> {
    path.iter().try_fold(root, |element, &index| element.children.get_mut(index)?.element_mut())
}

/// Says `said` in the `w:t` at `path` instead of what it says.
pub(super) fn rewrite(root: &mut Element, path: &[usize], said: &str) {
    if let Some(element) = at_mut(root, path) {
        element.set("xml:space", "preserve");
        element.children = vec![Node::Text(said.to_owned())];
    }
}

/// Parts the run whose `w:t` stands at `path` there: `before` stays in front of `slot`, `after` and the rest of the run go behind.
pub(super) fn part_run(paragraph: &mut Element, path: &[usize], before: &str, after: &str, slot: Node) {
    let [around @ .., run_at, text_at] = path else { return };
    rewrite(paragraph, path, before);
    let Some(parent) = at_mut(paragraph, around) else { return };
    let Some(run) = parent.children.get(*run_at).and_then(Node::element).cloned() else { return };
    let mut first = run.clone();
    first.children.truncate(text_at + 1);
    let mut second = Element { children: Vec::new(), ..run.clone() };
    second.children.extend(run.child("w:rPr").cloned().map(Node::Element));
    let text = Element::new("w:t").with("xml:space", "preserve");
    second.children.push(Node::Element(Element { children: vec![Node::Text(after.to_owned())], ..text }));
    second.children.extend(run.children.into_iter().skip(text_at + 1));
    let first = says_something(&first).then_some(Node::Element(first));
    let second = says_something(&second).then_some(Node::Element(second));
    parent.children.splice(*run_at..=*run_at, first.into_iter().chain([slot]).chain(second));
}

fn says_something(run: &Element) -> bool {
    run.elements().any(|child| child.name != "w:rPr" && !(child.name == "w:t" && text(child).is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_read_in_pairs() {
        let line = "a {{ Agency }}{{số}} {{number {{place-date}} }} {{x";
        assert_eq!(
            read(line),
            [
                Said::Mark(Mark::Agency, 2..14),
                Said::Unknown("số".to_owned(), 14),
                Said::Unpaired(23),
                Said::Mark(Mark::PlaceDate, 32..46),
                Said::Unpaired(47),
                Said::Unpaired(50),
            ]
        );
        assert_eq!(read("{agency}"), []);
    }
}
