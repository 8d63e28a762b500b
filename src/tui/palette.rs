//! The palette (Ctrl+P): every action that exists here by name, found with or without diacritics.

use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::action::{Action, Availability, Offer};
use super::canvas::Canvas;
use super::input::Focus;
use super::key::Key;
use super::keymap::Keymap;
use super::screen::{Domain, Effect, Event, Message, Screen};
use super::theme::Role;
use super::widgets::list::ListCursor;
use super::widgets::text_field::TextField;
use super::width;
use crate::vietnamese::fold::fold;
use crate::vietnamese::nfc::nfc;

/// The actions of the screen below it, filtered by what is typed.
#[derive(Debug, Clone)]
pub struct Palette {
    offers: Vec<Offer>,
    keymap: Arc<Keymap>,
    filter: TextField,
    cursor: ListCursor,
}

impl Palette {
    /// A palette of `offers`, the working ones first.
    pub fn new(mut offers: Vec<Offer>, keymap: Arc<Keymap>) -> Self {
        offers.retain(|offer| !matches!(offer.action, Action::Palette | Action::Back));
        offers.sort_by_key(|offer| offer.availability != Availability::On);
        Self { offers, keymap, filter: TextField::default(), cursor: ListCursor::default() }
    }

    /// The offers in whose texts every typed word occurs, the best match first; of those that match alike the working
    /// ones.
    fn found(&self) -> Vec<&Offer> {
        let wanted = Wanted::new(self.filter.text());
        let ranked = self.offers.iter().filter_map(|offer| Some((wanted.rank(offer)?, offer)));
        let mut ranked: Vec<(Rank, &Offer)> = ranked.collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, offer)| offer).collect()
    }

    /// What is said where nothing is found: that other screens have it, where they do.
    fn nothing(&self) -> String {
        let wanted = Wanted::new(self.filter.text());
        let by_name = |rank: &Rank| matches!(rank.0, Some(Place::Title(Part::Whole | Part::Start)));
        let elsewhere = Action::ALL.iter().copied().map(Offer::on);
        let ranked = elsewhere.filter_map(|offer| Some((wanted.rank(&offer).filter(by_name)?, offer)));
        match ranked.min_by_key(|(rank, _)| *rank) {
            Some((_, offer)) => rust_i18n::t!("tui.palette_elsewhere", command = offer.text()).into_owned(),
            None => rust_i18n::t!("tui.palette_nothing").into_owned(),
        }
    }

    fn choose<D: Domain>(&self) -> Vec<Effect<D>> {
        match self.found().get(self.cursor.selected()) {
            Some(Offer { availability: Availability::Off(reason), .. }) => {
                vec![Effect::Say(Message::info(reason.clone()))]
            }
            Some(offer) => vec![Effect::Pop, Effect::Perform(offer.action)],
            None => Vec::new(),
        }
    }
}

/// Where a typed word was found: the better, the lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A word of the title as it is listed.
    Title(Part),
    /// A word of the table's title, where the screen calls the action something else.
    Label(Part),
    /// A word of the description.
    About(Part),
}

/// How much of a word was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Whole,
    Start,
    Middle,
}

/// Whether the typed words stand together in the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Together {
    /// They are the title.
    All,
    /// The title begins with them.
    Begin,
    /// It has them somewhere, beginning with a word.
    Inside,
    /// They are scattered.
    Not,
}

/// How well an offer matches what is typed: the worst of the typed words first, since all of them were meant.
type Rank = (Option<Place>, Together, Vowels);

/// Whether the diacritics are those that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Vowels {
    AsTyped,
    Folded,
}

/// What is typed.
struct Wanted {
    typed: String,
    folded: String,
}

impl Wanted {
    fn new(typed: &str) -> Self {
        let together = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { typed: together(&nfc(typed).to_lowercase()), folded: together(&fold(typed)) }
    }

    /// None where a typed word is nowhere in the texts of `offer`.
    fn rank(&self, offer: &Offer) -> Option<Rank> {
        let listed = offer.text();
        let (title, label, about) = (fold(&listed), fold(&offer.action.label()), fold(&offer.action.about()));
        let place = |word: &str| {
            let title = part(&title, word).map(Place::Title);
            let label = || part(&label, word).map(Place::Label);
            title.or_else(label).or_else(|| part(&about, word).map(Place::About))
        };
        let places: Option<Vec<Place>> = self.folded.split_whitespace().map(place).collect();
        let together = match title.find(&self.folded) {
            Some(0) if title.len() == self.folded.len() => Together::All,
            Some(0) => Together::Begin,
            Some(at) if title[..at].ends_with(|c: char| !c.is_alphanumeric()) => Together::Inside,
            _ => Together::Not,
        };
        let as_typed = nfc(&listed).to_lowercase().contains(&self.typed);
        Some((places?.into_iter().max(), together, if as_typed { Vowels::AsTyped } else { Vowels::Folded }))
    }
}

/// How much of a word of `text` the typed `word` is, at best.
fn part(text: &str, word: &str) -> Option<Part> {
    let of = |known: &str| match known.find(word) {
        Some(0) if known.len() == word.len() => Some(Part::Whole),
        Some(0) => Some(Part::Start),
        Some(_) => Some(Part::Middle),
        None => None,
    };
    let words = text.split(|c: char| !c.is_alphanumeric()).filter_map(of).min();
    // What is typed may hold a sign between two words.
    words.or_else(|| text.contains(word).then_some(Part::Middle))
}

impl<D: Domain> Screen<D> for Palette {
    fn title(&self) -> String {
        rust_i18n::t!("tui.palette_title").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let here = rust_i18n::t!("tui.close_first").into_owned();
        let run = Offer::on(Action::Open).named(rust_i18n::t!("tui.palette_run"));
        vec![run, Offer::off(Action::Help, here.clone()), Offer::off(Action::Palette, here)]
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn handle(&mut self, event: Event<'_, D>, _: Instant) -> Vec<Effect<D>> {
        let count = self.found().len();
        match event {
            Event::Act(Action::Open) => return self.choose(),
            Event::Key(key @ (Key::Up | Key::Down | Key::PageUp | Key::PageDown)) => {
                self.cursor.press(key, count);
            }
            event => {
                if self.filter.take(&event).changed() {
                    self.cursor = ListCursor::default();
                }
            }
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let inner = area.inner(ratatui::layout::Margin { horizontal: 1, vertical: 0 });
        let prompt = rust_i18n::t!("tui.palette_prompt");
        let indent = u16::try_from(width::of(&prompt)).unwrap_or(0).saturating_add(1);
        canvas.text(inner, 0, Role::Dim, &prompt);
        let field = Rect { x: inner.x + indent, width: inner.width.saturating_sub(indent), height: 1, ..inner };
        self.filter.render(canvas, field);
        let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let found = self.found();
        if found.is_empty() {
            for (row, line) in (0..inner.height).zip(width::paragraphs(&self.nothing(), usize::from(inner.width))) {
                canvas.text(Rect { y: list.y, height: list.height, ..inner }, row, Role::Dim, line);
            }
        }
        self.cursor.render(canvas, list, found.len(), |index| {
            let offer = found[index];
            let keys = width::pad(&self.keymap.keys(offer.action, Focus::Commands), 16);
            let (role, rest) = match &offer.availability {
                Availability::On => (Role::Text, offer.action.about()),
                Availability::Off(reason) => (Role::Dim, rust_i18n::t!("tui.off_now", reason = reason).into_owned()),
            };
            let label = width::pad(&width::cut(&offer.text(), 26, theme.marks().ellipsis), 27);
            Line::from(vec![
                theme.span(role, label),
                theme.span(Role::Key, keys),
                Span::styled(rest, theme.style(Role::Dim)),
            ])
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    fn palette(offers: Vec<Offer>, typed: &str) -> Palette {
        let mut palette = Palette::new(offers, Arc::new(Keymap::default()));
        palette.filter.take::<crate::tui::demo::Notes>(&Event::Text(typed));
        palette
    }

    fn first(offers: Vec<Offer>, typed: &str) -> Option<Action> {
        palette(offers, typed).found().first().map(|offer| offer.action)
    }

    fn all() -> Vec<Offer> {
        Action::ALL.iter().copied().filter(|it| !matches!(it, Action::Palette | Action::Back)).map(Offer::on).collect()
    }

    #[test]
    fn the_whole_title_of_an_action_finds_it_first_however_it_is_typed() {
        rust_i18n::set_locale("vi");
        for offer in all() {
            let title = offer.text();
            for typed in [title.clone(), fold(&title), title.to_uppercase(), title.nfd().collect()] {
                let found = first(all(), &typed);
                let named = found.map(Action::label).unwrap_or_default();
                assert_eq!(fold(&named), fold(&title), "{typed} finds {found:?}");
                if typed == title {
                    assert_eq!(found, Some(offer.action), "{typed}");
                }
            }
        }
    }

    #[test]
    fn a_command_of_another_screen_is_said_to_be_one() {
        rust_i18n::set_locale("vi");
        let nothing = |typed: &str| palette(vec![Offer::on(Action::Open)], typed).nothing();
        assert!(nothing("ban hanh").contains("“ban hành thông báo”"), "{}", nothing("ban hanh"));
        assert!(nothing("bbbb").starts_with("Không có lệnh nào khớp"), "{}", nothing("bbbb"));
    }

    #[test]
    fn words_of_the_title_come_before_those_of_the_description_and_starts_before_middles() {
        rust_i18n::set_locale("vi");
        // “Kết thúc” speaks of the issue, too; “ban hành” is called so.
        assert_eq!(first(all(), "ban hanh"), Some(Action::Issue));
        assert_eq!(first(all(), "ban hanh thong bao"), Some(Action::Issue));
        assert_eq!(first(all(), "ket thuc"), Some(Action::Close));
        assert_eq!(first(all(), "soan"), Some(Action::Conclude));
        assert_eq!(first(all(), "bao cao"), Some(Action::RoundReport));
        assert_eq!(first(all(), "xuat"), Some(Action::Export));
        assert_eq!(first(all(), "yeu cau"), Some(Action::Requirements));
    }

    #[test]
    fn a_better_match_stands_before_one_that_works_now_and_of_equal_ones_the_working_one() {
        rust_i18n::set_locale("vi");
        let mut offers = all();
        for offer in offers.iter_mut().filter(|offer| offer.action == Action::Issue) {
            *offer = Offer::off(Action::Issue, "chưa");
        }
        assert_eq!(first(offers.clone(), "ban hanh"), Some(Action::Issue));
        assert_ne!(first(offers, ""), Some(Action::Issue));
        // The table's name finds what the screen calls something else.
        let named = vec![Offer::on(Action::Export).named("số liệu"), Offer::on(Action::NextPane).named("bản in")];
        assert_eq!(first(named.clone(), &Action::NextPane.label()), Some(Action::NextPane));
        assert_eq!(first(named, "ban in"), Some(Action::NextPane));
    }

    #[test]
    fn nothing_is_found_where_a_word_is_nowhere() {
        rust_i18n::set_locale("vi");
        assert_eq!(first(all(), "ban hanh xyzt"), None);
    }
}
