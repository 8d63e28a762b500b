//! The checklists there are: those shipped with the program, those of the user's folder, and editions
//! that come with recorded answers.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_i18n::t;

use super::folder::{ReadFile, path_problem, read_file, refuse_same_editions, toml_files};
use super::model::{Checklist, ChecklistId};
use super::problem::Problem;
use super::shipped::{self, ShippedFile};
use super::validation::read_text;

/// All checklists at hand. Shipped ones are parsed when first asked for.
#[derive(Debug, Clone, Default)]
pub struct Library {
    user: Vec<Arc<Checklist>>,
}

/// A library, and what was wrong with the user's files.
#[derive(Debug)]
pub struct Loaded {
    /// What can be used.
    pub library: Library,
    /// One report for each file of the user's folder that has a problem.
    pub reports: Vec<FileReport>,
}

/// What was wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// The file.
    pub file: String,
    /// All its problems, by position.
    pub problems: Vec<Problem>,
}

impl FileReport {
    /// Whether nothing was loaded from the file.
    pub fn is_refused(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }
}

/// Where a checklist came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is built into the program.
    Shipped,
    /// It lies in the user's folder.
    User,
}

/// The edition that counts for an inspected period.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The edition.
    pub checklist: Arc<Checklist>,
    /// Whether it is meant for that period.
    pub in_force: InForce,
}

/// Whether an edition is meant for the period it was chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InForce {
    /// It is.
    Yes,
    /// None is; this is the newest, and the user should be warned.
    NewestInstead {
        /// Last day of the inspected period.
        period_to: NaiveDate,
    },
}

impl Chosen {
    /// What to tell the user where no edition is meant for the period.
    pub fn warning(&self) -> Option<String> {
        let InForce::NewestInstead { period_to } = self.in_force else { return None };
        let day = period_to.format("%d/%m/%Y").to_string();
        let Checklist { id, edition, .. } = self.checklist.as_ref();
        Some(t!("checklist.library.not_in_force", id = id, edition = edition, day = day).into_owned())
    }
}

impl Library {
    /// The shipped checklists and those of `user_folder`, which add and, by id and edition, override.
    /// A folder that does not exist is an empty one; a broken file does not stop the others.
    pub fn load(user_folder: Option<&Path>) -> Loaded {
        let mut library = Self::default();
        let mut reports = Vec::new();
        let Some(folder) = user_folder.filter(|folder| folder.exists()) else { return Loaded { library, reports } };
        let paths = match toml_files(folder) {
            Ok(paths) => paths,
            Err(error) => {
                let message = t!("checklist.file.unreadable", detail = error.to_string());
                let problems = vec![path_problem(folder, message)];
                reports.push(FileReport { file: folder.display().to_string(), problems });
                Vec::new()
            }
        };
        let mut files: Vec<ReadFile> = paths.iter().map(|path| read_file(path)).collect();
        refuse_same_editions(&mut files);
        for file in files {
            library.user.extend(file.reading.checklist);
            if !file.reading.problems.is_empty() {
                reports.push(FileReport { file: file.name, problems: file.reading.problems });
            }
        }
        Loaded { library, reports }
    }

    /// Ids of all checklists, sorted.
    pub fn ids(&self) -> BTreeSet<&str> {
        let shipped = shipped::files().iter().map(ShippedFile::id);
        shipped.chain(self.user.iter().map(|checklist| checklist.id.as_str())).collect()
    }

    /// All editions of `id`, oldest first.
    pub fn editions(&self, id: &str) -> Vec<Arc<Checklist>> {
        let of_user = self.user.iter().filter(|checklist| checklist.id.as_str() == id);
        let overridden = |shipped: &Arc<Checklist>| of_user.clone().any(|user| user.edition == shipped.edition);
        let shipped = shipped::files().iter().filter(|file| file.id() == id).filter_map(ShippedFile::checklist);
        let mut editions: Vec<Arc<Checklist>> =
            shipped.filter(|shipped| !overridden(shipped)).chain(of_user.clone()).cloned().collect();
        editions.sort_by(|a, b| (a.effective.from, &a.edition).cmp(&(b.effective.from, &b.edition)));
        editions
    }

    /// The edition of `id` for an inspected period that ends on `period_to`: the newest that is meant
    /// for that day, else the newest of all; `None` where there is no such checklist.
    pub fn choose(&self, id: &ChecklistId, period_to: NaiveDate) -> Option<Chosen> {
        let mut editions = self.editions(id.as_str());
        if let Some(at) = editions.iter().rposition(|edition| edition.effective.contains(period_to)) {
            return Some(Chosen { checklist: editions.swap_remove(at), in_force: InForce::Yes });
        }
        editions.pop().map(|checklist| Chosen { checklist, in_force: InForce::NewestInstead { period_to } })
    }

    /// The edition whose text has this hash; also a shipped one that the user's folder overrides, for
    /// answers made under it. Editions that are nowhere any more: [`load_text`] with the journal's text.
    pub fn get(&self, hash: &str) -> Option<Arc<Checklist>> {
        let of_user = self.user.iter().find(|checklist| checklist.hash.0 == hash).cloned();
        of_user.or_else(|| shipped::files().iter().find(|file| file.hash().0 == hash)?.checklist().cloned())
    }

    /// Where an edition at hand came from.
    pub fn origin(&self, checklist: &Checklist) -> Origin {
        let is_users = self.user.iter().any(|own| own.hash == checklist.hash && own.id == checklist.id);
        if is_users { Origin::User } else { Origin::Shipped }
    }

    /// All editions of all checklists, by id and age.
    pub fn all(&self) -> impl Iterator<Item = Arc<Checklist>> {
        self.ids().into_iter().flat_map(|id| self.editions(id))
    }
}

/// Reads an edition from its text, such as one kept in the journal; `name` stands for the file in the
/// problems.
pub fn load_text(name: &str, text: &str) -> Result<Arc<Checklist>, Vec<Problem>> {
    let reading = read_text(name, text);
    reading.checklist.ok_or(reading.problems)
}

#[cfg(test)]
mod tests {
    use super::super::planted::SOUND;
    use super::*;

    fn id(text: &str) -> ChecklistId {
        ChecklistId::new(text).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn sound(edition: &str, effective: &str) -> String {
        SOUND
            .replace("edition = \"2025-09\"", &format!("edition = \"{edition}\""))
            .replace("{ from = 2025-07-01, to = 2026-12-31 }", effective)
    }

    fn editions(library: &Library) -> Vec<String> {
        library.editions("phieu-mau").iter().map(|checklist| checklist.edition.clone()).collect()
    }

    #[test]
    fn the_edition_of_the_inspected_period_counts_else_the_newest_with_a_warning() {
        let folder = folder(&[
            ("c.toml", sound("3", "{ from = 2025-07-01 }")),
            ("a.toml", sound("1", "{ to = 2021-12-31 }")),
            ("b.toml", sound("2", "{ from = 2023-01-01, to = 2025-06-30 }")),
        ]);
        let Loaded { library, reports } = Library::load(Some(folder.path()));
        assert_eq!(reports, []);
        assert_eq!(editions(&library), ["1", "2", "3"]);
        for (period_to, edition) in [("2021-12-31", "1"), ("2025-06-30", "2"), ("2025-07-01", "3"), ("2030-01-01", "3")]
        {
            let chosen = library.choose(&id("phieu-mau"), day(period_to)).unwrap();
            assert_eq!((chosen.checklist.edition.as_str(), chosen.in_force), (edition, InForce::Yes), "{period_to}");
            assert_eq!(chosen.warning(), None);
        }
        let instead = library.choose(&id("phieu-mau"), day("2022-06-30")).unwrap();
        assert_eq!(instead.checklist.edition, "3");
        assert!(instead.warning().unwrap().contains("30/06/2022"));
        assert!(library.choose(&id("khong-co"), day("2022-06-30")).is_none());
    }

    #[test]
    fn a_broken_file_does_not_stop_the_others() {
        let folder = folder(&[
            ("a.toml", sound("1", "{}")),
            ("b.toml", SOUND.replace("min = 0", "min = 'a'")),
            ("c.toml", sound("3", "{}")),
            (".d.toml", "x".to_owned()),
            ("notes.txt", "x".to_owned()),
        ]);
        let Loaded { library, reports } = Library::load(Some(folder.path()));
        assert_eq!(editions(&library), ["1", "3"]);
        let [report] = reports.as_slice() else { panic!("{reports:?}") };
        assert!(report.is_refused() && report.file.ends_with("b.toml"));
    }

    #[test]
    fn two_files_of_one_folder_with_the_same_edition_are_both_refused_by_name() {
        let folder =
            folder(&[("a.toml", SOUND.to_owned()), ("b.toml", SOUND.to_owned()), ("c.toml", sound("3", "{}"))]);
        let Loaded { library, reports } = Library::load(Some(folder.path()));
        assert_eq!(editions(&library), ["3"]);
        let said: Vec<String> =
            reports.iter().flat_map(|report| &report.problems).map(std::string::ToString::to_string).collect();
        assert_eq!(said.len(), 2);
        assert!(said[0].contains("a.toml:2:6: ") && said[0].contains("b.toml"), "{said:?}");
        assert!(said[1].contains("b.toml:2:6: ") && said[1].contains("a.toml"), "{said:?}");
    }

    #[test]
    fn the_users_edition_overrides_the_shipped_one_which_is_still_found_by_its_hash() {
        let empty = Library::load(None).library;
        let Some(shipped) = empty.all().next() else { return };
        let changed = format!("{}\n# của chúng tôi\n", shipped.text);
        let folder = folder(&[("cua-toi.toml", changed)]);
        let library = Library::load(Some(folder.path())).library;
        assert_eq!(library.editions(shipped.id.as_str()).len(), empty.editions(shipped.id.as_str()).len());
        let of_user = library.editions(shipped.id.as_str());
        assert!(of_user.iter().any(|edition| edition.text.ends_with("# của chúng tôi\n")));
        let own = of_user.iter().filter(|edition| library.origin(edition) == Origin::User).count();
        assert_eq!((own, empty.origin(&shipped)), (1, Origin::Shipped));
        assert!(of_user.iter().all(|edition| edition.hash != shipped.hash));
        assert_eq!(library.get(&shipped.hash.0).unwrap().text, shipped.text);
        assert_eq!(library.all().count(), empty.all().count());
    }

    #[test]
    fn an_edition_is_read_from_its_text_alone() {
        assert_eq!(load_text("sổ", SOUND).unwrap().text.as_ref(), SOUND);
        assert!(!load_text("sổ", "id = 1").unwrap_err().is_empty());
        let nothing = Library::load(Some(Path::new("khong-co-thu-muc-nay")));
        assert_eq!((nothing.library.editions("phieu-mau").len(), nothing.reports.len()), (0, 0));
    }

    #[test]
    fn shipped_files_are_sound_and_named_after_what_they_hold() {
        let on_disk = toml_files(Path::new("checklists")).unwrap();
        assert_eq!(shipped::files().len(), on_disk.len(), "rebuild: the binary holds other files than the folder");
        for file in shipped::files() {
            assert!(file.problems().is_empty(), "{}: {:#?}", file.name, file.problems());
            let checklist = file.checklist().unwrap();
            assert_eq!(file.id(), checklist.id.as_str(), "{}", file.name);
            assert_eq!(*file.hash(), checklist.hash);
        }
    }
}
