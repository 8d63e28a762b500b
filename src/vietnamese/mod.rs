//! The language: NFC, diacritics-free search, alphabetical order, numbers, dates and working days as
//! Vietnamese offices write them, and typing it. Everything here is pure: no clock, no files, no settings.

pub mod calendar;
pub mod collate;
pub mod date;
pub mod fold;
pub mod nfc;
pub mod number;
pub mod sought;
pub mod syllable;
pub mod time;
pub mod typing;
