//! Two laptops meet at real servers, also where these break off.

use std::ops::ControlFlow;

use kiemtra::exchange::hub::{Pauses, Stage, SyncError};

use super::laptop::Paper;
use super::server::{BUCKET, Kind, Server};

fn two() -> (Paper, Paper) {
    let (mut first, mut second) = (Paper::new(1), Paper::new(2));
    first.know(2);
    second.know(1);
    first.record(25_000);
    second.record(4);
    (1..=3).for_each(|number| first.attach(number));
    (first, second)
}

#[test]
#[ignore = "needs S3 servers: .ci/hub"]
fn two_laptops_meet_at_every_server() {
    for kind in Kind::ALL {
        let server = Server::start(kind);
        let place = server.place();
        let (mut first, mut second) = two();
        let sent = first.sync(&place);
        assert!(sent.stopped.is_none(), "{kind:?}: {:?}", sent.stopped);
        assert_eq!((sent.sent.revisions, sent.sent.attachments), (25_000, 3));
        assert!(second.sync(&place).stopped.is_none());
        assert!(first.sync(&place).stopped.is_none());
        assert_eq!(first.holds.count(), 25_004, "{kind:?}");
        assert_eq!(first.holds, second.holds);
        assert!(first.files.keys().eq(second.files.keys()));
        second.sync(&place);
        let quiet = first.sync(&place);
        assert_eq!((quiet.sent.objects, quiet.merged.len(), quiet.passed.len()), (0, 0, 0), "{kind:?}");
    }
}

#[test]
#[ignore = "needs S3 servers: .ci/hub"]
fn a_server_that_stops_half_way_is_met_again_where_it_left_off() {
    for kind in Kind::STRICT {
        let mut server = Server::start(kind);
        let place = server.place_with(BUCKET, "kiemtra", "kiemtra-secret", Pauses::None);
        let (mut first, mut second) = two();
        let broken = first.sync_watched(&place, &mut |progress| {
            if progress.stage == Stage::Sending && progress.done == 3 && progress.bytes > 0 {
                server.stop();
            }
            ControlFlow::Continue(())
        });
        let Some(SyncError::Place(error)) = &broken.stopped else { panic!("{kind:?}: {:?}", broken.stopped) };
        assert!(error.is_passing(), "{kind:?}: {error:?}");
        assert_eq!(broken.sent.objects, 3, "{kind:?}");
        let away = second.sync(&place).stopped.expect("the server is away");
        assert!(matches!(&away, SyncError::Place(error) if error.is_passing()), "{kind:?}: {away:?}");

        server.resume();
        let place = server.place();
        let resumed = first.sync(&place);
        assert!(resumed.stopped.is_none(), "{kind:?}: {:?}", resumed.stopped);
        assert_eq!((resumed.sent.revisions, resumed.sent.attachments), (0, 2), "{kind:?}: only what was missing");
        second.sync(&place);
        first.sync(&place);
        assert_eq!(first.holds, second.holds);
        assert!(first.files.keys().eq(second.files.keys()));
    }
}
