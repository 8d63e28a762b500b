//! Offices whose papers this laptop has written: letterhead, signers and recipients, kept for the next round. Like all
//! settings they stay on this laptop and travel in no pack.

use rust_i18n::t;
use serde::Deserialize;
use serde_json::json;
use thiserror::Error;

use super::error::InspectionError;
use super::keys;
use super::model::{Letterhead, Round, Signer};
use super::record::line;
use super::round_store::RoundDifference;
use super::store::Store;
use crate::identifier::{self, IdentifierError};
use crate::journal::{Author, Chain, Head};
use crate::vietnamese::fold::fold;

crate::identifier!(
    /// Id of a kept office: made of its name.
    OfficeId, identifier::check
);

/// Field that holds head and foot.
const LETTERHEAD: &str = "letterhead";
/// Field that holds who signs.
const SIGNERS: &str = "signers";
/// Signers kept of an office at most: those who signed last.
const MOST_SIGNERS: usize = 12;

/// An office whose letterhead is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its id.
    pub id: OfficeId,
    /// Head and foot of its papers, with who signed last.
    pub letterhead: Letterhead,
    /// Who signs for it, the last one first.
    pub signers: Vec<Signer>,
}

/// Why an office could not be kept or used.
#[derive(Debug, Error)]
pub enum OfficeError {
    /// The round's letterhead names no agency.
    #[error("{}", t!("office.no_agency", round = .0))]
    NoAgency(String),
    /// No id can be made of the agency's name.
    #[error("{}", t!("office.no_id", agency = .0))]
    NoId(String),
    /// No such office is kept.
    #[error("{}", t!("office.unknown", id = .id, known = named(.known)))]
    Unknown {
        /// What was asked for.
        id: String,
        /// The ids there are.
        known: Vec<String>,
    },
    /// Nobody of that name signs for the office.
    #[error("{}", t!("office.unknown_signer", name = .name, known = named(.known)))]
    UnknownSigner {
        /// What was asked for.
        name: String,
        /// Who does.
        known: Vec<String>,
    },
    /// The file of a template is longer than the journal keeps in one record.
    #[error("{}", t!("office.template_too_large", kilobytes = .kilobytes, most = .most))]
    TemplateTooLarge {
        /// How long.
        kilobytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// The bytes of a kept template are not what was kept.
    #[error("{}", t!("office.template_damaged", file = .file))]
    TemplateDamaged {
        /// Name of its file.
        file: String,
    },
    /// The office has no template of this kind.
    #[error("{}", t!("office.no_template", office = .office))]
    NoTemplate {
        /// The office.
        office: OfficeId,
    },
    /// An id that is none.
    #[error("{}", t!("office.bad_id", id = .0, reason = .1))]
    BadId(String, IdentifierError),
    /// It could not be read or written.
    #[error(transparent)]
    Inspection(#[from] InspectionError),
}

impl From<crate::journal::JournalError> for OfficeError {
    fn from(error: crate::journal::JournalError) -> Self {
        Self::Inspection(error.into())
    }
}

impl From<crate::journal::NameError> for OfficeError {
    fn from(error: crate::journal::NameError) -> Self {
        Self::Inspection(error.into())
    }
}

fn named(known: &[String]) -> String {
    if known.is_empty() { t!("office.none").into_owned() } else { known.join(", ") }
}

impl Office {
    /// The letterhead with whoever is called `signer` signing, any part of the name or post without marks will do; with
    /// who signed last where nobody is named.
    pub fn letterhead_signed(&self, signer: Option<&str>) -> Result<Letterhead, OfficeError> {
        let Some(wanted) = signer else { return Ok(self.letterhead.clone()) };
        let is_wanted =
            |signer: &&Signer| fold(&format!("{} {}", signer.name, signer.post)).contains(&fold(wanted.trim()));
        let found = self.signers.iter().find(is_wanted).ok_or_else(|| OfficeError::UnknownSigner {
            name: wanted.to_owned(),
            known: self.signers.iter().map(|signer| signer.name.clone()).collect(),
        })?;
        Ok(Letterhead { signer: Some(found.clone()), ..self.letterhead.clone() })
    }
}

/// An id made of an agency's name: `so-noi-vu-tinh-thai-binh`.
fn id_of(agency: &str) -> Result<OfficeId, OfficeError> {
    let plain: String = fold(agency).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let id = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let short: String = id.chars().take(identifier::MAX_LENGTH).collect();
    OfficeId::new(short.trim_end_matches('-')).map_err(|_| OfficeError::NoId(agency.to_owned()))
}

impl Store {
    /// The offices kept on this laptop, by id.
    pub fn offices(&self) -> Result<Vec<Office>, InspectionError> {
        let heads = self.journal.heads_under(keys::OFFICES)?;
        Ok(heads.chunk_by(|a, b| a.record == b.record).filter_map(office).collect())
    }

    /// The office called `id`.
    pub fn office(&self, id: &str) -> Result<Office, OfficeError> {
        let mut offices = self.offices()?;
        if let Some(place) = offices.iter().position(|office| office.id.as_str() == id) {
            return Ok(offices.swap_remove(place));
        }
        let known = offices.into_iter().map(|office| office.id.to_string()).collect();
        Err(OfficeError::Unknown { id: id.to_owned(), known })
    }

    /// Keeps the letterhead of `round` under `id`, or under one made of the agency's name. Who signs there joins those who
    /// signed before.
    pub fn save_office(&mut self, round: &Round, id: Option<&str>) -> Result<Office, OfficeError> {
        let letterhead = round.letterhead.clone();
        if letterhead.agency.trim().is_empty() {
            return Err(OfficeError::NoAgency(round.id.to_string()));
        }
        let id = match id {
            Some(id) => OfficeId::new(id).map_err(|error| OfficeError::BadId(id.to_owned(), error))?,
            None => id_of(&letterhead.agency)?,
        };
        let known = self.offices()?.into_iter().find(|office| office.id == id);
        let mut signers: Vec<Signer> = letterhead.signer.iter().cloned().collect();
        signers.extend(
            known
                .into_iter()
                .flat_map(|office| office.signers)
                .filter(|signer| Some(signer) != letterhead.signer.as_ref()),
        );
        signers.truncate(MOST_SIGNERS);
        let record = keys::office(&id)?;
        let lines = [line(record.clone(), LETTERHEAD, json!(letterhead))?, line(record, SIGNERS, json!(signers))?];
        self.journal.write(&Chain::DeviceWide, &Author::default(), &lines)?;
        Ok(Office { id, letterhead, signers })
    }

    /// Gives `round` the letterhead of a kept office. Gives what changed in the round.
    pub fn use_office(
        &mut self,
        round: &Round,
        office: &Office,
        signer: Option<&str>,
        member: Option<&str>,
    ) -> Result<Vec<RoundDifference>, OfficeError> {
        let changed = Round { letterhead: office.letterhead_signed(signer)?, ..round.clone() };
        Ok(self.save_round(&changed, member)?)
    }
}

fn office(record: &[Head]) -> Option<Office> {
    let id = OfficeId::new(record[0].record.as_str().strip_prefix(keys::OFFICES)?).ok()?;
    let field = |name: &str| record.iter().find(|head| head.field.as_str() == name);
    let letterhead = Letterhead::deserialize(&field(LETTERHEAD)?.value).ok()?;
    let signers = field(SIGNERS).and_then(|head| Vec::deserialize(&head.value).ok()).unwrap_or_default();
    Some(Office { id, letterhead, signers })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::{TextFile, read_round};
    use crate::journal::Clock;

    fn round(id: &str, letterhead: &str) -> Round {
        let text = format!(
            "id = \"{id}\"\ntitle = \"Đợt\"\nperiod = {{ from = 2025-01-01, to = 2025-06-30 }}\nchecklists = [\"khao-sat-hai-long\"]\n[letterhead]\n{letterhead}\n"
        );
        read_round(&TextFile::from_bytes("r.toml", text.as_bytes()).unwrap(), "2025-10-19".parse().unwrap()).unwrap()
    }

    fn letterhead(post: &str, name: &str) -> String {
        format!(
            "agency = \"Sở Nội vụ tỉnh Mẫu\"\nnotation = \"SNV\"\nplace = \"Mẫu\"\nrecipients = [\"Giám đốc Sở\"]\nfiling = \"CCHC\"\nsigner = {{ post = \"{post}\", name = \"{name}\" }}"
        )
    }

    #[test]
    fn letterhead_signers_and_recipients_of_one_round_serve_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), Clock::Fixed("2025-10-19T09:42:00+07:00".parse().unwrap())).unwrap();
        let first = round("r1", &letterhead("Giám đốc", "Nguyễn Văn Mẫu"));
        let second = round("r2", &letterhead("Phó Giám đốc", "Trần Thị Mẫu"));
        let third = round("r3", "agency = \"UBND xã Mẫu A\"");
        for round in [&first, &second, &third] {
            store.add_round(round, None).unwrap();
        }
        store.save_office(&first, None).unwrap();
        let kept = store.save_office(&second, None).unwrap();
        assert_eq!(kept.id.as_str(), "so-noi-vu-tinh-mau");
        assert_eq!(store.offices().unwrap(), std::slice::from_ref(&kept));
        let names: Vec<_> = kept.signers.iter().map(|signer| signer.name.as_str()).collect();
        assert_eq!(names, ["Trần Thị Mẫu", "Nguyễn Văn Mẫu"]);
        let changed = store.use_office(&third, &kept, Some("nguyen van"), None).unwrap();
        assert!(!changed.is_empty());
        let used = store.round("r3").unwrap().letterhead;
        assert_eq!(
            (used.agency.as_str(), used.recipients.as_slice()),
            ("Sở Nội vụ tỉnh Mẫu", &["Giám đốc Sở".to_owned()][..])
        );
        assert_eq!(used.signer.unwrap().post, "Giám đốc");
    }

    #[test]
    fn what_is_not_kept_is_refused_with_what_is() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), Clock::Fixed("2025-10-19T09:42:00+07:00".parse().unwrap())).unwrap();
        let blank = round("r1", "place = \"Mẫu\"");
        store.add_round(&blank, None).unwrap();
        assert!(matches!(store.save_office(&blank, None), Err(OfficeError::NoAgency(_))));
        let office = store.save_office(&round("r2", &letterhead("Giám đốc", "A B")), None).unwrap();
        assert!(store.office("so-khac").unwrap_err().to_string().contains("so-noi-vu-tinh-mau"));
        assert!(office.letterhead_signed(Some("ai do")).unwrap_err().to_string().contains("A B"));
        assert!(matches!(
            store.save_office(&round("r2", &letterhead("G", "A")), Some("Sở")),
            Err(OfficeError::BadId(..))
        ));
    }
}
