//! Shortening the ids by which revisions name their predecessors; the rule stands in the room's head.

use std::collections::{HashMap, VecDeque};

use crate::hexadecimal::{Hex, value};
use crate::journal::{MAX_REVISION, RevisionId, StoredRevision};

/// How far back a name is shortened.
const REACH: usize = 1 << 17;
/// Begins a shortened name.
const MARK: u8 = 1;
/// Digits of an id.
const DIGITS: usize = 64;
/// Most bytes of a number: 2^17 takes three groups of seven bits.
const MAX_NUMBER: usize = 3;

/// Shortens the revisions of one pack, one after the other.
#[derive(Default)]
pub(super) struct Shortener {
    places: HashMap<[u8; 32], u64>,
    recent: VecDeque<[u8; 32]>,
    next: u64,
}

impl Shortener {
    /// The short form of the next revision, appended to `short`.
    pub(super) fn shorten(&mut self, stored: &[u8], short: &mut Vec<u8>) {
        let mut rest = stored;
        while let Some(run) = rest.iter().position(|byte| *byte == MARK || value(*byte).is_some()) {
            short.extend_from_slice(&rest[..run]);
            rest = &rest[run..];
            if rest[0] == MARK {
                short.extend_from_slice(&[MARK, 0]);
                rest = &rest[1..];
                continue;
            }
            let length = rest.iter().position(|byte| value(*byte).is_none()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(length);
            let place = Hex::<32>::parse(digits).and_then(|id| self.places.get(&id.0));
            match place {
                Some(place) => push_number(self.next - place, short),
                None => short.extend_from_slice(digits),
            }
            rest = after;
        }
        short.extend_from_slice(rest);
        self.remember(*RevisionId::of(stored).as_bytes());
    }

    fn remember(&mut self, id: [u8; 32]) {
        if self.recent.len() == REACH
            && let Some(oldest) = self.recent.pop_front()
            && self.places.get(&oldest) == Some(&(self.next - REACH as u64))
        {
            self.places.remove(&oldest);
        }
        self.recent.push_back(id);
        self.places.insert(id, self.next);
        self.next += 1;
    }
}

/// Appends the mark and `distance`, at most [`REACH`], as LEB128.
fn push_number(distance: u64, short: &mut Vec<u8>) {
    short.push(MARK);
    let mut rest = distance;
    while rest >= 0x80 {
        short.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    short.push((rest & 0x7f) as u8);
}

/// Why a shortened revision cannot be lengthened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// A number that is cut off, too long, or points before the first or beyond the reach.
    Reference,
    /// More than [`MAX_REVISION`] bytes.
    TooLong,
}

/// Lengthens them again, in the same order.
#[derive(Default)]
pub(super) struct Lengthener {
    recent: VecDeque<[u8; 32]>,
}

impl Lengthener {
    /// The revision as stored.
    pub(super) fn lengthen(&mut self, short: &[u8]) -> Result<StoredRevision, Unreadable> {
        let mut stored = Vec::with_capacity(short.len() + 2 * DIGITS);
        let mut rest = short;
        while let Some(mark) = rest.iter().position(|byte| *byte == MARK) {
            stored.extend_from_slice(&rest[..mark]);
            let (distance, after) = read_number(&rest[mark + 1..]).ok_or(Unreadable::Reference)?;
            if distance == 0 {
                stored.push(MARK);
            } else {
                let place = self.recent.len().checked_sub(distance).ok_or(Unreadable::Reference)?;
                Hex(self.recent[place]).append_to(&mut stored);
            }
            if stored.len() > MAX_REVISION {
                return Err(Unreadable::TooLong);
            }
            rest = after;
        }
        stored.extend_from_slice(rest);
        if stored.len() > MAX_REVISION {
            return Err(Unreadable::TooLong);
        }
        let stored = StoredRevision::new(stored);
        if self.recent.len() == REACH {
            self.recent.pop_front();
        }
        self.recent.push_back(*stored.id().as_bytes());
        Ok(stored)
    }
}

fn read_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let length = bytes.iter().take(MAX_NUMBER).position(|byte| *byte < 0x80)? + 1;
    let (number, rest) = bytes.split_at(length);
    let value = number.iter().rev().fold(0_usize, |value, byte| value << 7 | usize::from(byte & 0x7f));
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short_form(revisions: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let mut shortener = Shortener::default();
        let shorten = |stored: &Vec<u8>| {
            let mut short = Vec::new();
            shortener.shorten(stored, &mut short);
            short
        };
        revisions.iter().map(shorten).collect()
    }

    #[test]
    fn the_one_before_costs_two_bytes_and_comes_back() {
        let first = b"{\"prev\":null}".to_vec();
        let id = RevisionId::of(&first);
        let second = format!("{{\"prev\":\"{id}\",\"parents\":[\"{id}\"]}}").into_bytes();
        let third = format!("{{\"prev\":\"{}\",\"parents\":[\"{id}\"]}}", RevisionId::of(&second)).into_bytes();
        let all = vec![first, second, third];
        let short = short_form(&all);
        assert_eq!(short[1], b"{\"prev\":\"\x01\x01\",\"parents\":[\"\x01\x01\"]}");
        assert_eq!(short[2], b"{\"prev\":\"\x01\x01\",\"parents\":[\"\x01\x02\"]}");
        let mut lengthener = Lengthener::default();
        for (short, stored) in short.iter().zip(&all) {
            assert_eq!(lengthener.lengthen(short), Ok(StoredRevision::new(stored.clone())));
        }
    }

    #[test]
    fn an_id_beyond_the_reach_stays_as_it_is() {
        let first = b"first".to_vec();
        let id = RevisionId::of(&first);
        let (mut shortener, mut lengthener) = (Shortener::default(), Lengthener::default());
        let mut pass = |stored: &[u8]| {
            let mut short = Vec::new();
            shortener.shorten(stored, &mut short);
            assert_eq!(lengthener.lengthen(&short), Ok(StoredRevision::new(stored.to_vec())));
            short.len()
        };
        pass(&first);
        for number in 1..REACH {
            pass(&number.to_le_bytes());
        }
        assert_eq!(pass(id.to_string().as_bytes()), 4, "131,072 back");
        assert_eq!(pass(id.to_string().as_bytes()), DIGITS, "131,073 back");
    }

    #[test]
    fn a_reference_to_nowhere_is_no_revision() {
        let mut lengthener = Lengthener::default();
        for short in [&b"\x01"[..], b"\x01\x01", b"\x01\x80\x80\x80\x01", b"\x01\xff\xff\x7f", b"a\x01\x81"] {
            assert_eq!(lengthener.lengthen(short), Err(Unreadable::Reference), "{short:?}");
        }
        let bomb = [&b"\x01\x01"[..]].repeat(MAX_REVISION / 2).concat();
        lengthener.lengthen(b"x").unwrap();
        assert_eq!(lengthener.lengthen(&bomb), Err(Unreadable::TooLong));
    }
}
