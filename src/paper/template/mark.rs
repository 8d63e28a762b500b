//! The marks: what may stand where, and what must.

use rust_i18n::t;

use super::fault::Place;
use crate::paper::PaperKind;

/// A named place that a paper's part is put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Cơ quan chủ quản, in capitals.
    ParentAgency,
    /// Cơ quan ban hành, in capitals.
    Agency,
    /// The whole line `Số: 05/TB-SNV`.
    Number,
    /// The whole line `Thái Bình, ngày 05 tháng 01 năm 2026`.
    PlaceDate,
    /// Type name, in capitals: `THÔNG BÁO`.
    Kind,
    /// Trích yếu; in a letter with `V/v` in front.
    Abstract,
    /// Whom a letter is addressed to: one name, or several on lines of their own.
    AddressedTo,
    /// Quyền hạn line: `KT. GIÁM ĐỐC`.
    SignerAuthority,
    /// Chức vụ line: `PHÓ GIÁM ĐỐC`.
    SignerPost,
    /// Name of who signs.
    SignerName,
    /// `DỰ THẢO` on a draft, nothing on a final paper.
    Status,
    /// Căn cứ lines.
    Bases,
    /// The text, from its first section to "./.".
    Body,
    /// Lines of nơi nhận, without the words "Nơi nhận:".
    Recipients,
    /// Authority, post, room for pen and seal, and name of everyone who signs.
    Signature,
    /// Where the annexes begin.
    Annexes,
}

/// How much of a paper a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Part of a paragraph; may stand anywhere.
    Inline,
    /// Paragraphs or tables; stands alone in its paragraph, in the main text.
    Block,
}

/// Whether a template for a kind of paper must have a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it the paper would lose something.
    Required,
    /// What belongs there is fixed text of the office, or is put elsewhere.
    Optional,
    /// Papers of this kind have no such part.
    Foreign,
}

/// How a mark is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkForm {
    /// `{{name}}` in the text.
    Text,
    /// A content control with the name as its tag.
    Control,
}

/// A mark that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedMark {
    /// Which.
    pub mark: Mark,
    /// How it is written.
    pub form: MarkForm,
    /// Where.
    pub place: Place,
}

impl Mark {
    /// All marks in the order of a paper.
    pub const ALL: [Self; 16] = [
        Self::ParentAgency,
        Self::Agency,
        Self::Number,
        Self::PlaceDate,
        Self::Kind,
        Self::Abstract,
        Self::AddressedTo,
        Self::Bases,
        Self::Body,
        Self::Recipients,
        Self::Signature,
        Self::SignerAuthority,
        Self::SignerPost,
        Self::SignerName,
        Self::Annexes,
        Self::Status,
    ];

    /// Its name in a template: `place_date`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ParentAgency => "parent_agency",
            Self::Agency => "agency",
            Self::Number => "number",
            Self::PlaceDate => "place_date",
            Self::Kind => "kind",
            Self::Abstract => "abstract",
            Self::AddressedTo => "addressed_to",
            Self::SignerAuthority => "signer_authority",
            Self::SignerPost => "signer_post",
            Self::SignerName => "signer_name",
            Self::Status => "status",
            Self::Bases => "bases",
            Self::Body => "body",
            Self::Recipients => "recipients",
            Self::Signature => "signature",
            Self::Annexes => "annexes",
        }
    }

    /// The mark called `name`: in any case, with hyphens or spaces for underscores, since word processors correct what is
    /// typed.
    pub fn named(name: &str) -> Option<Self> {
        let plain = |c: char| if c.is_whitespace() || c == '-' { '_' } else { c };
        let name: String = name.trim().to_lowercase().chars().map(plain).collect();
        Self::ALL.into_iter().find(|mark| mark.name() == name)
    }

    /// What is put there, for people.
    pub fn explanation(self) -> String {
        match self {
            Self::ParentAgency => t!("template.mark.parent_agency"),
            Self::Agency => t!("template.mark.agency"),
            Self::Number => t!("template.mark.number"),
            Self::PlaceDate => t!("template.mark.place_date"),
            Self::Kind => t!("template.mark.kind"),
            Self::Abstract => t!("template.mark.abstract"),
            Self::AddressedTo => t!("template.mark.addressed_to"),
            Self::SignerAuthority => t!("template.mark.signer_authority"),
            Self::SignerPost => t!("template.mark.signer_post"),
            Self::SignerName => t!("template.mark.signer_name"),
            Self::Status => t!("template.mark.status"),
            Self::Bases => t!("template.mark.bases"),
            Self::Body => t!("template.mark.body"),
            Self::Recipients => t!("template.mark.recipients"),
            Self::Signature => t!("template.mark.signature"),
            Self::Annexes => t!("template.mark.annexes"),
        }
        .into_owned()
    }

    /// How much it stands for.
    pub const fn extent(self) -> Extent {
        match self {
            Self::Bases | Self::Body | Self::Recipients | Self::Signature | Self::Annexes => Extent::Block,
            _ => Extent::Inline,
        }
    }

    /// Whether a template for papers of `kind` must have it. [`Mark::Signature`] may be replaced by
    /// [`Mark::SignerPost`] and [`Mark::SignerName`], except in minutes, which several people sign.
    pub const fn need(self, kind: PaperKind) -> Need {
        use Need::{Foreign, Optional, Required};
        use PaperKind::{Internal, Letter, Minutes};
        match (self, kind) {
            (Self::Body, _) | (Self::AddressedTo, Letter) => Required,
            (Self::AddressedTo, _)
            | (Self::Kind, Letter)
            | (Self::SignerAuthority | Self::SignerPost | Self::SignerName | Self::PlaceDate, Minutes) => Foreign,
            (Self::Number | Self::PlaceDate | Self::Signature, Internal) | (Self::Recipients, Internal | Minutes) => {
                Optional
            }
            (Self::Number | Self::PlaceDate | Self::Abstract | Self::Recipients | Self::Signature, _) => Required,
            _ => Optional,
        }
    }
}
