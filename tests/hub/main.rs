//! Meeting at real S3 servers: moto, `rclone serve s3` (which ignores conditional put) and `SeaweedFS`.
//!
//! Ignored unless asked for: `.ci/hub` installs the servers and names their folder in `KIEMTRA_HUB_SERVERS`. Each test
//! starts the servers it needs on loopback addresses, waits until they answer, and stops them whatever happens.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so by panicking")]

mod errors;
mod laptop;
mod meeting;
mod objects;
mod server;
