//! Finding in a round: what its checklists ask and say, its units, and what was recorded.
//!
//! Texts of checklists and names of units are few and kept in memory, folded once per opened round ([`RoundTexts`]);
//! recorded texts are found by the journal's index. Both are compared by the same [`Sought`](crate::vietnamese::sought),
//! so that a hit ranks the same wherever it lies.

mod recorded;
mod round_texts;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::inspection::{EntryId, ItemKey, RoundId, Store, UnitId};
use crate::journal::JournalError;
use crate::vietnamese::sought::{Likeness, Match, Order, Sought};

pub use round_texts::RoundTexts;

/// Most hits handed over; who gets as many types another word.
pub const MOST_HITS: usize = 200;

/// What a hit is, in the order of two hits that are equally alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// An item, by its number or its question.
    Item,
    /// A unit, by its name.
    Unit,
    /// What a checklist or the team offers to say of an item.
    Phrase,
    /// A remark.
    Remark,
    /// An internal note.
    Note,
    /// An answer in words: a text, a choice.
    Text,
    /// The unit's explanation.
    Explanation,
    /// A piece of evidence.
    Evidence,
    /// An item, by its section or checklist.
    Place,
    /// A register's row.
    Row,
    /// A survey form.
    Form,
    /// A question about an answer, or a reply.
    Question,
    /// Something else that was recorded at a unit.
    Other,
}

impl HitKind {
    /// All kinds, in their order.
    pub const ALL: [Self; 13] = [
        Self::Item,
        Self::Unit,
        Self::Phrase,
        Self::Remark,
        Self::Note,
        Self::Text,
        Self::Explanation,
        Self::Evidence,
        Self::Place,
        Self::Row,
        Self::Form,
        Self::Question,
        Self::Other,
    ];
}

/// Where a hit leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The unit.
    pub unit: UnitId,
    /// The item there; `None` = the unit as a whole.
    pub item: Option<ItemKey>,
    /// The register's row.
    pub row: Option<EntryId>,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Where it leads.
    pub target: Target,
    /// The unit's name.
    pub unit: String,
    /// The item's number: `2.4`; empty without an item.
    pub number: String,
    /// The text that has what was looked for.
    pub text: String,
    /// What of it is to be marked, in bytes, ascending and apart.
    pub places: Vec<Range<usize>>,
}

/// What was found, the best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The hits, at most [`MOST_HITS`].
    pub hits: Vec<Hit>,
    /// Whether there may be more.
    pub extent: Extent,
}

impl Found {
    /// How many hits of a kind there are.
    pub fn count(&self, kind: HitKind) -> usize {
        self.hits.iter().filter(|hit| hit.kind == kind).count()
    }
}

/// Whether all there is was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// It was.
    #[default]
    All,
    /// Only the first were looked at.
    First,
}

/// A hit with what it is ranked by.
struct Ranked {
    likeness: Likeness,
    /// The open unit first.
    away: Away,
    rest: (Order, u8),
    hit: Hit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Away {
    Here,
    Elsewhere,
}

impl Ranked {
    fn new(found: Match, here: Option<&UnitId>, hit: Hit) -> Self {
        let away = if here == Some(&hit.target.unit) { Away::Here } else { Away::Elsewhere };
        Self { likeness: found.likeness, away, rest: found.rest, hit: Hit { places: found.places, ..hit } }
    }
}

/// Looks for what was `typed` in the round of `texts`; what lies at unit `here` comes first, and items are shown there.
///
/// Ranked by how alike it is, then by kind, then by whether it lies `here`. A number such as `2.4` leads to that item of
/// every checklist that has it.
pub fn search(store: &Store, texts: &RoundTexts, here: Option<&UnitId>, typed: &str) -> Result<Found, JournalError> {
    let sought = Sought::new(typed);
    if sought.is_empty() {
        return Ok(Found::default());
    }
    let mut ranked = texts.find(&sought, here);
    ranked.extend(texts.numbered(typed.trim(), here));
    let extent = recorded::find(store, texts, here, &sought, &mut ranked)?;
    ranked.sort_by(|a, b| {
        let key = |ranked: &Ranked| (ranked.likeness, ranked.hit.kind, ranked.away, ranked.rest);
        key(a).cmp(&key(b))
    });
    let extent = if ranked.len() > MOST_HITS { Extent::First } else { extent };
    Ok(Found { hits: ranked.into_iter().take(MOST_HITS).map(|ranked| ranked.hit).collect(), extent })
}

/// The round a search looks in.
pub(crate) fn round_of(texts: &RoundTexts) -> &RoundId {
    &texts.open().round.id
}
