//! Media: what the system says about the place of a folder, and which sticks, shares and drives there are.

use std::path::{Path, PathBuf};

/// What the system says about the place of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// On this machine, or nothing is said.
    Here,
    /// On something that can be pulled out.
    Removable,
    /// On another machine.
    Remote,
}

/// Where an absolute path lies; it need not exist yet.
#[cfg(target_os = "linux")]
pub fn placement(home: &Path) -> Placement {
    let Some(existing) = home.ancestors().find_map(|folder| std::fs::canonicalize(folder).ok()) else {
        return Placement::Here;
    };
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mountinfo") else { return Placement::Here };
    match linux::mount_of(&mounts, &existing) {
        Some(mount) if linux::is_remote(&mount.file_system) => Placement::Remote,
        Some(mount) if linux::is_removable(&mount.device) => Placement::Removable,
        _ => Placement::Here,
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::{Path, PathBuf};

    /// One line of `/proc/self/mountinfo` (man page `proc_pid_mountinfo`).
    #[derive(Debug, PartialEq, Eq)]
    pub(super) struct Mount {
        /// `major:minor`.
        pub(super) device: String,
        pub(super) file_system: String,
    }

    /// The mount `path` lies on: the longest mount point that holds it, the latest where two are equal.
    pub(super) fn mount_of(mounts: &str, path: &Path) -> Option<Mount> {
        let holding = mounts.lines().filter_map(|line| {
            let (before, after) = line.split_once(" - ")?;
            let fields: Vec<&str> = before.split(' ').collect();
            let point = PathBuf::from(unescape(fields.get(4)?));
            let mount =
                Mount { device: (*fields.get(2)?).to_owned(), file_system: after.split(' ').next()?.to_owned() };
            path.starts_with(&point).then(|| (point.components().count(), mount))
        });
        holding.max_by_key(|(depth, _)| *depth).map(|(_, mount)| mount)
    }

    pub(super) fn is_remote(file_system: &str) -> bool {
        const REMOTE: [&str; 9] = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs"];
        const REMOTE_FUSE: [&str; 8] =
            ["sshfs", "rclone", "gvfsd-fuse", "davfs2", "s3fs", "smbnetfs", "glusterfs", "curlftpfs"];
        let fuse = file_system.strip_prefix("fuse.").unwrap_or_default();
        REMOTE.contains(&file_system) || REMOTE_FUSE.contains(&fuse)
    }

    /// Asks `/sys` about the disk, or about the disk that the partition is on.
    pub(super) fn is_removable(device: &str) -> bool {
        let Ok(folder) = std::fs::canonicalize(format!("/sys/dev/block/{device}")) else { return false };
        let says_one =
            |folder: &Path| std::fs::read_to_string(folder.join("removable")).is_ok_and(|text| text.trim() == "1");
        says_one(&folder) || folder.join("partition").exists() && folder.parent().is_some_and(says_one)
    }

    /// Octal escapes of space, tab, line feed and backslash.
    fn unescape(text: &str) -> String {
        [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
            .iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }
}

/// Where an absolute path lies; it need not exist yet.
#[cfg(windows)]
pub fn placement(home: &Path) -> Placement {
    let existing = home.ancestors().find_map(|folder| std::fs::canonicalize(folder).ok());
    let text = existing.unwrap_or_else(|| home.to_owned()).to_string_lossy().into_owned();
    match windows::drive_of(&text) {
        windows::Drive::Share => Placement::Remote,
        windows::Drive::Unknown => Placement::Here,
        windows::Drive::Letter(letter) => {
            let ask =
                std::process::Command::new("fsutil").args(["fsinfo", "drivetype", &format!("{letter}:")]).output();
            ask.map_or(Placement::Here, |said| windows::placement_said(&String::from_utf8_lossy(&said.stdout)))
        }
    }
}

#[cfg(any(windows, test))]
mod windows {
    use super::Placement;

    #[derive(Debug, PartialEq, Eq)]
    pub(super) enum Drive {
        Letter(char),
        Share,
        Unknown,
    }

    /// Reads `C:\…`, `\\?\C:\…`, `\\server\share\…` and `\\?\UNC\server\share\…`.
    pub(super) fn drive_of(path: &str) -> Drive {
        let plain = path.strip_prefix(r"\\?\").or_else(|| path.strip_prefix(r"\\.\")).unwrap_or(path);
        let mut start = plain.chars();
        match (start.next(), start.next()) {
            (Some(letter), Some(':')) if letter.is_ascii_alphabetic() => Drive::Letter(letter),
            (Some('\\' | '/'), Some('\\' | '/')) => Drive::Share,
            _ if plain.get(..4).is_some_and(|text| text.eq_ignore_ascii_case(r"UNC\")) => Drive::Share,
            _ => Drive::Unknown,
        }
    }

    /// Reads the answer of `fsutil fsinfo drivetype`: `E: - Removable Drive`, `Z: - Remote/Network Drive`. Windows in
    /// another language answers in it; that is unknown, and allowed.
    pub(super) fn placement_said(answer: &str) -> Placement {
        let said = answer.rsplit(" - ").next().unwrap_or_default().trim().to_ascii_lowercase();
        if said.starts_with("removable") {
            Placement::Removable
        } else if said.starts_with("remote") || said.starts_with("network") {
            Placement::Remote
        } else {
            Placement::Here
        }
    }
}

/// Where an absolute path lies; it need not exist yet.
#[cfg(not(any(target_os = "linux", windows)))]
pub fn placement(_home: &Path) -> Placement {
    Placement::Here
}

/// Mounted sticks and shares. Read from the system's list: asking a share that is gone would block.
#[cfg(target_os = "linux")]
pub fn sticks() -> Vec<PathBuf> {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    mounted(&mounts)
}

/// The mount points in the system's list where people's sticks and shares are mounted.
#[cfg(any(target_os = "linux", test))]
fn mounted(mounts: &str) -> Vec<PathBuf> {
    let places = mounts.lines().filter_map(|line| line.split(' ').nth(1));
    let is_medium = |place: &&str| ["/media/", "/run/media/", "/mnt/"].iter().any(|base| place.starts_with(base));
    // Spaces are written in octal there.
    places.filter(is_medium).map(|place| PathBuf::from(place.replace("\\040", " "))).collect()
}

/// All drives but those of floppies and the system's own.
#[cfg(windows)]
pub fn sticks() -> Vec<PathBuf> {
    lettered(b'D')
}

/// Mounted volumes but the system's own.
#[cfg(not(any(target_os = "linux", windows)))]
pub fn sticks() -> Vec<PathBuf> {
    let volumes = std::fs::read_dir("/Volumes").into_iter().flatten().flatten();
    volumes.map(|entry| entry.path()).filter(|path| path.is_dir() && !path.is_symlink()).collect()
}

/// The drives of Windows; elsewhere there are none.
#[cfg(windows)]
pub fn drives() -> Vec<PathBuf> {
    lettered(b'A')
}

/// The drives of Windows; elsewhere there are none.
#[cfg(not(windows))]
pub fn drives() -> Vec<PathBuf> {
    Vec::new()
}

/// The drives from this letter on.
#[cfg(windows)]
fn lettered(first: u8) -> Vec<PathBuf> {
    let drives = (first..=b'Z').map(|letter| PathBuf::from(format!("{}:\\", char::from(letter))));
    drives.filter(|path| path.exists()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_longest_mount_point_decides() {
        let mounts = "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n\
                      30 22 0:50 / /mnt/chia\\040se rw - cifs //may-chu/chung rw\n\
                      31 22 8:17 / /media/usb rw shared:9 - vfat /dev/sdb1 rw\n";
        let at = |path: &str| linux::mount_of(mounts, Path::new(path)).unwrap();
        assert_eq!(at("/mnt/chia se/kiemtra").file_system, "cifs");
        assert_eq!(at("/media/usb/x").device, "8:17");
        assert_eq!(at("/media/usb2").file_system, "ext4");
        assert!(linux::is_remote("nfs4") && linux::is_remote("fuse.sshfs"));
        assert!(!linux::is_remote("fuse.ntfs-3g") && !linux::is_remote("9p") && !linux::is_remote("ext4"));
    }

    #[test]
    fn windows_paths_name_a_drive_or_a_share() {
        use windows::{Drive, drive_of};
        assert_eq!(drive_of(r"C:\Users\lan"), Drive::Letter('C'));
        assert_eq!(drive_of(r"\\?\D:\x"), Drive::Letter('D'));
        assert_eq!(drive_of(r"\\may-chu\chung\x"), Drive::Share);
        assert_eq!(drive_of(r"\\?\UNC\may-chu\chung"), Drive::Share);
        assert_eq!(drive_of("kiemtra"), Drive::Unknown);
        assert_eq!(drive_of("Đ"), Drive::Unknown);
    }

    #[test]
    fn windows_answers_are_read_where_they_are_plain() {
        use windows::placement_said;
        assert_eq!(placement_said("E: - Removable Drive\r\n"), Placement::Removable);
        assert_eq!(placement_said("Z: - Remote/Network Drive\r\n"), Placement::Remote);
        assert_eq!(placement_said("C: - Fixed Drive\r\n"), Placement::Here);
        assert_eq!(placement_said("D: - CD-ROM Drive\r\n"), Placement::Here);
        assert_eq!(placement_said("Ổ đĩa tháo rời"), Placement::Here);
        assert_eq!(placement_said(""), Placement::Here);
    }

    #[test]
    fn a_folder_of_this_machine_is_allowed_before_it_exists() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(placement(&home.path().join("chua/co")), Placement::Here);
    }

    #[test]
    fn sticks_are_told_from_the_system_s_own_mounts() {
        let mounts = "proc /proc proc rw 0 0\n/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/lan/USB\\040DO vfat rw 0 0\n\
                      //may/chung /mnt/chung cifs rw 0 0\ntmpfs /run/media tmpfs rw 0 0\n";
        assert_eq!(mounted(mounts), [Path::new("/media/lan/USB DO"), Path::new("/mnt/chung")]);
    }
}
