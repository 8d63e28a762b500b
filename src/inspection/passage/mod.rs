//! What people change in the draft of a notice: records of single passages, each under an identity that depends on the part of
//! the paper and on the item, never on the text or the place. So an edit survives whatever is recorded after it, and is
//! found again when the draft is made anew. What a passage says without them is the business of `conclusion::draft`.
//!
//! A record has up to five fields: `text` ([`Wording`]), `left-out` ([`Omission`]), `place` ([`PassagePlace`]), `joined` (the
//! passage it is said together with) and `deadline` ([`Deadline`]). All are opinions: where two laptops differ, a person decides.

mod change;
mod edits;
mod id;
mod place;
#[cfg(test)]
mod tests;

pub use change::PassageChange;
pub use edits::{Deadline, Edited, Omission, PassageAuthor, PassageEdit, PassageEdits, Wording};
pub use id::{Part, PassageId, PassageIdError, Slot};
pub use place::PassagePlace;
