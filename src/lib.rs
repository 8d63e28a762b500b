//! kiemtra records administrative-reform inspections and prints their official papers.
//!
//! Data flows one way through the rooms: asked ([`checklist`]) → recorded ([`inspection`]) → kept
//! ([`journal`]) → judged ([`assessment`]) → concluded ([`conclusion`]) → printed ([`paper`]). The two
//! front ends, [`tui`] and [`cli`], share every call. See docs/ARCHITECTURE.md.

rust_i18n::i18n!("src/locales", fallback = "vi");

pub mod assessment;
pub mod checklist;
pub mod cli;
pub mod clipboard;
pub mod conclusion;
pub mod demo;
pub mod exchange;
pub mod export;
pub mod hexadecimal;
pub mod identifier;
pub mod inspection;
pub mod journal;
pub mod overview;
pub mod paper;
pub mod search;
pub mod system;
pub mod table;
pub mod tui;
pub mod vietnamese;
