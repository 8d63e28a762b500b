//! The annex of photos: pictures among the evidence that somebody chose for the minutes.

use std::collections::BTreeMap;

use super::finding::{self, Finding};
use super::wording::fixed;
use super::{Inspected, minutes, phrase};
use crate::inspection::{Evidence, InAnnex};
use crate::journal::{AttachError, Attachments};
use crate::paper::{Annex, Image, Orientation, Paragraph, Picture, Source, Table};

/// Largest picture that is printed, in bytes: 20 MiB.
const LARGEST: u64 = 20 * 1024 * 1024;

/// The chosen photos in the order of the minutes' tables; what cannot be printed is named. `None` where none is chosen.
pub(super) fn annex(inspected: &Inspected<'_>, attachments: &Attachments) -> Option<Annex> {
    let findings = finding::by_field(inspected);
    let ordinals = ordinals(&findings);
    let (mut pictures, mut notes) = (Vec::new(), Vec::new());
    for finding in &findings {
        for piece in finding.answer.into_iter().flat_map(|answer| &answer.evidence).filter(|piece| is_chosen(piece)) {
            let sources = vec![Source(piece.revision.to_string())];
            let name = piece.content.file.clone().unwrap_or_default();
            match image(piece, attachments) {
                Ok(image) => {
                    let caption = caption(pictures.len() + 1, finding, piece, ordinals.get(&finding.key()));
                    let hash = piece.content.hash.as_ref().map(ToString::to_string).unwrap_or_default();
                    pictures.push(Picture { name, hash, caption: Paragraph::new(caption, sources), image });
                }
                Err(why) => notes.push(Paragraph::new(fixed!("photo.left_out", name = name, why = why), sources)),
            }
        }
    }
    let (title, table) = (fixed!("photo.title"), Table::new(Vec::new()));
    let some = !pictures.is_empty() || !notes.is_empty();
    some.then_some(Annex { title, orientation: Orientation::Portrait, notes, body: Vec::new(), table, pictures })
}

fn is_chosen(piece: &Evidence) -> bool {
    piece.content.printed == InAnnex::Yes && piece.content.is_picture()
}

/// The picture, or in a few words why there is none.
fn image(piece: &Evidence, attachments: &Attachments) -> Result<Image, String> {
    let hash = piece.content.hash.as_ref().ok_or_else(|| fixed!("photo.name_alone"))?;
    let bytes = attachments.read(hash, LARGEST).map_err(|error| match error {
        AttachError::TooLarge { most, .. } => fixed!("photo.too_large", most = most / 1024 / 1024),
        AttachError::Damaged { .. } => fixed!("photo.changed"),
        _ => fixed!("photo.missing"),
    })?;
    Image::read(bytes).ok_or_else(|| fixed!("photo.no_picture"))
}

/// The ordinal of each item in the table of its checklist in the minutes.
fn ordinals(findings: &[Finding<'_>]) -> BTreeMap<String, usize> {
    let groups = findings.chunk_by(|a, b| a.checklist().id == b.checklist().id);
    let rows = groups.flat_map(|group| group.iter().filter(|finding| minutes::is_recorded(finding)).zip(1..));
    rows.map(|(finding, ordinal)| (finding.key(), ordinal)).collect()
}

/// `Ảnh 2. Bảng niêm yết tại sảnh (mục 3, Niêm yết thủ tục hành chính)`; without words of its own, what was asked.
fn caption(number: usize, finding: &Finding<'_>, piece: &Evidence, ordinal: Option<&usize>) -> String {
    let about = phrase::capitalised(&phrase::clause(&piece.content.about));
    let about = if about.is_empty() { phrase::capitalised(&finding.ask()) } else { about };
    let checklist = phrase::clause(&finding.checklist().title);
    match ordinal {
        Some(ordinal) => {
            fixed!("photo.caption", number = number, about = about, ordinal = ordinal, checklist = checklist)
        }
        None => fixed!("photo.caption_unnumbered", number = number, about = about, checklist = checklist),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Home, text};
    use super::super::{Conclusion, MinutesBasis};
    use crate::inspection::{TextFile, read_answers};
    use crate::paper::pictures_for_tests::{jpeg, png};
    use crate::paper::{Document, Format, Status, Turn, render};

    const RECORDED: &str = r#"
round = "2022-dot-1"
unit = "mau-a"
member = "truong-doan"
[answer."chi-dao/tuyen-truyen"]
verdict = "fail"
note = "Ghi chú nội bộ"
evidence = [
  { file = "bảng.png", about = "bảng niêm yết tại sảnh.", printed = true },
  { file = "đứng.jpg", printed = true },
  { file = "không in.png", about = "Không chọn in" },
  { file = "giả.jpg", printed = true },
  { file = "mất.jpg", printed = true },
  { file = "sổ.pdf", printed = true },
]
"#;

    /// The minutes of a unit with files beside its answers.
    fn minutes(home: &Home) -> Document {
        let basis =
            MinutesBasis { status: Status::Final, now: chrono::DateTime::from_timestamp(1_666_500_000, 0).unwrap() };
        Conclusion::of(&home.store, "2022-dot-1", "mau-a").unwrap().minutes(&basis)
    }

    fn recorded() -> Home {
        let mut home = Home::recorded("");
        let folder = tempfile::tempdir().unwrap();
        let files = [("bảng.png", png(40, 30)), ("đứng.jpg", jpeg(40, 30, 6)), ("không in.png", png(1, 1))];
        let files = files.into_iter().chain([("giả.jpg", b"abc".to_vec()), ("sổ.pdf", b"%PDF".to_vec())]);
        for (name, content) in files {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        let file = TextFile::from_bytes("a.toml", RECORDED.as_bytes()).unwrap();
        home.store.record_file_in(&file, &read_answers(&file).unwrap(), folder.path()).unwrap();
        home
    }

    #[test]
    fn chosen_photos_stand_in_an_annex_of_the_minutes_and_what_cannot_be_printed_is_named() {
        let minutes = minutes(&recorded());
        let annex = minutes.annexes.last().unwrap();
        assert_eq!(annex.title, "Ảnh kiểm chứng");
        let captions: Vec<_> = annex.pictures.iter().map(|picture| picture.caption.text.as_str()).collect();
        assert_eq!(captions[0], "Ảnh 1. Bảng niêm yết tại sảnh (mục 1, Chỉ đạo, điều hành)");
        assert!(captions[1].starts_with("Ảnh 2. ") && captions.len() == 2, "{captions:?}");
        assert_eq!(annex.pictures[1].image.turn(), Turn::Right);
        assert!(annex.pictures.iter().all(|picture| picture.caption.sources.len() == 1));
        let notes: Vec<_> = annex.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(
            notes,
            [
                "Không in được ảnh “giả.jpg”: tệp không phải là ảnh JPEG hoặc PNG.",
                "Không in được ảnh “mất.jpg”: mới ghi tên, chưa kèm tệp.",
            ]
        );
        let printed = text(&minutes);
        assert!(printed.contains("[Ảnh: bảng.png]\nẢnh 1. Bảng niêm yết") && !printed.contains("nội bộ"), "{printed}");
        let json = String::from_utf8(render(&minutes, Format::Json).unwrap()).unwrap();
        assert!(json.contains(&annex.pictures[0].hash) && json.contains("\"name\": \"đứng.jpg\""), "{json}");
    }

    #[test]
    fn without_chosen_photos_there_is_no_annex_and_a_deleted_file_is_named() {
        let home = recorded();
        let hash = home.store.attachments().folder().to_owned();
        std::fs::remove_dir_all(hash).unwrap();
        let minutes_without = minutes(&home);
        let annex = minutes_without.annexes.last().unwrap();
        assert_eq!((annex.pictures.len(), annex.notes.len()), (0, 4));
        assert!(annex.notes[0].text.ends_with("máy lập biên bản không có tệp này."), "{}", annex.notes[0].text);
        assert!(minutes(&Home::recorded("")).annexes.iter().all(|annex| annex.title != "Ảnh kiểm chứng"));
    }
}
