//! Drawing rows at random so that anybody can repeat it.
//!
//! # The recipe
//!
//! To draw `n` of `N` rows (positions 1 … N of the list) with a seed, a text:
//!
//! 1. Random numbers: for the counter 0, 1, 2 … take the SHA-256 of the UTF-8 bytes of `seed:counter` (the counter in decimal
//!    digits), and of it the first eight bytes as a big-endian number below 2⁶⁴.
//! 2. A number below `m`: take the next random number `r`; where `r ≥ m · ⌊2⁶⁴ / m⌋`, leave it and take the next (so that none
//!    is likelier than another); else the number is `r mod m`.
//! 3. Fisher and Yates (Knuth, *The Art of Computer Programming* 2, 3.4.2, algorithm P): write down 1 … N; for
//!    `i` = 1 … n exchange what stands at `i` with what stands at `i` + (a number below `N − i + 1`).
//! 4. What then stands at 1 … n is drawn; it is told in ascending order.
//!
//! The seed is recorded with the SHA-256 of the list's text: who repeats it on the same list gets the same rows.

use sha2::{Digest, Sha256};

use crate::hexadecimal;

/// Random numbers of a seed.
struct Numbers<'s> {
    seed: &'s str,
    counter: u64,
}

impl Numbers<'_> {
    fn next(&mut self) -> u64 {
        let digest = Sha256::digest(format!("{}:{}", self.seed, self.counter).as_bytes());
        self.counter += 1;
        digest[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// A number below `limit`, which is above 0.
    fn below(&mut self, limit: u64) -> u64 {
        let fair = u128::from(limit) * ((1_u128 << 64) / u128::from(limit));
        loop {
            let number = self.next();
            if u128::from(number) < fair {
                return number % limit;
            }
        }
    }
}

/// Positions (from 1, ascending) of `count` rows drawn of `of`; all of them where there are no more.
pub fn draw(seed: &str, count: usize, of: usize) -> Vec<usize> {
    let mut numbers = Numbers { seed, counter: 0 };
    let mut positions: Vec<usize> = (1..=of).collect();
    let count = count.min(of);
    for place in 0..count {
        let left = u64::try_from(of - place).unwrap_or(u64::MAX);
        let step = usize::try_from(numbers.below(left)).unwrap_or(0);
        positions.swap(place, place + step);
    }
    positions.truncate(count);
    positions.sort_unstable();
    positions
}

/// A seed that nobody chose: eight digits, short enough to be read out.
pub fn fresh_seed() -> String {
    let mut random = [0_u8; 4];
    // Without randomness the user types a seed of his own; this one is seen as what it is.
    let _ = getrandom::fill(&mut random);
    format!("{:08}", u32::from_be_bytes(random) % 100_000_000)
}

/// SHA-256 of a list's text in lower-case hexadecimal digits.
pub fn fingerprint(list: &str) -> String {
    hexadecimal::write(&Sha256::digest(list.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_draw_repeated_gives_the_same_rows() {
        assert_eq!(draw("48213907", 5, 1448), draw("48213907", 5, 1448));
        assert_ne!(draw("48213907", 5, 1448), draw("48213908", 5, 1448));
        // Reckoned by hand from the recipe, in another language.
        assert_eq!(draw("48213907", 5, 1448), [326, 790, 870, 1114, 1318]);
    }

    #[test]
    fn every_row_is_as_likely_as_another() {
        let mut drawn = [0_u32; 10];
        for seed in 0..2000 {
            for position in draw(&seed.to_string(), 3, 10) {
                drawn[position - 1] += 1;
            }
        }
        // 600 are expected of each; five standard deviations are 102.
        assert!(drawn.iter().all(|times| (498..=702).contains(times)), "{drawn:?}");
    }

    proptest! {
        #[test]
        fn rows_are_distinct_and_of_the_list(seed in "\\PC{0,12}", count in 0usize..60, of in 0usize..50) {
            let drawn = draw(&seed, count, of);
            prop_assert_eq!(drawn.len(), count.min(of));
            prop_assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(drawn.iter().all(|position| (1..=of).contains(position)));
        }
    }
}
