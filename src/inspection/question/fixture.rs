//! What tests of questions share: laptops that meet.

use std::ops::ControlFlow;

use serde_json::json;

use crate::inspection::Store;
use crate::journal::{Admission, Chain, Holdings, Incoming, JournalError, MergeMode, StoredRevision};

/// What `from` holds of `round` comes to `to`, as in a pack.
pub(crate) fn bring(from: &Store, to: &mut Store, round: &str) {
    let mut stored: Vec<StoredRevision> = Vec::new();
    from.journal().stored(round, &mut |bytes| stored.push(StoredRevision::new(bytes.to_vec()))).unwrap();
    let pack = Incoming {
        chain: Chain::Round(round.to_owned()),
        sender: Some(from.journal().device().clone()),
        digest: "d".to_owned(),
        about: json!({}),
        revisions: &mut |each| stored.iter().try_for_each(each),
        judge: &mut |_| Admission::Take,
        holdings: Holdings::default(),
        tips: Vec::new(),
        go_on: &mut |_| ControlFlow::Continue(()),
    };
    to.journal_mut().merge(vec![pack], MergeMode::Keep, |_, _| Ok::<_, JournalError>(())).unwrap();
}
