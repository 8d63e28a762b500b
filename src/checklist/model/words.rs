//! The fixed words of the format: fields, kinds of unit, verdicts and the like.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The seven fields of administrative reform, in the order of every paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// 1 Chỉ đạo, điều hành.
    ChiDao,
    /// 2 Cải cách thể chế.
    TheChe,
    /// 3 Cải cách thủ tục hành chính.
    Tthc,
    /// 4 Tổ chức bộ máy.
    BoMay,
    /// 5 Chế độ công vụ.
    CongVu,
    /// 6 Tài chính công.
    TaiChinh,
    /// 7 Chính quyền điện tử, chính quyền số.
    SoHoa,
}

impl Field {
    /// In the order of the papers.
    pub const ALL: [Self; 7] =
        [Self::ChiDao, Self::TheChe, Self::Tthc, Self::BoMay, Self::CongVu, Self::TaiChinh, Self::SoHoa];

    /// As written in TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ChiDao => "chi-dao",
            Self::TheChe => "the-che",
            Self::Tthc => "tthc",
            Self::BoMay => "bo-may",
            Self::CongVu => "cong-vu",
            Self::TaiChinh => "tai-chinh",
            Self::SoHoa => "so-hoa",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// Kinds of unit, before and after 1/7/2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// Xã.
    Xa,
    /// Phường.
    Phuong,
    /// Đặc khu.
    DacKhu,
    /// Thị trấn (until 30/6/2025).
    ThiTran,
    /// Huyện (until 30/6/2025).
    Huyen,
    /// Sở.
    So,
    /// Phòng.
    Phong,
    /// Đơn vị sự nghiệp.
    SuNghiep,
    /// Trung tâm.
    TrungTam,
    /// Khác.
    Khac,
}

impl UnitKind {
    /// All kinds, in the order of the contract.
    pub const ALL: [Self; 10] = [
        Self::Xa,
        Self::Phuong,
        Self::DacKhu,
        Self::ThiTran,
        Self::Huyen,
        Self::So,
        Self::Phong,
        Self::SuNghiep,
        Self::TrungTam,
        Self::Khac,
    ];

    /// As written in TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xa => "xa",
            Self::Phuong => "phuong",
            Self::DacKhu => "dac-khu",
            Self::ThiTran => "thi-tran",
            Self::Huyen => "huyen",
            Self::So => "so",
            Self::Phong => "phong",
            Self::SuNghiep => "su-nghiep",
            Self::TrungTam => "trung-tam",
            Self::Khac => "khac",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The verdict on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Đạt.
    Pass,
    /// Đạt một phần.
    Partial,
    /// Không đạt.
    Fail,
    /// Không áp dụng.
    Na,
}

impl Verdict {
    /// All verdicts, in the order of their keys 1–4.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Partial, Self::Fail, Self::Na];

    /// As written in TOML, JSON and expressions.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Partial => "partial",
            Self::Fail => "fail",
            Self::Na => "na",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == name)
    }
}

/// Whether an answer must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// The unit is unfinished without it.
    Yes,
    /// May stay empty.
    No,
}

/// How grave a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ItemSeverity {
    /// Small.
    #[default]
    Minor,
    /// Large.
    Major,
    /// Must be mended at once.
    Critical,
}

/// When evidence is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EvidencePolicy {
    /// Never (the default).
    #[default]
    Never,
    /// Where the verdict is partial or fail.
    OnFail,
    /// For every answer.
    Always,
}

/// Objective or subjective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseKind {
    /// Khách quan.
    Objective,
    /// Chủ quan.
    Subjective,
}

/// Whom a requirement addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// The inspected unit.
    #[default]
    Unit,
    /// Specialist agencies.
    Agency,
    /// Higher levels.
    Superior,
}

/// How grave a broken rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleSeverity {
    /// The figures cannot be right.
    Error,
    /// The figures deserve a look.
    Warning,
}

/// From when to when something holds; an open side is `None`. Both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl Validity {
    /// Whether `day` lies within.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}
