//! Printing: one document model of the official layout ([`Document`]) and its writers.
//!
//! The layout is that of Nghị định số 30/2020/NĐ-CP, Phụ lục I. What a paper *says* is composed in
//! [`crate::conclusion`]; this room knows only where it stands, how large it is and how it is numbered.

pub mod lettering;
mod model;
mod wording;

pub use model::{
    Alignment, Annex, Block, Column, Document, IssueDate, Letterhead, Orientation, PaperKind, Paragraph, PlaceDate,
    Properties, Recipients, Requirement, Row, Section, SectionTitle, Signature, Source, Status, Table,
};
