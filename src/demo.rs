//! The demonstration rounds built into the program (`data/demo/<name>/`): a real inspection retold from public
//! accounts, and an invented, finished one.

use include_dir::{Dir, File, include_dir};

use crate::inspection::{FileError, InspectionError, Round, Store, TextFile, read_answers, read_round};

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data/demo");

/// File of a demonstration round that defines it; every other `.toml` there is a file of answers.
const DEFINITION: &str = "round.toml";

/// Adds all demonstration rounds with their answers to `store`, acting as their lead; gives them in the order of
/// their names. Loading them again changes nothing.
pub fn load(store: &mut Store) -> Result<Vec<Round>, InspectionError> {
    let mut folders: Vec<&Dir<'_>> = FOLDER.dirs().collect();
    folders.sort_by_key(|folder| folder.path());
    folders.into_iter().map(|folder| load_round(store, folder)).collect()
}

fn load_round(store: &mut Store, folder: &Dir<'_>) -> Result<Round, InspectionError> {
    let mut files: Vec<TextFile> = Vec::new();
    let mut definition = None;
    let is_toml = |file: &&File<'_>| file.path().extension().is_some_and(|ending| ending == "toml");
    let mut sorted: Vec<_> = folder.files().filter(is_toml).collect();
    sorted.sort_by_key(|file| file.path());
    for file in sorted {
        let text = TextFile::from_bytes(file.path().display().to_string(), file.contents())?;
        if file.path().ends_with(DEFINITION) {
            definition = Some(text);
        } else {
            files.push(text);
        }
    }
    let definition = definition.ok_or_else(|| FileError::Unreadable {
        file: folder.path().join(DEFINITION).display().to_string(),
        why: crate::system::explain(&std::io::ErrorKind::NotFound.into()),
    })?;
    let round = read_round(&definition, store.journal().clock().now().date_naive())?;
    store.add_round(&round, round.lead().map(|lead| lead.id.as_str()))?;
    for file in &files {
        let answers = read_answers(file)?;
        store.record_file(file, &answers)?;
    }
    Ok(round)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Clock;

    #[test]
    fn every_demonstration_round_loads_whole_and_twice_is_once() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), Clock::System).unwrap();
        let rounds = load(&mut store).unwrap();
        assert_eq!(rounds.len(), FOLDER.dirs().count());
        let count = |store: &Store| {
            let mut count = 0;
            for round in &rounds {
                store.journal().log(round.id.as_str(), &mut |_| count += 1).unwrap();
            }
            count
        };
        let first = count(&store);
        assert!(first > 100, "{first}");
        load(&mut store).unwrap();
        assert_eq!(count(&store), first);
        for round in &rounds {
            let lead = store.acting(round, None).unwrap();
            assert_eq!(Some(&lead), round.lead());
            for unit in &round.units {
                assert!(store.answers(&round.id, &unit.id).unwrap().iter().next().is_some(), "{}", unit.id);
            }
        }
    }
}
