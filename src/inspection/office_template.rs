//! The .docx files by which kept offices have their papers printed. What is said of a template is one record of office and
//! kind; its bytes are a record of their own, named by their SHA-256, so that lists need not read them and the same file
//! for several kinds is kept once. Like the offices they stay on this laptop. Whether a file may be used is decided by
//! [`crate::conclusion::layout`]; here it is kept.

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::InspectionError;
use super::keys;
use super::office::{OfficeError, OfficeId};
use super::record::line;
use super::signature::Fingerprint;
use super::store::Store;
use super::stored_bytes;
use super::unit_answers::CONTENT;
use crate::journal::{Author, Chain, Head};

/// Field that says which file a paper is printed by.
const TEMPLATE: &str = "template";

/// Kinds of papers for which an office may have a template of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateKind {
    /// Thông báo kết luận.
    Notice,
    /// Biên bản.
    Minutes,
    /// Báo cáo.
    Report,
    /// Công văn.
    Letter,
    /// Chương trình kiểm tra.
    Programme,
}

impl TemplateKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Notice, Self::Minutes, Self::Report, Self::Letter, Self::Programme];

    /// As in records and on the command line: the word that a paper's JSON has for its kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Minutes => "minutes",
            Self::Report => "report",
            Self::Letter => "letter",
            Self::Programme => "programme",
        }
    }
}

/// A template that an office has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTemplate {
    /// The office.
    pub office: OfficeId,
    /// For which papers.
    pub kind: TemplateKind,
    /// Name of the file it came from, without folder.
    pub file: String,
    /// SHA-256 of its bytes; none where the record cannot be read.
    pub print: Option<Fingerprint>,
    /// How many bytes it has.
    pub size: u64,
    /// When it was kept, by this laptop's clock.
    pub when: DateTime<FixedOffset>,
}

impl KeptTemplate {
    /// What `head` says, however little of it can be read: an office whose template is damaged must not look like one that
    /// has none.
    fn of(head: &Head) -> Option<Self> {
        let (office, kind) = head.record.as_str().strip_prefix(keys::OFFICE_TEMPLATES)?.split_once('/')?;
        let kind = TemplateKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
        if head.field.as_str() != TEMPLATE || head.value.is_null() {
            return None;
        }
        let text = |name: &str| head.value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self {
            office: OfficeId::new(office).ok()?,
            kind,
            file: text("file"),
            print: head.value.get("sha256").and_then(|print| Fingerprint::deserialize(print).ok()),
            size: head.value.get("size").and_then(Value::as_u64).unwrap_or_default(),
            when: head.made_at,
        })
    }
}

impl Store {
    /// The templates of all offices, by office and kind, without their bytes.
    pub fn templates(&self) -> Result<Vec<KeptTemplate>, InspectionError> {
        let heads = self.journal.heads_under(keys::OFFICE_TEMPLATES)?;
        let mut kept: Vec<KeptTemplate> = heads.iter().filter_map(KeptTemplate::of).collect();
        kept.sort_by(|a, b| (&a.office, a.kind).cmp(&(&b.office, b.kind)));
        Ok(kept)
    }

    /// The template of an office for papers of a kind, where it has one.
    pub fn template(&self, office: &OfficeId, kind: TemplateKind) -> Result<Option<KeptTemplate>, InspectionError> {
        let heads = self.journal.heads_of(&keys::office_template(office, kind)?)?;
        Ok(heads.iter().find_map(KeptTemplate::of))
    }

    /// The bytes of a template exactly as they were given. Refused where they are damaged.
    pub fn template_bytes(&self, kept: &KeptTemplate) -> Result<Vec<u8>, OfficeError> {
        let damaged = || OfficeError::TemplateDamaged { file: kept.file.clone() };
        let print = kept.print.as_ref().ok_or_else(damaged)?;
        let heads = self.journal.heads_of(&keys::template_bytes(print).map_err(|_| damaged())?)?;
        let mut found = heads.iter().filter_map(|head| stored_bytes::unpacked(&head.value));
        found.find(|bytes| Fingerprint::of(bytes) == *print).ok_or_else(damaged)
    }

    /// Keeps `bytes`, which came from `file`, for an office's papers of a kind, in place of what it has.
    pub(crate) fn keep_template(
        &mut self,
        office: &OfficeId,
        kind: TemplateKind,
        file: &str,
        bytes: &[u8],
    ) -> Result<(), OfficeError> {
        let packed = Self::packed_template(bytes)?;
        let print = Fingerprint::of(bytes);
        let said = json!({ "file": file, "sha256": print, "size": bytes.len() });
        // The bytes first: a template is never said to be there before it is.
        let lines = [
            line(keys::template_bytes(&print)?, CONTENT, packed)?,
            line(keys::office_template(office, kind)?, TEMPLATE, said)?,
        ];
        self.journal.write(&Chain::DeviceWide, &Author::default(), &lines)?;
        Ok(())
    }

    /// Refuses a template that could not be kept.
    pub(crate) fn check_template_size(bytes: &[u8]) -> Result<(), OfficeError> {
        Self::packed_template(bytes).map(|_| ())
    }

    fn packed_template(bytes: &[u8]) -> Result<Value, OfficeError> {
        let (kilobytes, most) = (bytes.len().div_ceil(1024), stored_bytes::MOST_PLAIN / 1024);
        stored_bytes::packed(bytes).ok_or(OfficeError::TemplateTooLarge { kilobytes, most })
    }

    /// Goes back to the built-in layout for an office's papers of a kind. Gives the template that was used till now.
    pub fn remove_template(&mut self, office: &OfficeId, kind: TemplateKind) -> Result<KeptTemplate, OfficeError> {
        let no_template = || OfficeError::NoTemplate { office: office.clone() };
        let kept = self.template(office, kind)?.ok_or_else(no_template)?;
        let lines = [line(keys::office_template(office, kind)?, TEMPLATE, Value::Null)?];
        self.journal.write(&Chain::DeviceWide, &Author::default(), &lines)?;
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Clock, RecordKey};

    fn store(folder: &std::path::Path) -> Store {
        Store::open(folder, Clock::Fixed("2025-10-19T09:42:00+07:00".parse().unwrap())).unwrap()
    }

    fn office(id: &str) -> OfficeId {
        OfficeId::new(id).unwrap()
    }

    #[test]
    fn a_template_is_kept_byte_for_byte_replaced_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(folder.path());
        let (first, second) = (office("so-noi-vu"), office("ubnd-tinh"));
        store.keep_template(&second, TemplateKind::Notice, "b.docx", b"two").unwrap();
        store.keep_template(&first, TemplateKind::Letter, "cv.docx", b"one").unwrap();
        store.keep_template(&first, TemplateKind::Notice, "tb.docx", b"one").unwrap();
        let all = store.templates().unwrap();
        let said: Vec<_> = all.iter().map(|kept| (kept.office.as_str(), kept.kind, kept.file.as_str())).collect();
        assert_eq!(
            said,
            [
                ("so-noi-vu", TemplateKind::Notice, "tb.docx"),
                ("so-noi-vu", TemplateKind::Letter, "cv.docx"),
                ("ubnd-tinh", TemplateKind::Notice, "b.docx")
            ]
        );
        let bytes = |store: &Store, office, kind| store.template_bytes(&store.template(office, kind).unwrap().unwrap());
        assert_eq!(bytes(&store, &first, TemplateKind::Notice).unwrap(), b"one");
        assert_eq!(bytes(&store, &second, TemplateKind::Notice).unwrap(), b"two");
        assert_eq!((all[0].size, all[0].when.to_rfc3339().as_str()), (3, "2025-10-19T09:42:00+07:00"));

        store.keep_template(&first, TemplateKind::Notice, "moi.docx", b"three").unwrap();
        assert_eq!(bytes(&store, &first, TemplateKind::Notice).unwrap(), b"three");
        assert_eq!(store.remove_template(&first, TemplateKind::Notice).unwrap().file, "moi.docx");
        assert_eq!(store.template(&first, TemplateKind::Notice).unwrap(), None);
        assert_eq!(bytes(&store, &first, TemplateKind::Letter).unwrap(), b"one", "another kind stays");
        let again = store.remove_template(&first, TemplateKind::Notice).unwrap_err();
        assert!(matches!(again, OfficeError::NoTemplate { .. }), "{again}");
        store.keep_template(&first, TemplateKind::Notice, "tb.docx", b"one").unwrap();
        assert_eq!(bytes(&store, &first, TemplateKind::Notice).unwrap(), b"one", "the same file once more");
        assert_eq!(store.offices().unwrap(), [], "a template is no office");
    }

    #[test]
    fn what_does_not_fit_is_refused_and_what_is_damaged_is_said_and_never_looks_like_none() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(folder.path());
        let office = office("so-noi-vu");
        let mut noise = vec![0; stored_bytes::MOST_PLAIN + 1024];
        getrandom::fill(&mut noise).unwrap();
        let refused = store.keep_template(&office, TemplateKind::Report, "to.docx", &noise).unwrap_err();
        assert!(matches!(refused, OfficeError::TemplateTooLarge { .. }), "{refused}");
        assert_eq!(store.templates().unwrap(), []);

        store.keep_template(&office, TemplateKind::Report, "bc.docx", b"one").unwrap();
        let lost = line(
            keys::template_bytes(&Fingerprint::of(b"one")).unwrap(),
            CONTENT,
            stored_bytes::packed(b"other").unwrap(),
        );
        store.journal.write(&Chain::DeviceWide, &Author::default(), &[lost.unwrap()]).unwrap();
        let kept = store.template(&office, TemplateKind::Report).unwrap().unwrap();
        let damaged = store.template_bytes(&kept).unwrap_err();
        assert!(damaged.to_string().contains("bc.docx"), "{damaged}");
        let record = RecordKey::new("setting/office-template/so-noi-vu/report".to_owned()).unwrap();
        let nonsense = line(record, TEMPLATE, json!(7)).unwrap();
        store.journal.write(&Chain::DeviceWide, &Author::default(), &[nonsense]).unwrap();
        let kept = store.template(&office, TemplateKind::Report).unwrap().unwrap();
        assert!(matches!(store.template_bytes(&kept), Err(OfficeError::TemplateDamaged { .. })));
    }
}
